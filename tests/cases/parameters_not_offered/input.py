# %%
THRESHOLD = 1.5
SEED = 3

# %% [markdown]
# ## Use

# %%
print(THRESHOLD * SEED)
