# %% [markdown]
# ## numpy

# %%
import numpy
import json as js

a = numpy.arange(3)

# %% [markdown]
# ## JSON

# %%
text = js.dumps(a.tolist())

# %% [markdown]
# ## numpy.random

# %%
print(text, numpy.zeros(1))
