# %% tags=["parameters"]
a = 1
b = "x"

# %%
print(a)

# %% tags=["parameters"]
c = 2.5
b = "y"

# %% [markdown]
# ## Use

# %%
print(a, b, c)
