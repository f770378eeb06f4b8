# %% [markdown]
# ## Define

# %%
k = int("2")


def power(x, n=k, *, m=k + 1):
    return x**n + m + k


print(power(3))

# %% [markdown]
# ## Rebind

# %%
k = 5
print(power(3))
