"""What statements in blocks only display, and loops that do nothing besides."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.syntax.charts import Charts, shown_charts
from converter.syntax.dotted import last_name
from converter.syntax.media import is_display
from converter.syntax.scopes import bound_names

WAITING = frozenset({"raises", "suppress"})

# Whether an expression can be left out, if nobody sees its value.
IsIdle = Callable[[ast.expr], bool]


def idle_displays(node: ast.stmt, charts: Charts, is_idle: IsIdle) -> frozenset[int]:
    """Which of the nodes in `node`, as `ast.walk` counts, display something and do nothing else.

    Charts of plotly that are shown are no such: they are saved. Nor is what may fail on purpose.
    """
    saved = {id(shown.call) for shown in shown_charts(node, charts)}
    tried = {id(part) for block in _tried(node) for each in block for part in ast.walk(each)}
    return frozenset(
        place
        for place, part in enumerate(ast.walk(node))
        if part is not node
        and isinstance(part, ast.Expr)
        and is_display(part)
        and id(part.value) not in saved
        and id(part) not in tried
        and is_idle(part.value)
    )


def _tried(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks whose errors somebody waits for: `try: display(df)` asks whether `df` is there."""
    for part in ast.walk(node):
        match part:
            case ast.Try(body=body):
                yield body
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                calls = [each.context_expr for each in items]
                if any(last_name(c.func) in WAITING for c in calls if isinstance(c, ast.Call)):
                    yield body


def with_idle_loops(statements: Iterable[Statement], is_idle: IsIdle) -> Iterator[Statement]:
    """The statements; loops and conditions that only display are pure, if their names go unread."""
    statements = tuple(statements)
    for each in statements:
        yield replace(each, pure=True) if _only_displays(each, statements, is_idle) else each


def _only_displays(
    statement: Statement, statements: tuple[Statement, ...], is_idle: IsIdle
) -> bool:
    if not statement.idle:
        return False
    walked = list(ast.walk(statement.node))
    idle = {id(walked[place]) for place in statement.idle}
    names = frozenset(_of_loops(statement.node))
    if statement.binds - names or not _does_nothing(statement.node, idle, is_idle):
        return False
    return not any(
        names & (each.reads | each.late | each.strings | each.deletes | each.assigns_late)
        for each in statements
        if each is not statement
    )


def _of_loops(node: ast.stmt) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.For):
            yield from bound_names(part.target)


def _does_nothing(node: ast.stmt, idle: set[int], is_idle: IsIdle) -> bool:
    """True for displays, and for loops and conditions over nothing else."""
    match node:
        case ast.For(target=ast.Name() | ast.Tuple(), iter=items, body=body, orelse=orelse):
            value: ast.expr = ast.Call(
                ast.Name("list", ast.Load()), [items], []
            )  # an iterator is used up
        case ast.If(test=value, body=body, orelse=orelse):
            pass
        case ast.Pass():
            return True
        case _:
            return id(node) in idle
    return is_idle(value) and all(_does_nothing(each, idle, is_idle) for each in [*body, *orelse])
