"""Which expressions draw random numbers."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from converter.model.dataflow import RNG
from converter.syntax.dotted import last_name

if TYPE_CHECKING:
    from converter.rewrite.serving.tracing import Tracer

GENERATORS = frozenset({"default_rng", "RandomState", "Random"})
"""What random numbers are drawn from: no rows themselves."""


def draws(tracer: Tracer, node: ast.AST) -> bool:
    """True when the expression draws random numbers."""
    for part in ast.walk(node):
        match part:
            case ast.Attribute(attr="random"):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
                for statement in tracer.statements:
                    match statement.node:
                        case ast.Assign(
                            targets=[ast.Name(id=bound)], value=ast.Call(func=made)
                        ) if (bound == owner and last_name(made) in GENERATORS):
                            return True
    return False


def may_draw(tracer: Tracer, node: ast.AST) -> bool:
    """True when the expression draws random numbers, itself or by functions of the notebook that it reads."""
    functions = {s.node.name: s for s in tracer.statements if isinstance(s.node, ast.FunctionDef)}
    waiting = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in functions and name not in seen:
            seen.add(name)
            if RNG in functions[name].effects_called:
                return True
            waiting |= functions[name].late
    return draws(tracer, node)
