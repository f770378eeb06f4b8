# %%
import os

os.environ["DEMO_SPEED"] = "1"

# %% [markdown]
# ## Read

# %%
mode = os.environ.get("DEMO_SPEED", "0")
fast = "DEMO_SPEED" in os.environ


def speed(x, unit=os.environ["DEMO_SPEED"]):
    return mode, x, fast, unit


class Options:
    SPEED = os.environ["DEMO_SPEED"]


print(speed(1), Options.SPEED)

# %% [markdown]
# ## Change

# %%
os.environ["DEMO_SPEED"] = "2"


def now():
    return os.environ["DEMO_SPEED"]


print(speed(2), now(), Options.SPEED)
