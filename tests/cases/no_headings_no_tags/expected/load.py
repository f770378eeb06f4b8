"""Load: where the data comes from (cells 2-5 of the notebook)."""

import json
import random
from typing import Any


def clean(xs):
    return [x for x in xs if x > 1]


def load(*, SEED: int) -> Any:
    """Load: where the data comes from (notebook cells 2-5)."""
    random.seed(SEED)
    open("made.json", "w").write(json.dumps([1, 2, 3]))
    rows = json.load(open("made.json"))
    cleaned = clean(rows)
    pick = random.choice(cleaned)
    print(pick, random.random())
    return pick
