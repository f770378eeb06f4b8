"""Tables of estimators that are asked in one expression: an average of models, a column for each.

`np.mean([m.predict(X) for m in models], axis=0)` and `{name: m.predict(X) for name, m in models.items()}`.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import rows_asked
from converter.rewrite.serving.fitting import Fitting
from converter.syntax.parsing import parsed
from converter.syntax.text import Offsets

Comprehension = ast.DictComp | ast.ListComp | ast.GeneratorExp


@dataclass(frozen=True)
class Question:
    """One question to all estimators of `table`, which are called `there` in the comprehension.

    `around` is the text before and after the rows that they are asked about, in the smallest expression
    with one answer for each row; it is None where there is no such expression.
    """

    table: str
    there: str
    method: str
    around: tuple[str, str] | None


def table_of(iterated: ast.expr) -> str:
    """`models` for `models`, `models.items()` and `models.values()`; "" for others."""
    match iterated:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="items" | "values")):
            return name
    return ""


def questions_of(
    statement: Statement, methods: tuple[str, ...], fixed: frozenset[str]
) -> Iterator[Question]:
    """Questions in the comprehensions of a statement; `fixed` names mean the same for any rows."""
    tree = parsed(statement.text).body[0]
    for each in ast.walk(tree):
        match each:
            case (
                ast.DictComp(generators=[ast.comprehension(ifs=[]) as loop], value=element)
                | ast.ListComp(generators=[ast.comprehension(ifs=[]) as loop], elt=element)
                | ast.GeneratorExp(generators=[ast.comprehension(ifs=[]) as loop], elt=element)
            ) if table := table_of(loop.iter):
                own = _names(loop.target)
                for name, method, rows in _asking(element, methods, own):
                    around = _around(statement.text, tree, each, rows, fixed | own | {table})
                    yield Question(table, name, method, around)


def fixed_names(statements: tuple[Statement, ...]) -> frozenset[str]:
    """Imported names, builtins, and names that are bound once and to something written down."""
    bound: dict[str, list[Statement]] = {}
    for each in statements:
        for name in each.binds:
            bound.setdefault(name, []).append(each)
    own = {name for name, (first, *more) in bound.items() if not more and _is_fixed(first.node)}
    return frozenset(own | set(dir(builtins)))


def tables_fitted(statements: tuple[Statement, ...], fitting: Fitting) -> set[str]:
    """Names of lists and dicts that get fitted estimators."""
    fitted: set[str] = set()
    found: set[str] = set()
    for statement in statements:
        fitted.update(fitting.names(statement.node))
        for part in ast.walk(statement.node):
            match part:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=of)) if of in fitted:
                    fitted.add(name)
        for part in ast.walk(statement.node):
            match part:
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=table))], value=value):
                    if _is_fitted(value, fitted, fitting):
                        found.add(table)
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=table), attr="append"), args=[value]
                ) if _is_fitted(value, fitted, fitting):
                    found.add(table)
                case ast.Assign(targets=[ast.Name(id=table)], value=value) if any(
                    _is_fitted(each, fitted, fitting) for each in _elements(value)
                ):
                    found.add(table)
                case ast.For(target=target, iter=iterated) if _names(target) & fitted:
                    found.add(table_of(iterated))
    return found - {""}


def _asking(
    element: ast.expr, methods: tuple[str, ...], own: frozenset[str]
) -> Iterator[tuple[str, str, ast.expr]]:
    for part in ast.walk(element):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                rows = rows_asked(part)
                if name in own and method in methods and rows and not _names(rows) & own:
                    yield name, method, rows


def _around(
    text: str, tree: ast.stmt, asked: Comprehension, rows: ast.expr, known: frozenset[str]
) -> tuple[str, str] | None:
    """The text around `rows` in what answers for each of them: a dict of columns, or the whole value."""
    offsets = Offsets(text)
    answers: list[ast.expr] = [asked] if isinstance(asked, ast.DictComp) else []
    if isinstance(tree, ast.Assign | ast.AnnAssign | ast.Expr) and tree.value not in (None, asked):
        assert tree.value is not None
        answers.append(tree.value)  # a list alone has an answer for each estimator
    for answer in answers:
        inside = set(map(id, ast.walk(rows)))
        read = {
            part.id
            for part in ast.walk(answer)
            if isinstance(part, ast.Name) and id(part) not in inside
        }
        if read <= known:
            start, end = offsets.start(rows), offsets.end(rows)
            return text[offsets.start(answer) : start], text[end : offsets.end(answer)]
    return None


def _names(node: ast.AST) -> frozenset[str]:
    return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _is_fixed(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(value=value):
            try:
                ast.literal_eval(value)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                return False
            return True
    return False


def _is_fitted(value: ast.expr, fitted: set[str], fitting: Fitting) -> bool:
    return (isinstance(value, ast.Name) and value.id in fitted) or fitting.fits(value)


def _elements(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case ast.Dict(values=elements):
            return elements
        case ast.ListComp(elt=element) | ast.DictComp(value=element):
            return [element]
    return []
