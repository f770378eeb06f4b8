# %%
#| default_exp core

# %%
#| export
def doubled(x):
    "Twice `x`."
    return x * 2

# %%
#| hide
base = 3

# %%
#| eval: false
print(doubled("never"))

# %%
print(doubled(base))
