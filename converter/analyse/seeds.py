"""Which calls are given what they draw from."""

from __future__ import annotations

import ast

from converter.syntax.dotted import last_name

SEEDS = frozenset({"random_state", "seed", "rng"})


def is_seeded(call: ast.Call) -> bool:
    """True for a call that is given a seed, and for `df.resample("1D")`, which groups by time and draws nothing."""
    rule = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "rule")]
    told = bool(rule) and isinstance(rule[0], ast.Constant) and isinstance(rule[0].value, str)
    by_time = told and last_name(call.func) == "resample"
    return by_time or any(word.arg in SEEDS for word in call.keywords)
