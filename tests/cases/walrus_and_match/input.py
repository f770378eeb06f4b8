# %% [markdown]
# ## Load

# %%
if (n := len("abcd")) > 3:
    print("long")
firsts = [last := x * 2 for x in (1, 2)]

# %% [markdown]
# ## Match

# %%
command = ["go", "north", "fast"]
match command:
    case ["go", direction, *rest]:
        print(direction, rest)
    case _:
        direction, rest = None, []

# %% [markdown]
# ## Report

# %%
print(n, firsts, last, direction, rest)
