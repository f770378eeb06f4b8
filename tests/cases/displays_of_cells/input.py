# %% [markdown]
# ## Show

# %%
"text"

# %%
1 if len("a") else 2

# %%
None

# %%
x = [1]; x

# %%
x;

# %%
{"b": list(range(40)), "a": "y" * 50}

# %%
def f():
    "Not shown."

# %%
(
    x
    # with a comment
)

# %%
if x:
    x

# %%
print("no value")

# %%
{3, 1, 2}, frozenset("a"), 2.50, b"b"
