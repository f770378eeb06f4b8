"""Objects of the notebook's own classes that are asked like estimators, but not about rows.

`recommender.predict(user, item)` is asked with two things; there are no rows to prepare for it.
What is left are the questions about rows.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.asked import asks_of
from converter.syntax.dotted import root_name


def asked_with_several(statements: tuple[Statement, ...]) -> Mapping[str, frozenset[str]]:
    """The methods of the notebook's own objects that cannot be asked with one argument, by the object's name."""
    classes = {s.node.name: s.node for s in statements if isinstance(s.node, ast.ClassDef)}
    found: dict[str, frozenset[str]] = {}
    for each in statements:
        match each.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                kind = classes.get(root_name(call))
                if kind is not None:
                    found[name] = frozenset(
                        part.name
                        for part in kind.body
                        if isinstance(part, ast.FunctionDef)
                        and len(part.args.args) - len(part.args.defaults) > 2
                    )
    return found


def asks_about_rows(statements: tuple[Statement, ...]) -> dict[str, dict[str, list[Ask]]]:
    """The questions of the notebook to estimators, by their names and methods: those about rows."""
    several = asked_with_several(statements)
    found = {
        name: {method: a for method, a in asks.items() if method not in several.get(name, ())}
        for name, asks in asks_of(statements).items()
    }
    return {name: asks for name, asks in found.items() if asks}
