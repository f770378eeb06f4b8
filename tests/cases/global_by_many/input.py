# %% [markdown]
# ## Load

# %%
import pandas as pd

table = pd.DataFrame({"name": ["Mr A", "Mrs B", "Mr C"], "fare": [1.0, 2.0, None]})


def status(what):
    print("done:", what)


# %% [markdown]
# ## Features

# %%
def add_title():
    global table
    table["title"] = table["name"].map(lambda name: titles[name.split()[0]])
    return table


titles = {"Mr": "mister", "Mrs": "madam"}
table = add_title()


# %%
def fill_fares():
    global table, filled
    filled = table["fare"].isna().sum()
    table = table.fillna({"fare": 0.0})
    status("fares")


def dummies():
    global table
    table = pd.concat([table, pd.get_dummies(table["title"])], axis=1)
    status("dummies")
    return table


fill_fares()
table = dummies()

# %%
print(filled, list(table.columns), table.shape)
