# %%
import math

THRESHOLD = 1.5
n_rows = 4
DATA_FILE = "none.csv"
rows = [1, 2, 3]
COUNTED = 0
PI_ISH = math.floor(3.5)

# %% [markdown]
# ## Use

# %%
for r in rows[:n_rows]:
    COUNTED += r > THRESHOLD
print(COUNTED, PI_ISH, DATA_FILE)
