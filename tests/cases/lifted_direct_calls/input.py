# %% [markdown]
# # Prices
# ## Load

# %%
rates = {"eur": 2, "usd": 3}
factor = len(rates)


def scaled(x):
    # what every price goes through
    return x * factor


prices = [1, 2, 3]
print(scaled(10))

# %% [markdown]
# ## Report

# %%
total = sum(scaled(p) for p in prices) + scaled(x=1)
total
