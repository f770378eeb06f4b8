"""Loops that collect what the estimators of their rounds answer: folds of a cross-validation, seeds.

`test_pred += model.predict(test) / 5`, `preds.append(model.predict(test))`, `preds[:, fold] = ...`,
`answers[f"fold{i}"] = ...`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.said import Reader, Said


@dataclass(frozen=True)
class Collected:
    """A name in which a loop collects what the estimators of its rounds answer; `several`: beside each
    other. `places` are the statements of its body that do, loops within it among them."""

    name: str
    said: Said
    places: tuple[ast.stmt, ...]


def collected_in(
    loop: ast.For, fitting: Fitting, within: ast.For | None = None
) -> dict[str, Collected]:
    """The names in which a loop, perhaps `within` another, collects what the estimators that are fitted answer."""
    outer = within or loop
    return _collected(loop, set(fitting.names(outer)), {*_counters(outer), *_words(outer)})


def _collected(loop: ast.For, fitted: set[str], counters: set[str]) -> dict[str, Collected]:
    reader, begun = Reader(fitted), set[str]()
    found: dict[str, Collected] = {}

    def add(name: str, said: Said, place: ast.stmt) -> None:
        mine = replace(said, of=frozenset({name}), blended=True)
        if name in begun:  # and read later in the round
            reader.known[name] = mine
        else:
            before = found[name].places if name in found else ()
            found[name] = Collected(name, mine, (*before, place))

    for each in loop.body:
        if isinstance(each, ast.For) and not each.orelse:
            for inner in _collected(each, fitted, counters).values():
                add(inner.name, inner.said, each)
            continue
        name, value, several = _collects(each, counters)
        said = reader.said(value) if value else None
        if name and said and not said.several:
            add(name, replace(said, several=several), each)
            continue
        match each:
            case ast.Assign(targets=[ast.Name(id=own)], value=value):
                reader.known.pop(own, None)
                begun.add(own)
                if kept := reader.said(value):
                    reader.known[own] = kept
    return found


def _collects(each: ast.stmt, counters: set[str]) -> tuple[str, ast.expr | None, bool]:
    """(name, value, whether values lie beside each other) of a statement that collects."""
    match each:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
            return name, value, False
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=own), op=ast.Add(), right=value),
        ) if (
            own == name
        ):
            return name, value, False
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value])
        ):
            return name, value, True
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=index)], value=value):
            match index:
                case ast.Tuple(elts=[ast.Slice(lower=None, upper=None), ast.Name(id=place)]):
                    return (name, value, True) if place in counters else ("", None, False)
                case ast.Name(id=place):
                    return (name, value, True) if place in counters else ("", None, False)
                case _ if _is_text(index) and counters.intersection(_read_in(index)):
                    return name, value, True
    return "", None, False


def _is_text(node: ast.expr) -> bool:
    """True for `f"fold{i}"`, `str(i)`, `name + "_" + str(i)`: what a column is called."""
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()) | ast.Call(func=ast.Name(id="str")):
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _is_text(left) or _is_text(right)
    return False


def _read_in(node: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _words(loop: ast.For) -> Iterator[str]:
    """Names that the loops give to what they go through, but for those that choose rows: `X.iloc[fold]`."""
    places = {
        name
        for part in ast.walk(loop)
        if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Load)
        for name in _read_in(part.slice)
    }
    for part in ast.walk(loop):
        if isinstance(part, ast.For):
            yield from (name for name in _read_in(part.target) if name not in places)


def _counters(loop: ast.For) -> Iterator[str]:
    """Names that number the rounds."""
    for part in ast.walk(loop):
        match part:
            case ast.For(
                target=ast.Tuple(elts=[ast.Name(id=name), *_]),
                iter=ast.Call(func=ast.Name(id="enumerate")),
            ) | ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"))):
                yield name
