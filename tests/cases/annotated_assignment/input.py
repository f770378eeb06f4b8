# %% [markdown]
# ## Load

# %%
from typing import Optional

count: int = len("abc")
name: Optional[str] = None
later: float
if count > 2:
    later = 0.5
pair: "tuple[int, int]" = (1, 2)

# %% [markdown]
# ## Report

# %%
print(count, name, later, pair)
