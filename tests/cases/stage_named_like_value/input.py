# %% [markdown]
# ## Prices

# %%
prices = [len("a"), 2]

# %% [markdown]
# ## Total


# %%
def total(xs):
    return sum(xs)


# %% [markdown]
# ## Report total

# %%
report_total = total(prices)
print(report_total)
