# %% [markdown]
# ## Load

# %%
numbers = [3, 4]
if len(numbers) > 5:
    extra = "many"
else:
    short = "few"
for n in []:
    never = n
try:
    best = max(numbers)
except ValueError:
    worst = None

# %% [markdown]
# ## Report

# %%
if len(numbers) > 5:
    print(extra)
else:
    print(short)
print(best)
try:
    print(never)
except NameError:
    print("never bound")
