# %% [markdown]
# ## Define

# %%
import pandas as pd

df = pd.DataFrame({"x": [1, 2, 3], "y": [3, 2, 1]})
low, high = len("a"), len("abc")
rule = "x > @low"
both = rule + " and x < @high"


def within(frame, text):
    return frame.query(text)


def narrow(frame):
    return frame.query(both)


# %% [markdown]
# ## Use

# %%
template = "x >= @{} and y < @high"
print(len(df.query(both)), len(df.query(template.format("low"))), len(narrow(df)))
print(df.eval(f"z = x * @low + {high}").z.tolist(), len(within(df, "y < 2")))
