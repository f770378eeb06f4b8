# %%
limit = 3


def ask():
    return int(input("how many? "))


def play():
    return ask() * limit


# %%
print(limit)
