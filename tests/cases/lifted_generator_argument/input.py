# %% [markdown]
# ## Define

# %%
least = len("ab")


def biggest(xs):
    return max([x for x in xs if x >= least], default=None)


def streamed(n):
    for i in range(n):
        yield i * least


# %% [markdown]
# ## Use

# %%
top = biggest(x * x for x in range(4))
none = biggest(
    x
    for x in range(2)
)
print(top, none, list(streamed(3)))
