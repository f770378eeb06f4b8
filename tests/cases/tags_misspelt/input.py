# %% tags=["paramters"]
a = 1

# %% tags=["my-own-tag", "stage:one", "stage:two"]
c = 3

# %%
#| tag: report
print(a, c)
