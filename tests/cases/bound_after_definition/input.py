# %% [markdown]
# ## Define

# %%
def with_rate(x):
    return x * later_rate


# %% [markdown]
# ## Bind

# %%
later_rate = len("abc")

# %% [markdown]
# ## Use

# %%
print(with_rate(2))
