"""Hypothesis profiles: the suite draws the same notebooks every time; `many` hunts for new ones.

`HYPOTHESIS_PROFILE=many pytest tests/properties` draws 60 times as many, other ones each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

HEAVY = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile(
    "suite",
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=HEAVY,
)
settings.register_profile(
    "many", parent=settings.get_profile("suite"), max_examples=3000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
