# %% [markdown]
# ## Define

# %%
bonus = len("four")


def plus(x):
    return x + bonus


# %% [markdown]
# ## Use

# %%
squares = {plus(x): [plus(y) for y in range(x) if plus(y) > 4] for x in range(3)}
later = lambda x, y=plus(1): plus(x) + y
lazy = (plus(x) for x in range(3))
print(squares, later(2), sum(lazy), f"{plus(1)!r:>4}")
