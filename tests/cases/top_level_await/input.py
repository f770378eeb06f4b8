# %% [markdown]
# ## Fetch

# %%
import asyncio


async def fetched(n):
    await asyncio.sleep(0)
    return n * 2


async def stream(n):
    for i in range(n):
        yield i


value = await fetched(4)
values = await asyncio.gather(*[fetched(i) for i in range(3)])

# %% [markdown]
# ## Report

# %%
print(value, values)
both = [await fetched(i) async for i in stream(2)]
async for item in stream(2):
    print(item)
await fetched(1)

# %% [markdown]
# ## Plain

# %%
print(both)
