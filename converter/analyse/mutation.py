"""Which names' objects a statement may change in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# Methods that change their receiver: built-in containers, pandas, estimators, generators.
MUTATORS = frozenset("""
    add add_ append appendleft clear difference_update discard drop_duplicates_ eval_ extend
    extendleft fill fit fit_predict fit_resample fit_transform insert intersection_update
    itemset partial_fit pop popitem popleft put remove resize reverse rotate seed set_params
    setdefault setflags shuffle sort symmetric_difference_update train update write writelines
    """.split())

# Functions and methods that change their first argument.
ARGUMENT_MUTATORS = frozenset({"shuffle", "setattr", "delattr", "heappush", "heappop", "insort"})


def mutated_names(node: ast.stmt) -> frozenset[str]:
    """Names whose objects `node` may change: item and attribute stores, known methods, `inplace`."""
    found: set[str] = set()
    for part in ast.walk(node):
        found.update(_mutated(part))
    return frozenset(found)


def _mutated(part: ast.AST) -> Iterator[str]:
    match part:
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(
            ctx=ast.Store() | ast.Del()
        ):
            yield from base_name(part)
        case ast.AugAssign(target=target):
            yield from base_name(target)
        case ast.Call():
            yield from _mutated_by_call(part)


def _mutated_by_call(call: ast.Call) -> Iterator[str]:
    function = ast.unparse(call.func).split(".")[-1]
    in_place = any(
        word.arg == "inplace"
        and not (isinstance(word.value, ast.Constant) and word.value.value is False)
        for word in call.keywords
    )
    if isinstance(call.func, ast.Attribute) and (function in MUTATORS or in_place):
        yield from base_name(call.func.value)
    if function in ARGUMENT_MUTATORS and call.args:
        yield from base_name(call.args[0])


def base_name(node: ast.AST) -> Iterator[str]:
    """`a` for `a`, `a.b`, `a[i].c`; nothing for what has no name."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
