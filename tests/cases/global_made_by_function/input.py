# %% [markdown]
# ## Define

# %%
def setup():
    global settings_made
    settings_made = {"a": 1}


setup()

# %% [markdown]
# ## Use

# %%
print(settings_made["a"])
total = sum(settings_made.values())
