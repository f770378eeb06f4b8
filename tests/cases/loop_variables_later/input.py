# %% [markdown]
# ## Load

# %%
import io as text_io

for i, (name, value) in enumerate([("a", 1), ("b", 2)]):
    pass
with text_io.StringIO("line one\nline two") as handle:
    lines = handle.read().splitlines()
for row in lines:
    if "two" in row:
        break
else:
    row = None

# %% [markdown]
# ## Report

# %%
print(i, name, value, lines, row, handle.closed)
