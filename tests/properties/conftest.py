"""Hypothesis profiles: the suite's is small, CI's is the same every time, `many` is for hunting."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

HEAVY = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile(
    "suite", max_examples=50, deadline=None, database=None, suppress_health_check=HEAVY
)
settings.register_profile("ci", parent=settings.get_profile("suite"), derandomize=True)
settings.register_profile("many", parent=settings.get_profile("suite"), max_examples=3000)
wanted = os.environ.get("HYPOTHESIS_PROFILE")
settings.load_profile(wanted or ("ci" if os.environ.get("CI") else "suite"))
