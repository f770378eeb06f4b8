# %% [markdown]
# ## Define

# %%
from math import *
from string import *
from os.path import *

print(pow(2, 3), digits)


def area(r):
    return pi * r**2 + e


# %% [markdown]
# ## Use

# %%
print(area(1), floor(2.5), eval("ceil(1.2)"))
e = 1
tau = [t for t in range(2)]
print(area(1), basename("a/b"))
