# %%
%%capture kept
print("inside")
x = 1

# %%
%%capture
print("gone")
y = 2

# %% [markdown]
# ## Use

# %%
print(x, y, repr(kept.stdout))
kept.show()
