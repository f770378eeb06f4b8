"""How figures look: nothing that a training without figures would need."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from converter.model.dataflow import FIGURE, OPTIONS, Statement
from converter.syntax.dotted import root_name

LIBRARIES = frozenset({"matplotlib", "seaborn"})


def styling(statements: tuple[Statement, ...], needed: frozenset[int]) -> frozenset[int]:
    """Those `needed` that only set how figures look, where nothing needed draws one: `sns.set()`."""
    names = frozenset(_imported(each.node for each in statements))
    train = [each for each in statements if each.order in needed]
    found = frozenset(each.order for each in train if _is_styling(each, names))
    draws = any(
        FIGURE in each.effects | each.effects_called for each in train if each.order not in found
    )
    return frozenset() if draws else found


def _imported(nodes: Iterable[ast.stmt]) -> Iterator[str]:
    """What imports of the plotting libraries bind."""
    for node in nodes:
        match node:
            case ast.Import(names=aliases):
                for each in aliases:
                    if each.name.split(".")[0] in LIBRARIES:
                        yield each.asname or each.name.split(".")[0]
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in LIBRARIES:
                yield from (each.asname or each.name for each in node.names)


def _is_styling(statement: Statement, names: frozenset[str]) -> bool:
    """True for a call, or an assignment to a part, of a plotting library that draws nothing itself."""
    if not statement.effects or statement.effects - {FIGURE, OPTIONS} or statement.binds:
        return False
    if OPTIONS not in statement.effects:
        return False
    match statement.node:
        case ast.Expr(value=ast.Call() as call):
            return root_name(call) in names and _is_plain(call, names)
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            return root_name(target) in names and _is_plain(value, names)
    return False


def _is_plain(node: ast.expr, names: frozenset[str]) -> bool:
    """True for what calls nothing but the plotting libraries."""
    return not any(
        isinstance(part, ast.NamedExpr | ast.Await)
        or (isinstance(part, ast.Call) and root_name(part) not in names)
        for part in ast.walk(node)
    )
