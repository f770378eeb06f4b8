# %% [markdown]
# ## Define

# %%
prefix = "-" * 2


def loud(f):
    def wrapper(*args):
        print(prefix, f.__name__)
        return f(*args)

    return wrapper


@loud
def add(a, b):
    return a + b


# %% [markdown]
# ## Use

# %%
total = add(1, 2)
print(total)
