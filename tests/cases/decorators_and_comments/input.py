# %% [markdown]
# ## Define

# %%
import contextlib
import functools


# what this does
@functools.lru_cache(
    maxsize=None,
)
# between
@functools.wraps(len)
def counted(x):  # on the header
    # first in the body

    return len(x)  # at the end
    # last in the body


@contextlib.contextmanager
def block(name):
    print("in", name)
    yield name
    print("out", name)


# %% [markdown]
# ## Use

# %%
# leading comment
with block("a") as a, \
        block("b"):
    print(a, counted("abc"))  # trailing
# final comment
