# %% [markdown]
# ## Define

# %%
level = int("0")


def label(x):
    return f"{x}@{level}"


# %% [markdown]
# ## Use

# %%
labels = []
for level in range(3):
    labels.append(label("a"))
while level < 5:
    level += 2
    labels.append(label("b"))
print(labels, level)
