# %% tags=["load"]
rows = [1, 2]

# %% tags=["skip"]
print("exploring", rows)

# %% tags=["stage:sums"]
total = sum(rows)
print(total)

# %% tags=["test"]
assert total == 3

# %%
#| eval: false
print("not evaluated")

# %% tags=["report"]
print(total * 2)
