# %% [markdown]
# ## One

# %%
import sys


def step(n):
    print("step", n, end=";")
    return n


a = step(1)
print()
sys.stdout.write("written\n")

# %% [markdown]
# ## Two

# %%
b = step(a + 1)
print("\rprogress 1", end="")
print("\rprogress 2")
print("to stderr", file=sys.stderr)

# %%
print(*[step(i) for i in range(2)], sep="|")
"shown"

# %% [markdown]
# ## Three

# %%
print(a, b, sep="\t", flush=True)
