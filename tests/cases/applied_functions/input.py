# %% [markdown]
# ## Load

# %%
import pandas as pd

df = pd.DataFrame({"a": [1, 2, 3], "g": list("xxy")})
shift = int("10")


def moved(v, by=1):
    return v + shift * by


def row_text(row):
    return f"{row['a']}-{shift}"


def trimmed(frame, n):
    return frame[frame["a"] < n + shift]


# %% [markdown]
# ## Use

# %%
df["b"] = df["a"].apply(moved)
df["c"] = df["a"].apply(moved, by=2)
df["d"] = df.apply(row_text, axis=1)
df["e"] = df["a"].map(moved)
small = df.pipe(trimmed, 1).assign(f=lambda d: moved(d["a"]))
means = df.groupby("g")["a"].agg([moved, "mean"]) if False else df.groupby("g")["a"].transform(moved)
print(df)
print(small, means.tolist())
