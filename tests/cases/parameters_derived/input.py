# %% tags=["parameters"]
K = 3  # neighbours
SEED: int = 7
FRACTION = 0.5
NAMES = ["a", "b"]
TWICE = K * 2
LABEL = f"{K} of {TWICE}"

# %% [markdown]
# ## Use

# %%
half = K * FRACTION
print(LABEL, half, NAMES, SEED)

# %% [markdown]
# ## Report


# %%
def scaled(x):
    return x * TWICE


print(scaled(half), LABEL)
