# %%
from multiprocessing import Pool

base = len("abc")


# %%
def raised(x, power=base):
    return x**power


# %%
with Pool(1) as pool:
    print(pool.map(raised, range(4)))
