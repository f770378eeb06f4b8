# %% [markdown]
# ## One

# %%
# only a comment

# %%

# %% [raw]
raw text, not = code (

# %%
x = 1
# a comment at the end

# %% [markdown]
# Some prose with `code` and {braces} and """quotes""".

# %%
"""A string alone."""

# %%
pass

# %% [markdown]
# ## Empty stage

# %%
# nothing yet

# %% [markdown]
# ## Two

# %%
...
print(x)
