# %% [markdown]
# ## Prepare

# %%
import os

os.environ["DEMO_TEST_MODE"] = "fast"

# %%
import reads_environment
from reads_environment import MODE, Mode

print(reads_environment.MODE)


class Told(Mode):
    def told(self):
        return f"told {self.name}"


def shown(mode=MODE):
    return f"shown {mode}"


@reads_environment.twice
def counted(number: Mode):
    return number + 1


# %% [markdown]
# ## Later

# %%
print(reads_environment.mode_of(), Told(MODE).told(), shown(), counted(1))
print([reads_environment.MODE for _ in range(2)])

# %%
import reads_environment

print(reads_environment.mode_of())
