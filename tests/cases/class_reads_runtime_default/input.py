# %% [markdown]
# ## Define

# %%
limit = len("abc")


class Queue:
    limit = limit
    sizes = {"small": limit * 2}

    def __init__(self, items=()):
        self.items = list(items)[: self.limit]


# %% [markdown]
# ## Use

# %%
limit = 100
queue = Queue(range(10))
print(queue.items, Queue.sizes, Queue.limit, limit)
