# %% [markdown]
# ## Define

# %%
seen = []


def note(x):
    seen.append(x)
    return len(seen)


print(note("a"))

# %% [markdown]
# ## Use

# %%
print(note("b"), seen)

# %% [markdown]
# ## Report

# %%
print(len(seen), seen)
