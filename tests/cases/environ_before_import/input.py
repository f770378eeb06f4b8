# %%
import os

os.environ["DEMO_TEST_MODE"] = "fast"

# %%
import reads_environment

print(reads_environment.MODE)

# %% [markdown]
# ## Later

# %%
from reads_environment import mode_of

print(mode_of(), os.environ["DEMO_TEST_MODE"])
