# %%
from concurrent.futures import ProcessPoolExecutor

bonus = len("abc")


# %%
class Model:
    def __init__(self, rate):
        self.rate = rate

    def run(self, seed):
        return seed * self.rate + bonus


def simulate(rate):
    return Model(rate).run(1) + factor


factor = len("ab")

# %%
with ProcessPoolExecutor(max_workers=1) as executor:
    print(list(executor.map(simulate, [1, 2])))
    print(list(executor.map(Model(3).run, [1, 2])))

# %%
bonus = 10
factor = 20
with ProcessPoolExecutor(max_workers=1) as executor:
    print([executor.submit(simulate, rate).result() for rate in (1, 2)])
print(sum(simulate(rate) for rate in (1, 2)))
