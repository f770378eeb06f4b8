"""Setup (cells 1-2 of the notebook)."""

import os
from typing import Any


def setup() -> Any:
    """Setup (notebook cells 1-2)."""
    os.environ["DEMO_COLOUR"] = "blue"
    print("env: DEMO_COLOUR=blue")
    print(os.environ["DEMO_COLOUR"])
    shade = os.environ["DEMO_COLOUR"]
    print(shade)
    os.makedirs("deep", exist_ok=True)
    os.chdir("deep")
    print(os.path.basename(os.getcwd()))
    here = os.getcwd()
    os.chdir("..")
    print(os.path.basename(here))
    del here
    return shade
