"""Calls that split what they are given, for training and test: `train_test_split(X, y)` and others like it."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from converter.model.dataflow import Statement
from converter.rewrite.serving.rowwise import SPLITS
from converter.syntax.dotted import last_name

SPLITTING = re.compile(r"(?:^|_)split(?:_|$)")
PARTS = (2, 3)
"""Of how many parts a split may be: for training and test, perhaps for something between."""


def parts_of_split(call: ast.Call, targets: int, statements: Sequence[Statement]) -> int:
    """In how many parts a call splits each of its arguments; 0 where it does nothing of the kind.

    Functions of libraries that split by their names and give as many parts of each argument are
    taken at their word: a watched run compares the rows.
    """
    called = last_name(call.func)
    if called in SPLITS:
        return 2
    own = any(isinstance(s.node, ast.FunctionDef) and s.node.name == called for s in statements)
    parts, rest = divmod(targets, max(len(call.args), 1))
    if SPLITTING.search(called) and not own and not rest and parts in PARTS:
        return parts
    return 0
