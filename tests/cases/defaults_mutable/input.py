# %% [markdown]
# ## Define

# %%
start = [0]


def collect(x, into=start):
    into.append(x)
    return into


print(collect(1))

# %% [markdown]
# ## Use

# %%
collect(2)
print(start, collect(3) is start)
