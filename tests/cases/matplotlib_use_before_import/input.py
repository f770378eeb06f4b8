# %%
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

# %% [markdown]
# ## Draw

# %%
plt.plot([1, 2])
print(matplotlib.get_backend().lower())
