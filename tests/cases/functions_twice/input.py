# %% [markdown]
# ## First

# %%
def scored(x):
    return x + 1


def outer(x):
    return scored(x) * 10


print(scored(1), outer(1))

# %% [markdown]
# ## Second


# %%
def scored(x):
    return x + 2


print(scored(1), outer(1))

# %% [markdown]
# ## Third

# %%
print(scored(1), outer(1))
