# %%
#| tags: output:kept,also
kept = [1, 2]
also = {"a": 1}
other = "not a product"

# %% [markdown]
# ## Use

# %%
last = len(kept)
print(last)
