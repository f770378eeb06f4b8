# %% [markdown]
# ## Define

# %%
import sys
import timeit

calls = []
start = 3


def count(step):
    calls.append(step)
    return start + step


# %% [markdown]
# ## Measure

# %%
timed = timeit.timeit("count(1)", setup="from __main__ import count", number=4) >= 0
for name in ("start", "calls"):
    timeit.Timer(f"count({name} and 2)", f"from __main__ import count, {name}").timeit(1)
print(len(calls), calls[-1], timed)

# %%
import __main__

start = 10
print(__main__.start, sys.modules["__main__"].count(1), "__main__")
