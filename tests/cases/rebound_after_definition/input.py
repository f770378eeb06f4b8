# %% [markdown]
# ## First

# %%
rate = int("2")


def scaled(x):
    return x * rate


print(scaled(10))

# %% [markdown]
# ## Second

# %%
rate = int("3")
print(scaled(10))

# %% [markdown]
# ## Third

# %%
print(scaled(10), rate)
