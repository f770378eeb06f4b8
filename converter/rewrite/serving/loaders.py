"""Networks of torch that are asked batch by batch: `for X, y in loader: out = model(X)`.

What a loader deals out is asked for as a whole beside the loop, so that its rows can be traced: the same
rows, and the same answers. Nothing runs that line: it is taken out once it was traced.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.networks import calls_of, networks
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name


def undealt(flow: Dataflow) -> Program | None:
    """The program with such a line before each such loop; None where it has none."""
    names = networks(flow.statements)
    texts = {each.order: each.text for each in flow.statements}
    found = False
    for each in flow.statements:
        if names and isinstance(each.node, ast.For | ast.With):
            for line in _asked_whole(each, flow.statements, names):
                texts[each.order], found = f"{line}\n{texts[each.order]}", True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def questions_only(statements: Sequence[Statement]) -> Iterator[int]:
    """The orders of such lines."""
    names = networks(statements)
    for each in statements:
        match each.node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=asked, attr="detach"), args=[])):
                if asked in list(calls_of(names, asked)):
                    yield each.order


def _asked_whole(
    statement: Statement, statements: Sequence[Statement], names: frozenset[str]
) -> Iterator[str]:
    """The questions about all that the loops in a statement deal out; none of loops that teach."""
    assert isinstance(statement.node, ast.For | ast.With)
    if any(_calls(part) == "backward" for part in ast.walk(statement.node)):
        return
    for loop in ast.walk(statement.node):
        match loop:
            case ast.For(target=target, iter=ast.Name(id=loader)):
                first = target.elts[0] if isinstance(target, ast.Tuple | ast.List) else target
                rows = _dealt(loader, statement, statements)
            case _:
                continue
        if not rows or not isinstance(first, ast.Name):
            continue
        for call in calls_of(names, loop):
            network, asked = ast.unparse(call.func), ast.unparse(call.args[0])
            plain = asked == first.id or asked.startswith(f"{first.id}.to(")
            answers = f"{network}({rows}{asked.removeprefix(first.id)}).detach()"
            if plain and _told(network, statements[: statements.index(statement)]) == "eval":
                yield answers
            elif plain and ast.unparse(statement.node.body[0]) == f"{network}.eval()":
                yield answers
            else:
                continue
            break


def _dealt(loader: str, statement: Statement, statements: Sequence[Statement]) -> str:
    """The tensor whose rows a loader deals out first of each row, "" where that cannot be told."""
    dataset = _value_of(loader, statement, statements)
    if not (isinstance(dataset, ast.Call) and last_name(dataset.func) == "DataLoader"):
        return ""
    inner = dataset.args[0] if dataset.args else None
    if isinstance(inner, ast.Name):
        inner = _value_of(inner.id, statement, statements)
    match inner:
        case ast.Call(func=made, args=[ast.Name(id=rows), *_]) if (
            last_name(made) == "TensorDataset"
        ):
            bound = [each for each in statements if rows in each.binds]
            return rows if len(bound) == 1 and bound[0].order < statement.order else ""
    return ""


def _value_of(name: str, statement: Statement, statements: Sequence[Statement]) -> ast.expr | None:
    """What a name is bound to, where that is once, and before the statement."""
    bound = [each for each in statements if name in each.binds]
    if len(bound) == 1 and bound[0].order < statement.order:
        if isinstance(bound[0].node, ast.Assign):
            return bound[0].node.value
    return None


def _told(network: str, statements: Sequence[Statement]) -> str:
    """Whether a network was last told to `eval` or to `train`: asking one that learns changes it."""
    told = [
        part.func.attr
        for each in statements
        for part in ast.walk(each.node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ("eval", "train")
        and ast.unparse(part.func.value) == network
    ]
    return told[-1] if told else ""


def _calls(part: ast.AST) -> str:
    return last_name(part.func) if isinstance(part, ast.Call) else ""
