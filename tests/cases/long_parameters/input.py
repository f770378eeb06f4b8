# %% [markdown]
# ## Define

# %%
base = len("ab")


def made(a, b=0, *, c=0):
    return a + b + c + base


# %% [markdown]
# ## Use

# %%
result = made(
    1,  # one
    b=2,
    c=made(
        3,
    ),  # three
)
other = made(1, 2
    # the end
)
chained = [made(1)][0] + made (2)
print(result, other, chained, made(made(made(0))))
