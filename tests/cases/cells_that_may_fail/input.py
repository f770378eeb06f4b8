# %%
numbers = [3, 1, 2]

# %% tags=["raises-exception"]
numbers[10]

# %% tags=["raises-exception"]
print "of another Python"

# %% tags=["raises-exception"]
import math

def root(x):
    """The square root,
not of negatives."""
    return math.sqrt(x)

poem = """two
 lines"""
below = root(-1)
after = 5

# %% tags=["raises-exception"]
numbers.append(4); assert len(numbers) == 3, f"grew to {len(numbers)}"
print("never printed")

# %% tags=["raises-exception"]
print("this one does not fail")

# %%
print(numbers, poem, root(9))
try:
    print(after)
except NameError:
    print("it was never bound")
