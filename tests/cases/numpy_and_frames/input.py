# %% [markdown]
# ## Load

# %%
import numpy as np
import pandas as pd

df = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=4), "x": [1.5, np.nan, 3, 4], "k": list("abab")})
limit = df["x"].mean()

# %% [markdown]
# ## Change


# %%
def marked(frame):
    out = frame.copy()
    out["big"] = out["x"] > limit
    return out


df = marked(df)
df["x"] = df["x"].fillna(0)
df.loc[df["k"] == "a", "x"] += 1
groups = df.groupby("k")["x"].agg(["sum", "max"])
groups

# %% [markdown]
# ## Report

# %%
matrix = df[["x"]].to_numpy() @ np.ones((1, 2))
by_row = df.apply(lambda row: f"{row.k}{row.x > limit}", axis=1)
shares = df["x"].map(lambda v: v / limit)
print(df)
print(matrix.shape, by_row.tolist(), shares.round(2).tolist())
df.info()
