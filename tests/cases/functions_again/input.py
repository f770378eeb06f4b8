# %% [markdown]
# ## First

# %%
offset = len("ab")


def scored(x):
    return x + offset


print(scored(1))


def scored(x, y=1):
    return x + y


print(scored(1), scored(2, 3))

# %% [markdown]
# ## Second


# %%
async def scored(x):
    return f"{x}{offset}"


result = await scored(1)
print(result, [await scored(i) for i in range(2)])


# %%
def scored(x):
    return -x


print(scored(1))
