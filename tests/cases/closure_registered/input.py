# %% [markdown]
# ## Register

# %%
handlers = {}


def register(name):
    def keep(function):
        handlers[name] = function
        return function

    return keep


@register("power")
def powered(x):
    return x**power


power = 2
print({name: handler(4) for name, handler in handlers.items()})

# %% [markdown]
# ## Use

# %%
power = 3
print({name: handler(4) for name, handler in handlers.items()})
