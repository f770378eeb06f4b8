# %% [markdown]
# ## Load

# %%
a = [1]
b = a
c = {"a": a}

# %% [markdown]
# ## Change

# %%
b.append(2)
c["a"].append(3)

# %% [markdown]
# ## Report

# %%
print(a, a is b, c["a"] is a)
