# %% [markdown]
# ## Search

# %%
scores = [3, 4]
for kind in ("linear", "forest"):
    fitted = f"{kind} model"
for score in scores:
    last = score

# %% [markdown]
# ## Report

# %%
if scores[0] > 2:
    print(fitted)
print(kind, last)
