# %% [markdown]
# ## Define

# %%
k = sum([1, 2])


def stars(*args, **kwargs):
    return k, args, sorted(kwargs.items())


def only(a, /, b=2, *, c=3):
    return a + b + c + k


def bare():
    return k


def many(
    a,
    b=1,  # with a comment
    *rest,
):
    return a + b + sum(rest) + k


def arrow(x: int = 1) -> int:
    return x + k


# %% [markdown]
# ## Use

# %%
kw = {"z": 1}
args = (1, 2)
print(stars(*args, **kw), stars(), only(1, c=1), bare(), many(1, 2, 3), many(*args), arrow())
