# %% [markdown]
# # Import

# %%
import random

# %% [markdown]
# ## Import

# %%
a = 1

# %% [markdown]
# ## class

# %%
b = a + 1

# %% [markdown]
# ## print

# %%
c = b + 1

# %% [markdown]
# ## random

# %%
d = random.Random(c).random()

# %% [markdown]
# ## Pipeline

# %%
e = [d]

# %% [markdown]
# ## Parameters

# %%
f = len(e)

# %% [markdown]
# ## demo

# %%
print(a, b, c, round(d, 6), f)

# %% [markdown]
# ## Test

# %%
print("end")
