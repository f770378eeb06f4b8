# %%
%%writefile notes.txt
first line
  second "line" \n {not filled}

# %%
%%writefile -a notes.txt
third

# %%
%%file made_here.py
'''Doc.'''
NAME = """x"""

# %% [markdown]
# ## Use

# %%
from made_here import NAME

print(open("notes.txt").read(), NAME)
