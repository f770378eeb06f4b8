# %%
from joblib import Parallel, delayed

scale = len("abc")


# %%
def scaled(n):
    return n * scale


def grow():
    globals()["scale"] += 1


# %%
print(Parallel(n_jobs=2)(delayed(scaled)(n) for n in range(3)))
grow()
print(Parallel(n_jobs=2)(delayed(scaled)(n) for n in range(3)))
