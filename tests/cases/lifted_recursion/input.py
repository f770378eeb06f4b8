# %% [markdown]
# ## Define

# %%
step = len("ab")


def countdown(n):
    if n <= 0:
        return []
    return [n] + countdown(n - step)


def even(n):
    return n == 0 or odd(n - step // 2)


def odd(n):
    return n != 0 and even(n - step // 2)


# %% [markdown]
# ## Use

# %%
print(countdown(7), even(4), odd(4))
