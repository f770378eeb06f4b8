"""Texts that may all be missing in one request: pandas before 3 makes numbers of them, which have no `.str`."""

from __future__ import annotations

import ast

REPLACING = frozenset({"mask", "replace", "where"})


def replaces(call: ast.Call) -> bool:
    """True for `column.replace("null", np.nan)`, of which nothing but gaps may be left; not for `column.str.replace`."""
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="str")):
            return False
        case ast.Attribute(attr=attr):
            return attr in REPLACING
    return False
