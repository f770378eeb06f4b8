# %% [markdown]
# ## Load

# %%
from datetime import date

import math

date = date(2024, 5, 17)
print(date.year)

# %% [markdown]
# ## Use

# %%
math = math.floor(2.5)
print(math, date.month)
