# %% [markdown]
# ## Load

# %%
big = list(range(5))
a, b = 1, 2
size = len(big)

# %% [markdown]
# ## Drop

# %%
del big, a
table = {"x": 1, "y": 2}
del table["x"]

# %% [markdown]
# ## Again

# %%
big = "new"
print(big, b, size, table)
