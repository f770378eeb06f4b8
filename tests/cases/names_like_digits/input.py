# %% tags=["parameters"]
I = 5
l = 0.5

# %% [markdown]
# ## Draw

# %%
import random

random.seed(I)
O = [l * random.random() for _ in range(I)]

# %% [markdown]
# ## Use

# %%
l = sum(O)
print(I, round(l, 6))
