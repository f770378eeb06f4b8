# %% [markdown]
# ## Define

# %%
mode = str("slow")


def describe():
    return mode.upper()


def report(n):
    return [describe()] * n


# %% [markdown]
# ## One

# %%
print(report(1))
mode = "fast" + mode[:1]
print(report(2))

# %% [markdown]
# ## Two

# %%
mode = mode + "!"
print(report(1), mode)
