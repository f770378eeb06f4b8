# %% [markdown]
# ## Where

# %%
import os
from pathlib import Path

try:
    here = Path(__file__).parent
except NameError:
    here = Path(".")

print(here)


# %%
def root():
    try:
        folder = os.path.dirname(os.path.abspath(__file__))
    except NameError:
        folder = "."
    return folder


def known(name="none"):
    try:
        return f"{name} {never_bound}"
    except NameError:
        return name


# %% [markdown]
# ## Use

# %%
print(root(), known(), [known(name) for name in ("a", "b")], os.__file__.endswith("os.py"))
