# %% [markdown]
# ## Show

# %%
from IPython.display import display

rows = [1, 2]
print("before")
display(rows)
print("after")

# %%
for row in rows:
    display(row, "and")
rows
