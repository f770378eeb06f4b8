"""Functions that are given what training made: `predict(X, w, b)` becomes a function of the rows.

The notebook's calls tell which arguments those are (`syntax/given_values.py`); the others are requests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Statement
from converter.rewrite.serving.bound import Bound
from converter.rewrite.serving.parts import free_name
from converter.syntax.given_values import (
    calls_of,
    comprehension_around,
    given_by,
    kept_arguments,
)
from converter.syntax.parsing import parsed
from converter.syntax.served_names import could_predict
from converter.syntax.text import Edit, Offsets, apply_edits

SETTING = (ast.Constant, ast.UnaryOp)


@dataclass(frozen=True)
class _Call:
    """A call of the function in the statement `order`: its text, where it stands, what it is given."""

    order: int
    text: str
    node: ast.Call
    around: ast.expr | None
    given: Mapping[str, ast.expr]


def functions_of_values(statements: tuple[Statement, ...], taken: set[str]) -> Iterator[Bound]:
    """A function of what is asked for each that is named for prediction and given what training made."""
    trees = {s.order: parsed(s.text).body[0] for s in statements}
    nodes = list(trees.values())
    last = {
        n.name: s for s, n in zip(statements, nodes, strict=True) if isinstance(n, ast.FunctionDef)
    }
    for name, statement in last.items():
        node = trees[statement.order]
        assert isinstance(node, ast.FunctionDef)
        if not could_predict(node):
            continue
        kept = kept_arguments(node, nodes)
        names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        calls = [
            _Call(
                s.order,
                s.text,
                call,
                comprehension_around(call, trees[s.order]),
                given_by(call, names),
            )
            for s in statements
            if s.order > statement.order
            for call in calls_of(name, [trees[s.order]])
        ]
        if kept and calls:
            yield _bound(node, kept, names, calls, taken)


def _bound(
    node: ast.FunctionDef,
    kept: dict[str, str],
    names: list[str],
    calls: list[_Call],
    taken: set[str],
) -> Bound:
    last = calls[-1]
    settings = {  # one number beside what is asked about is how the notebook asks in the end
        name: ast.unparse(value)
        for name, value in last.given.items()
        if name not in kept and isinstance(value, SETTING) and not _is_only(name, last.given, kept)
    }
    requests = [each for each in names if each in last.given and each not in (kept | settings)]
    name = free_name(f"{node.name}_", taken)
    words = [f"{each}={(kept | settings).get(each, each)}" for each in names if each in last.given]
    said = (ast.get_docstring(node) or f"What `{node.name}` answers.").strip()
    document = said.split("\n")[0].replace("\\", "").replace('"', "'")
    head = f"def {name}({', '.join(requests)}):"
    text = f'{head}\n    """{document}"""\n    return {node.name}({", ".join(words)})'
    asked = tuple((each.order, _again(each, name, requests)) for each in calls)
    return Bound(name, text, last.order, tuple(dict.fromkeys(each for each in asked if each[1])))


def _is_only(name: str, given: Mapping[str, ast.expr], kept: Mapping[str, str]) -> bool:
    """True where nothing else is asked about: a text, a number."""
    value = given[name]
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return True
    others = [each for key, each in given.items() if key != name and key not in kept]
    return all(isinstance(each, SETTING) for each in others)


def _again(call: _Call, name: str, requests: list[str]) -> str:
    """The same question to the function `name`; "" for one in a loop, whose names are gone after it."""
    if isinstance(parsed(call.text).body[0], ast.For | ast.While):
        return ""
    offsets = Offsets(call.text)

    def said(part: ast.AST) -> str:
        return call.text[offsets.start(part) : offsets.end(part)]  # type: ignore[arg-type]

    words = [f"{each}={said(call.given[each])}" for each in requests if each in call.given]
    text = f"{name}({', '.join(words)})"
    if call.around is None:
        return text
    start = offsets.start(call.around)
    edit = Edit(offsets.start(call.node) - start, offsets.end(call.node) - start, text)
    whole = apply_edits(said(call.around), [edit])
    return f"list({whole})" if isinstance(call.around, ast.GeneratorExp) else whole
