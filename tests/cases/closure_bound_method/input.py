# %% [markdown]
# ## Make

# %%
factor = int("2")
stream = (factor * n for n in range(3))
print(next(stream))

# %% [markdown]
# ## Draw

# %%
factor = 100
print(list(stream))
