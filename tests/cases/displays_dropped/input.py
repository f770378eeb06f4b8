# %% [markdown]
# ## Load

# %%
import pandas as pd

df = pd.DataFrame({"a": range(8), "y": [0, 1] * 4})
df.head()

# %%
df.describe()

# %%
df.shape

# %%
df["a"].value_counts()

# %% [markdown]
# ## Change

# %%
y = df.pop("y")
df.pop("a").sum()

# %%
stream = iter([1, 2, 3])
next(stream)

# %%
print(list(df.columns), y.tolist(), list(stream))
