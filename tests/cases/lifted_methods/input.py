# %% [markdown]
# ## Define

# %%
unit = "k" + "g"


class Weight:
    """A weight."""

    def __init__(self, value):
        self.value = value

    def text(self):
        return f"{self.value} {unit}"

    def __add__(self, other):
        return Weight(self.value + other.value)


# %% [markdown]
# ## Use

# %%
w = Weight(2) + Weight(3)
print(w.text())
print([Weight(n).text() for n in (1, 2)])
