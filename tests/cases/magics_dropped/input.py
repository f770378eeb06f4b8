# %%
%matplotlib inline
%load_ext autoreload
%autoreload 2
import math

x = math.floor(2.5)  # %time is only a comment here
text = "%matplotlib inline"
long = """
%time not a magic
!echo neither
"""
%config InlineBackend.figure_format = "retina"

# %% [markdown]
# ## Use

# %%
rest = (10
    % 4)
value = (x !=
    3)
if x:
    %precision 3
    y = x % 2
print(text, long, rest, value, y)
