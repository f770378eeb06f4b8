# %% [markdown]
# ## Prepare

# %%
import sys

sys.path.append("lib")
sys.path.insert(0, "lib/inner")

# %%
from beside import greeting

import inside

print(greeting("world"), inside.DEPTH)

# %% [markdown]
# ## Use

# %%
again = greeting("again")
print(again, inside.DEPTH + 1)
