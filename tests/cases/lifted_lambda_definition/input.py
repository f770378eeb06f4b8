# %% [markdown]
# ## Define

# %%
rate = len([1, 2])
double = lambda x: x * rate

# %% [markdown]
# ## Use

# %%
print(double(4), list(map(double, [1, 2])))
