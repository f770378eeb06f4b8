# %%
#| tags: parameters
from datetime import date, datetime
from pathlib import Path
from typing import Optional

flag = True
rate: float = 1
names = ["a", "b"]
sizes = (1, 2)
table = {"a": 1, "b": 2}
nothing = None
limit: Optional[int] = None
day = date(2024, 2, 29)
moment = datetime(2024, 2, 29, 12, 30)
where = Path("data") / "in.csv"
big = 10**6
minus = -1.5
text = """two
lines"""
tagged = {"x", "y"}

# %% [markdown]
# ## Use

# %%
print(flag, rate, names, sizes, table, nothing, limit, day, moment, where, big, minus, text)
print(sorted(tagged), type(sizes).__name__, type(table).__name__)
