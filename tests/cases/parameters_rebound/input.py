# %% tags=["parameters"]
depth = 2
names = ["a"]

# %% [markdown]
# ## Use

# %%
depth += 1
names.append("b")
print(depth, names)

# %% [markdown]
# ## Again

# %%
print(depth, names)
