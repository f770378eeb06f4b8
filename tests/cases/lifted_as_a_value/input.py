# %% [markdown]
# ## Define

# %%
offset = len("abc")


def shifted(x):
    return x + offset


def applied(f, xs):
    return [f(x) for x in xs]


# %% [markdown]
# ## Use

# %%
a = list(map(shifted, [1, 2]))
b = applied(shifted, [3])
table = {"shift": shifted, "same": lambda x: x}
c = {name: f(1) for name, f in table.items()}
d = sorted([3, 1, 2], key=shifted, reverse=True)
g = shifted
print(a, b, c, d, g(5))
