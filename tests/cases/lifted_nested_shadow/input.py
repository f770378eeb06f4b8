# %% [markdown]
# ## Define

# %%
size = len("abcd")


def own(xs):
    size = len(xs)
    return size


def of_argument(size):
    return size * 2


def of_comprehension(xs):
    return [size for size in xs]


def reader():
    return size


# %% [markdown]
# ## Use

# %%
print(own([1]), of_argument(5), of_comprehension([7, 8]), reader())
