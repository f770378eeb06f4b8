# %% tags=["imports"]
import math

# %% tags=["pipeline-parameters"]
lr = 0.1

# %% tags=["functions"]
def stepped(x):
    return x - lr


# %% tags=["block:load_data"]
x = math.floor(3.7)

# %% tags=["block:"]
y = x + 1

# %% tags=["block:train", "prev:load_data"]
z = stepped(y)
print(round(z, 3))

# %% tags=["skip"]

# %% tags=["pipeline-metrics"]
print(round(z, 1))
