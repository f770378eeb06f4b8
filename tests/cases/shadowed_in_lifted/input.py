# %% [markdown]
# ## Define

# %%
def spread(xs):
    return max(xs) - min(xs)


print(spread([1, 5]))

# %% [markdown]
# ## Shadow

# %%
rows = [1, 2]
id = 7
filter = "all"
print(id, filter, spread(rows))
