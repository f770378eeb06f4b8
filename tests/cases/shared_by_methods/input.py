# %% [markdown]
# ## Define

# %%
rate = float("0.5")


class Price:
    def __init__(self, net):
        self.net = net

    def gross(self):
        return self.net * (1 + rate)

    @property
    def told(self):
        return f"{self.gross()} at {rate}"

    @staticmethod
    def current():
        return rate


class Discounted(Price):
    def gross(self):
        return super().gross() - off


off = int("1")
price = Discounted(10)
print(price.told)

# %% [markdown]
# ## Rebind

# %%
rate = 1.0
print(price.told, Price.current())

# %%
totals = []
for off in range(3):
    totals.append(price.gross())
print(totals, off)
