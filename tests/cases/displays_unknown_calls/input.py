# %% [markdown]
# ## Define

# %%
log = []


def noted(x):
    log.append(x)
    return x


# %%
noted(1)

# %%
log.append(2)
log

# %%
[noted(i) for i in (3, 4)]

# %%
{"n": noted(5)}["n"];

# %% [markdown]
# ## Report

# %%
print(log)
len(log), max(log)
