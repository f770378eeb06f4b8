# %% [markdown]
# ## Define

# %%
from math import pow


def compile(x, by=2):
    return pow(x, by)


def hash(x):
    return compile(x) + 1


# %% [markdown]
# ## Use

# %%
print(compile(3), hash(2), pow(2, 5))
