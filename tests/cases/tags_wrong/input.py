# %% tags=["paramters"]
a = 1

# %% tags=["stage:../../etc/passwd"]
b = 2

# %% tags=["my-own-tag", "stage:one", "stage:two"]
c = 3

# %% tags=["output:no such name"]
print(a, b, c)
