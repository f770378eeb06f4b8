# %% [markdown]
# ## Load

# %%
xs = [3, 1, 2]
sum = sum(xs)
max = max(xs)
print(sum, max)

# %% [markdown]
# ## Use

# %%
print(sum + 1, max)
list = [sum, max]
print(list)
