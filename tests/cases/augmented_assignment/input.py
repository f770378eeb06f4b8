# %% [markdown]
# # Augmented
# ## Load

# %%
total = len("abc")
items = [1]
alias = items

# %% [markdown]
# ## Change

# %%
total += 2
items += [2]
items[0] *= 5

# %% [markdown]
# ## Report

# %%
print(total, items, alias, alias is items)
