# %% [markdown]
# ## Define

# %% tags=["parameters"]
START = 10
STEPS = [1, 2]

# %%
count = START
history: list = []
best = None


def advance(by):
    global count, best
    count = count + by
    history.append(count)
    if best is None or count > best:
        best = count


# %% [markdown]
# ## Use

# %%
for step in STEPS:
    advance(step)
if count > START:
    print("grew to", count, f"by {count - START}")
count

# %% [markdown]
# ## Reset

# %%
(count, other), best = (0, 1), -1
advance(other)
squares = [count * n for n in range(3) if n < best]
total = sum(history) + count
