# %% [markdown]
# ## Load

# %%
import pandas as pd

df = pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]})
least = int("2")
factor = 10

# %% [markdown]
# ## Select

# %%
chosen = df.query("a >= @least and b < @factor")
scaled = df.eval("c = a * @factor")
whole = pd.eval("least + factor")
print(chosen)
print(scaled)
print(whole)

# %% [markdown]
# ## Filter


# %%
def above(frame, column):
    return frame.query(f"{column} > @least")


print(above(df, "a"))
