# %% tags=["skip"]
rows = [1, 2]

# %%
print(rows)
