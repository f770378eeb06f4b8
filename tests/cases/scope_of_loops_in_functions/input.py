# %% [markdown]
# ## Define

# %%
scale = int("2")
handlers = {}
for name in ["a", "b"]:

    def handler(x, name=name):
        return f"{name}{x * scale}"

    handlers[name] = handler

if scale > 1:

    def pick(xs):
        return xs[:scale]

else:

    def pick(xs):
        return xs


# %% [markdown]
# ## Use

# %%
print([f(3) for f in handlers.values()], pick([1, 2, 3]), name)
