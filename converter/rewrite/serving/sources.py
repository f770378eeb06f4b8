"""Where rows begin: what reads or makes data."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from converter.model.dataflow import Statement
from converter.rewrite.serving import rowwise
from converter.rewrite.serving.bunches import bunches_of, of_bunch, reads_data
from converter.rewrite.serving.chain import EARLIER, GIVEN, GROUPS, TEXTS, Columns, Refused
from converter.rewrite.serving.drawn import GENERATORS, draws
from converter.rewrite.serving.earlier import looks_back
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.given_rows import begins_given
from converter.rewrite.serving.parts import (
    base_of,
    by_axis,
    is_of_elements,
    is_plain,
    names_parts,
)
from converter.rewrite.serving.tables_of_groups import is_table_of_groups
from converter.rewrite.serving.work import Work
from converter.syntax.dotted import last_name

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer


OWN_NAMES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What they call, they call for each element: nothing that brings in rows."""


def is_source(value: ast.expr, work: Work, tracer: Tracer) -> bool:
    """True for a call that brings rows in: a reader, a maker of data, a frame of plain values."""
    made_up = tracer.further == TEXTS and _is_made_up(value, work, tracer)
    return made_up or _brings_in(value, work, tracer)


def _brings_in(value: ast.expr, work: Work, tracer: Tracer) -> bool:
    if of_bunch(value, tracer) or (tracer.further == TEXTS and texts_written(value)):
        return True
    if tracer.further == GROUPS and is_table_of_groups(value, work):
        return True
    if tracer.further == GIVEN and begins_given(ast.unparse(value), value, work.order, tracer):
        return True
    if not isinstance(value, ast.Call):
        return False
    name = last_name(value.func)
    if reads_data(name):
        return True
    if name == "concat" and not by_axis(value):
        return _joins(value, work)
    if name in ("DataFrame", "Series") and value.args:
        return not _mentions_rows(_arguments(value), work, tracer)
    if isinstance(value.func, ast.Name) and name in tracer.static:
        # A function of the notebook that is given no rows makes them.
        defined = any(
            isinstance(s.node, ast.FunctionDef) and s.node.name == name for s in tracer.statements
        )
        mentions = _mentions_rows(_arguments(value), work, tracer)
        return defined and not mentions and not is_of_elements(name, tracer.statements)
    return False


def source_within(value: ast.expr, work: Work, tracer: Tracer) -> ast.expr | None:
    """The one call in an expression that brings rows in; None where there is none, or several."""
    found: list[ast.expr] = []
    waiting: list[ast.AST] = [value]
    while waiting:
        part = waiting.pop()
        if part is not value and isinstance(part, ast.expr) and _brings_in(part, work, tracer):
            found.append(part)
        elif not isinstance(part, OWN_NAMES):
            waiting += (each for each in ast.iter_child_nodes(part) if not names_parts(each, part))
    return found[0] if len(found) == 1 else None


def texts_written(node: ast.AST) -> int:
    """How many texts a list is that is written down; 0 for others."""
    match node:
        case ast.List(elts=elements) if all(
            isinstance(each, ast.Constant) and isinstance(each.value, str) for each in elements
        ):
            return len(elements)
    return 0


def _is_made_up(value: ast.expr, work: Work, tracer: Tracer) -> bool:
    """True for an array that is computed or drawn from nothing: `np.sort(rng.rand(80, 1), axis=0)`."""
    parts = list(ast.walk(value))
    if any(isinstance(part, OWN_NAMES) for part in parts):
        return False
    if isinstance(value, ast.Call) and last_name(value.func) in GENERATORS:
        return False
    makes = any(isinstance(p, ast.Call) and last_name(p.func) in rowwise.MAKING for p in parts)
    return (makes or draws(tracer, value)) and not _mentions_rows([value], work, tracer)


def _joins(call: ast.Call, work: Work) -> bool:
    """True for rows of several origins that are put together: `pd.concat([train, test])`.

    Pieces of the same rows, some of them perhaps more often, are prepared like each of them.
    """
    match call.args:
        case [ast.ListComp(elt=element) | ast.GeneratorExp(elt=element), *_]:
            made = (part for part in ast.walk(element) if isinstance(part, ast.Call))
            return any(reads_data(last_name(part.func)) for part in made)
        case [ast.List(elts=elements) | ast.Tuple(elts=elements), *_]:
            origins = [_origin(each, work) for each in elements]
            return any(origins) and len(set(origins)) > 1
    return False


def _origin(node: ast.expr, work: Work) -> tuple[str, int] | None:
    """Where the rows that an expression is about begin; None for what is not about rows."""
    aside = work.aside()
    try:
        if kind_of(node, aside) == "frozen":
            return None
    except Refused:
        return ("", work.order)  # rows, if none that could be served
    return aside.tracer.chain.source, aside.tracer.chain.start


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(word.value for word in call.keywords)]


def _mentions_rows(parts: Sequence[ast.expr], work: Work, tracer: Tracer) -> bool:
    """True when one of the expressions is about rows that are traced already, or can be."""
    names = {
        part.id
        for argument in parts
        for part in ast.walk(argument)
        if isinstance(part, ast.Name) and part.id not in tracer.static | tracer.given
    }
    names &= {name for statement in tracer.statements for name in statement.binds}
    names -= bunches_of(tracer)
    for name in sorted(names):
        try:
            if tracer.kind_before(name, work.order) == "rows":
                return True
        except Refused:
            return True  # rows, if none that could be served
    return False


def makes_data(tracer: Tracer, statement: Statement, name: str, columns: Columns) -> bool:
    """True when the statement makes up the data itself, so that rows begin after it.

    It draws random numbers, sets a column from an array that is about no rows, or changes
    certain rows by their place. Where nothing else is left, it looks at earlier rows.
    """
    match statement.node:
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            pass
        case ast.AugAssign(target=ast.Subscript() as target, value=value):
            pass
        case _:
            return tracer.further == EARLIER and looks_back(statement, name)
    index = target.slice
    places: list[ast.expr] = []
    if isinstance(index, ast.Tuple):
        *places, index = index.elts
    column = tracer.text_of(index)
    if base_of(target) != name or (column is not None and not columns.wants(column)):
        return False
    if any(draws(tracer, part) for part in (value, *places)):
        return True
    if tracer.further == EARLIER and looks_back(statement, name):
        return True
    rows = places or [index]
    if any(isinstance(p, ast.Slice) and (p.lower or p.upper or p.step) for p in rows):
        return True  # every third row, the first ten
    work = Work(
        statement, tracer.aside(shallow=True)
    )  # of all changes before, that would never end
    parts = [p for p in places if not isinstance(p, ast.Slice)]
    try:
        if any(kind_of(part, work) == "frozen" for part in _same(work.tree, parts, statement)):
            return True
        plain = is_plain(value) or (isinstance(value, ast.Name) and value.id in tracer.given)
        return not plain and not places and kind_of(_value_of(work.tree), work) == "frozen"
    except Refused:
        return False


def _same(tree: ast.stmt, parts: list[ast.expr], statement: Statement) -> Iterator[ast.expr]:
    """The places of a statement in a tree of its own text."""
    target = tree.targets[0] if isinstance(tree, ast.Assign) else getattr(tree, "target", None)
    if parts and isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Tuple):
        yield from (p for p in target.slice.elts[:-1] if not isinstance(p, ast.Slice))


def _value_of(tree: ast.stmt) -> ast.expr:
    value = getattr(tree, "value", None)
    assert isinstance(value, ast.expr)
    return value
