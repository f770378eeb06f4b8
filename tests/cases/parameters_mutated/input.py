# %% tags=["parameters"]
names = ["a"]

# %% [markdown]
# ## Use

# %%
names.append("b")
print(names)

# %% [markdown]
# ## Again

# %%
print(names)
