# %% [markdown]
# ## Load

# %%
import numpy as np
import pandas as pd

np.random.seed(3)
df = pd.DataFrame({"a": range(10)})
df.sample(5)

# %% [markdown]
# ## Draw

# %%
np.random.rand(2)

# %%
draws = np.random.randint(0, 100, 3)
print(draws)
