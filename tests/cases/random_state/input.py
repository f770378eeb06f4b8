# %% [markdown]
# ## Seed

# %%
import random

random.seed(1)
first = random.random()

# %% [markdown]
# ## Draw


# %%
def drawn(n):
    return [random.randint(0, 9) for _ in range(n)]


print(drawn(3))

# %% [markdown]
# ## Again

# %%
random.shuffle(order := list(range(5)))
print(order, first, drawn(1))
