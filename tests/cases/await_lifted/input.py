# %% [markdown]
# ## Define

# %%
rate = len("ab")


async def scaled(x):
    return x * rate


async def all_scaled(xs):
    return [await scaled(x) for x in xs]


# %% [markdown]
# ## Use

# %%
answers = await all_scaled([1, 2])
print(answers)
