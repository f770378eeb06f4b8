# %% [markdown]
# ## Load

# %%
head, *tail = [1, 2, 3]
(a, b), [c, *_rest] = (4, 5), [6, 7, 8]
x = y = z = []
z.append(1)

# %% [markdown]
# ## Report

# %%
print(head, tail, a, b, c, _rest, x is y, x)
first, second = second_first = tail
print(first, second, second_first)
