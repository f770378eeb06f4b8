# %% [markdown]
# ## Define

# %%
def score(xs):
    return len(xs) / 2


score = score([1, 2, 3])
print(score)

# %% [markdown]
# ## Use

# %%
print(score * 2)
