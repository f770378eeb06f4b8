# %% [markdown]
# ## Load data

# %%
a = len("a")

# %% [markdown]
# ## Load Data!

# %%
b = a + 1

# %% [markdown]
# ## load-data

# %%
print(a, b)
