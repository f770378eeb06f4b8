# %% [markdown]
# ## Load

# %%
label = "none"
values = [1, 5]

# %% [markdown]
# ## Decide

# %%
for v in values:
    if v > 3:
        label = f"big {v}"
        found = v

# %% [markdown]
# ## Report

# %%
print(label, found)
