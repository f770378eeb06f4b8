# %% [markdown]
# ## Load

# %%
x = "outer"
squares = [x * x for x in range(3)]
pairs = {(x, y) for x in range(2) for y in range(x)}
nested = [[x for x in row] for row in [[1], [2]]]

# %% [markdown]
# ## Report

# %%
y = [x for _ in range(2)]
print(x, squares, pairs, nested, y)
print([f(2) for f in [lambda v, w=w: v * w for w in (1, 2)]])
