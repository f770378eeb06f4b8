# %% [markdown]
# # Through callees
# ## Prepare

# %%
base = sum([1, 2])


def inner(x):
    return x + base


def outer(x):
    return inner(x) * 2


def outermost(x):
    return outer(x) - 1


print(outermost(1))

# %% [markdown]
# ## Use

# %%
results = [outermost(i) for i in range(3)]
print(results)
