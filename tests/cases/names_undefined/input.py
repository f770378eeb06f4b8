# %%
numbers = [1]
print(number)

# %%
print(later)

# %%
later = 1


def broken():
    return not_there + 1
