# %% [markdown]
# ## Make

# %%
registry = {}
gain = int("2")


def register(name):
    def handler(x):
        return x * gain

    registry[name] = handler


register("double")

# %% [markdown]
# ## Use

# %%
print(registry["double"](4))

# %% [markdown]
# ## Rebind

# %%
gain = gain + 1
print(registry["double"](4))
