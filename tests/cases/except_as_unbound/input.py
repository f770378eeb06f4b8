# %% [markdown]
# ## Try

# %%
try:
    value = int("x")
except ValueError as e:
    value = -1
    message = str(e)
else:
    message = ""
finally:
    done = True

# %% [markdown]
# ## Report

# %%
print(value, message, done)
