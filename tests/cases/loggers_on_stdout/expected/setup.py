"""Setup (cells 1, 3 of the notebook)."""

import logging
import sys
from typing import Any


def checked(value, *, LIMIT, log):
    if value > LIMIT:
        log.warning("%s is above %s", value, LIMIT)
    return min(value, LIMIT)


def setup(*, LIMIT: int) -> Any:
    """Setup (notebook cells 1, 3)."""
    log = logging.getLogger("__main__")
    log.setLevel(logging.INFO)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
    log.addHandler(handler)
    total = sum(checked(each, LIMIT=LIMIT, log=log) for each in range(6))
    log.info("total %s", total)
    return total
