# %% [markdown]
# ## Make

# %%
bias = int("1")
handlers = [lambda x: x + bias]
print(handlers[0](1))

# %% [markdown]
# ## Rebind

# %%
bias = 10
print(handlers[0](1))
