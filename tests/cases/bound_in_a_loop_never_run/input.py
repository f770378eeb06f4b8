# %% [markdown]
# ## Load

# %%
label = "none"
mode = "plain"
count = 1
values = [1, 2]

# %% [markdown]
# ## Decide

# %%
for v in values:
    if v > 3:
        label = f"big {v}"
try:
    mode = int("x")
except ValueError:
    pass
while count > 5:
    count = 0

# %% [markdown]
# ## Report

# %%
print(label, mode, count)
