# %% [markdown]
# ## Define

# %%
limit = len([1, 2, 3])


def make(n):
    step = 2

    def clipped(x):
        def deeper(y):
            return min(y, limit)

        return deeper(x * step)

    return clipped(n)


# %% [markdown]
# ## Use

# %%
values = [make(n) for n in range(4)]
values
