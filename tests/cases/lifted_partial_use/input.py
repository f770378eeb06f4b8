# %% [markdown]
# ## Define

# %%
from functools import partial, reduce

weight = len("abc")


def combined(a, b):
    return a + weight * b


# %% [markdown]
# ## Use

# %%
first = partial(combined, 1)
total = reduce(combined, [1, 2, 3])
print(first(2), total, combined(b=1, a=2))
