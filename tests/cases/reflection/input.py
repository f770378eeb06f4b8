# %%
from math import *

a = 1
globals()["b"] = 2

# %% [markdown]
# ## Use

# %%
print(a + b, sqrt(4), "a" in globals(), "nope" in vars())
exec("c = a + 5")
print(c)
