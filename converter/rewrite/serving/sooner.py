"""Statistics that training keeps are computed before a run of statements, where these set none of their columns:
the run is one function then, not one for each statement.

    df["age"] = df["age"].fillna(df["age"].median())        age_median = df["age"].median()
    df["fare"] = df["fare"].fillna(df["fare"].mean())       fare_mean = df["fare"].mean()
                                                            df = prepare(df, age_median=..., fare_mean=...)
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.chain import Chain, Frozen
from converter.rewrite.serving.parts import constant_of
from converter.syntax.parsing import parsed

# What a frame says of all its columns.
OF_WHOLE = frozenset(
    "T at axes columns dtypes empty iat iloc index loc ndim shape size values".split()
)


def computed_sooner(chains: Iterable[Chain], statements: tuple[Statement, ...]) -> None:
    """Nothing; what the chains keep of columns that a run of statements does not set is kept before the run."""
    chains = list(chains)
    by_order = {s.order: s for s in statements}
    moved: dict[str, int] = {}
    for chain in chains:
        for run in _runs(chain, by_order):
            moved |= _moved(run, chains, by_order)
    for chain in chains:
        chain.frozen = dict(sorted(chain.frozen.items(), key=lambda item: item[1].statement))
        for name in moved.keys() & chain.frozen.keys():
            chain.frozen[name] = replace(chain.frozen[name], statement=moved[name])


def _runs(chain: Chain, by_order: Mapping[int, Statement]) -> Iterator[list[int]]:
    """Statements of one cell that follow each other, each of which sets a column of the same frame."""
    run: list[int] = []
    for order in [*sorted(chain.lines), -1]:
        target = column_set(by_order[order]) if order in by_order else None
        if run and not (
            target
            and order == run[-1] + 1
            and by_order[order].cell == by_order[run[0]].cell
            and target[0] == (column_set(by_order[run[0]]) or ("", ""))[0]
        ):
            if len(run) > 1:
                yield run
            run = []
        if target:
            run.append(order)


def _moved(
    run: list[int], chains: list[Chain], by_order: Mapping[int, Statement]
) -> dict[str, int]:
    """The first statement of the run for what is kept before another; nothing if one has to stay."""
    kept = {each for chain in chains for each in chain.frozen.values() if each.statement in run}
    frame = (column_set(by_order[run[0]]) or ("", ""))[0]
    found: dict[str, int] = {}
    for each in sorted(kept, key=lambda frozen: frozen.name):
        earlier = {
            (column_set(by_order[order]) or ("", ""))[1] for order in run if order < each.statement
        }
        if each.after or not _is_free_of(each, frame, earlier):
            return {}
        found[each.name] = run[0]
    return found


def column_set(statement: Statement) -> tuple[str, str] | None:
    """The frame and the column of `df["age"] = ...`; None for other statements."""
    match statement.node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=frame), slice=index)]):
            column = constant_of(index)
            return (frame, column) if column is not None else None
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=frame), attr=column)]):
            return frame, column
    return None


def _is_free_of(frozen: Frozen, frame: str, columns: set[str]) -> bool:
    """True for what is of single columns of the frame, none of them among `columns`."""
    tree = parsed(frozen.text)
    read: set[str] = set()
    plain = 0
    for part in ast.walk(tree):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name == frame:
                return False  # `df.mean()`
            case ast.Subscript(value=ast.Name(id=name), slice=index) if name == frame:
                if (column := constant_of(index)) is None:
                    return False
                read.add(column)
                plain += 1
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name == frame:
                if attr in OF_WHOLE:
                    return False
                read.add(attr)
                plain += 1
    names = sum(isinstance(part, ast.Name) and part.id == frame for part in ast.walk(tree))
    return names == plain and not read & columns
