# %% [markdown]
# ## Define

# %%
factor = int("3")


def scaled(x):
    return x * factor


# %% [markdown]
# ## Use

# %%
for i in range(2):
    display(scaled(i))
    if i:
        display(scaled(i), [scaled(i), i])
        display()
