# %% tags=["imports"]
import math

# %% tags=["load"]
rows = [1, 4, 9]

# %%
extra = rows + [16]

# %% tags=["stage:roots"]
#| tags: output:total
roots = [math.sqrt(r) for r in extra]
total = sum(roots)

# %% tags=["report"]
print(roots, total)
