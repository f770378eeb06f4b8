# %% [markdown]
# ## Define

# %% tags=["parameters"]
THRESH = 0.5

# %%
weights = {"a": len("xy")}
limit = len("abc")
again = 1


def chosen(rows, threshold=THRESH, *, table=weights):
    return [table["a"] * row for row in rows if row > threshold]


def counted(rows, n=limit, skip=0):
    return len(chosen(rows)) + len(chosen(rows[skip:n], 0.1)) + limit


def rebound(x, k=again):
    return x + k


def handed(x, k=limit):
    return x + k


# %% [markdown]
# ## Use

# %%
again = 2
print(chosen([0.2, 0.9]), chosen([0.2, 0.9], 0.1), chosen([0.2, 0.9], table={"a": 1}))
print(counted([0.2, 0.9]), counted([0.2, 0.9], 1, skip=0), rebound(1), list(map(handed, [1])))
options = {"threshold": 0.0}
print([chosen([t], threshold=t) for t in (0.3, 0.4)])
