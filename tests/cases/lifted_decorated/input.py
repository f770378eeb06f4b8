# %% [markdown]
# ## Define

# %%
import functools

scale = len("xyz")


def twice(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args) * 2

    return wrapper


@twice
def scaled(x):
    return x * scale


@functools.lru_cache(maxsize=None)
def cached(x):
    print("computing", x)
    return x + scale


# %% [markdown]
# ## Use

# %%
print(scaled(2), scaled.__name__)
print(cached(1), cached(1), cached(2))
