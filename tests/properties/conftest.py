"""Hypothesis profiles: the suite's is small, CI's is the same every time, `many` is for hunting."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("suite", max_examples=200, deadline=None, database=None)
settings.register_profile("ci", parent=settings.get_profile("suite"), derandomize=True)
settings.register_profile(
    "many",
    parent=settings.get_profile("suite"),
    max_examples=3000,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "suite"))
