# %% [markdown]
# ## Define

# %%
import math

width = len("abcd")


def area(h):
    return width * h


# %% [markdown]
# ## Use

# %%
print(eval("width + 1"))
print(eval("math.sqrt(width)"))
print(eval("area(2)"))
