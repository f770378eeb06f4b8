# %% [markdown]
# ## Define

# %%
counter = 0


def bump(by=1):
    global counter
    counter += by
    return counter


bump()
print(counter)

# %% [markdown]
# ## Use

# %%
bump(2)
print(counter, bump())
