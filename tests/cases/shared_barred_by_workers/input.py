# %% [markdown]
# ## Define

# %%
from joblib import Parallel, delayed

base = len("abc")


def raised(x):
    return x**base


tasks = [delayed(raised)(i) for i in range(3)]
print(raised.__name__)

# %% [markdown]
# ## Use

# %%
print(Parallel(n_jobs=1)(tasks))
