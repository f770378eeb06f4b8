# %% [markdown]
# ## Define

# %%
import inspect

bias = len("ab")
weights = {"a": 1}


def biased(x, scale=2):
    return x * scale + bias


def weighted(x):
    return biased(x) * weights["a"]


steps = [biased, weighted]
registry = dict(one=biased, two=weighted)


class Chain:
    def __init__(self, *parts):
        self.parts = parts

    def __call__(self, x):
        for part in self.parts:
            x = part(x)
        return x


chain = Chain(*steps)
print(chain(1), biased.__name__, inspect.signature(biased))

# %% [markdown]
# ## Change

# %%
bias += 10
weights["a"] = 3
print(chain(1), registry["two"](1), [f(2) for f in steps])
del bias
bias = 0
print(chain(1))
