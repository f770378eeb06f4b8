"""Loops over an estimator's answers that fill a list, or set the answers anew, as one assignment says it.

`for p in preds: names.append("yes" if p else "no")` is `names = ["yes" if p else "no" for p in preds]`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.around import tree_of
from converter.rewrite.serving.kept_answers import reads_in
from converter.rewrite.serving.of_one_row import MESSAGE, printed
from converter.rewrite.serving.parts import constant_of, given_to, whole_number
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.parsing import parsed


@dataclass(frozen=True)
class _Loop:
    """A loop over what is kept under a text: its names for a place and for the value there.

    Loops over several things at once have the text of each, by the name of its value, in `beside`.
    """

    kept: str
    index: str
    value: str
    body: list[ast.stmt]
    beside: dict[str, str] = field(default_factory=dict)

    def listed(self, value: ast.expr) -> str:
        """The list of a value for each, which goes through what the value reads."""
        read = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
        parts = {self.value: self.kept}
        parts |= {name: text for name, text in self.beside.items() if name in read}
        given = f"zip({', '.join(parts.values())})" if len(parts) > 1 else self.kept
        return f"[{ast.unparse(value)} for {', '.join(parts)} in {given}]"


def looped(statement: Statement, kept: str, tracer: Tracer) -> Statement | None:
    """An assignment that says what a loop makes of the answers that are kept under a text; None for others."""
    loop = _loop_over(tree_of(statement), kept)
    if loop is None:
        return None
    text = _filled(loop, statement, tracer) or _set_anew(loop, tracer) or _printed(loop, tracer)
    return replace(statement, text=text, node=parsed(text).body[0]) if text else None


def _loop_over(tree: ast.stmt, kept: str) -> _Loop | None:
    """`for p in preds`, `for i in range(len(preds))`, `for i, p in enumerate(preds)`."""
    match tree:
        case ast.For(target=ast.Name(id=own), iter=given, body=body, orelse=[]):
            pass
        case ast.For(
            target=ast.Tuple(elts=[ast.Name(id=index), ast.Name(id=own)]),
            iter=ast.Call(func=ast.Name(id="enumerate"), args=[given], keywords=[]),
            body=body,
            orelse=[],
        ):
            return _Loop(kept, index, own, body) if _is(given, kept) else None
        case ast.For(
            target=ast.Tuple(elts=names),
            iter=ast.Call(func=ast.Name(id="zip"), args=given_together, keywords=[]),
            body=body,
            orelse=[],
        ):
            return _of_several(names, given_together, kept, body)
        case _:
            return None
    if _is(given, kept):
        return _Loop(kept, "", own, body)
    match given:
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=0), size]):
            pass
        case ast.Call(func=ast.Name(id="range"), args=[size]):
            pass
        case _:
            return None
    match size:
        case ast.Call(func=ast.Name(id="len"), args=[whole]):
            pass
        case ast.Attribute(value=whole, attr="size"):
            pass
        case ast.Subscript(
            value=ast.Attribute(value=whole, attr="shape"), slice=ast.Constant(value=0)
        ):
            pass
        case _:
            return None
    return _Loop(kept, own, "one", body) if _is(whole, kept) else None


def _of_several(
    names: list[ast.expr], given: list[ast.expr], kept: str, body: list[ast.stmt]
) -> _Loop | None:
    """`for p, amount in zip(preds, X["amount"])`, if what is kept is one of what it goes through."""
    parts = {p.id: g for p, g in zip(names, given, strict=False) if isinstance(p, ast.Name)}
    own = [name for name, value in parts.items() if _is(value, kept)]
    if len(own) != 1 or not len(parts) == len(names) == len(given):
        return None
    beside = {name: ast.unparse(value) for name, value in parts.items() if name != own[0]}
    return _Loop(kept, "", own[0], body, beside)


def _is(node: ast.expr, kept: str) -> bool:
    return any(part is node for part in reads_in(ast.Expr(node), kept))


def _filled(loop: _Loop, statement: Statement, tracer: Tracer) -> str:
    """The assignment of the list that a loop fills with one value for each answer; or ""."""
    appended = [_appended(each) for _, each in _branches(loop.body)]
    targets = {each[0] for each in appended if each}
    if len(targets) != 1 or None in appended:
        return ""
    (target,) = targets
    value = _as_value(loop.body)
    if value is None or not _begins_empty(target, statement, tracer):
        return ""
    value = _OfOne(loop).visit(value)
    read = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    if loop.index in read or loop.kept in read or target in read:
        return ""
    return f"{target} = {loop.listed(value)}"


def _printed(loop: _Loop, tracer: Tracer) -> str:
    """The assignment of the messages that a loop prints, one for each answer; or ""."""
    match loop.body:
        case [ast.Expr(value=call)] if (said := printed(call)) is not None:
            value = _OfOne(loop).visit(said)
        case _:
            return ""
    read = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    called_so = any(MESSAGE in statement.binds for statement in tracer.statements)
    if loop.value not in read or loop.index in read or loop.kept in read or called_so:
        return ""
    return f"{MESSAGE} = {loop.listed(value)}"


def _set_anew(loop: _Loop, tracer: Tracer) -> str:
    """The assignment of answers of which a loop sets some anew, by what they are: `preds[i] = 0`; or ""."""
    branches = list(_branches(loop.body))
    said = loop.kept
    for test, each in reversed(branches):
        match each:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=target), slice=ast.Name(id=index))],
                value=value,
            ) if (
                target == loop.kept and index == loop.index
            ):
                number = whole_number(value)
            case _:
                return ""
        if number is None:
            return ""
        if test is None:  # the array keeps its type
            said = f"np.full_like({loop.kept}, {number})"
        elif told := _as_mask(_OfOne(loop).visit(test), loop):
            said = f"np.where({told}, {number}, {said})"
        else:
            return ""
    return f"{loop.kept} = {said}" if "np" in tracer.static and said.startswith("np.where") else ""


def _as_mask(test: ast.expr, loop: _Loop) -> str:
    """A test of one answer as a test of all; "" for what is no comparison of it."""
    match test:
        case ast.Compare(ops=[_]):
            names = {part.id for part in ast.walk(test) if isinstance(part, ast.Name)}
            calls = any(isinstance(part, ast.Call) for part in ast.walk(test))
            if loop.value in names and not calls and loop.index not in names:
                return ast.unparse(_Renamed({loop.value: loop.kept, **loop.beside}).visit(test))
        case ast.BoolOp(op=op, values=values):
            parts = [_as_mask(each, loop) for each in values]
            sign = " & " if isinstance(op, ast.And) else " | "
            return sign.join(f"({each})" for each in parts) if all(parts) else ""
    return ""


def _branches(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.expr | None, ast.stmt]]:
    """The one statement of each branch, after its test; a test of None is the last `else`."""
    match body:
        case [ast.If(test=test, body=[each], orelse=orelse)]:
            yield test, each
            yield from _branches(orelse) if orelse else ()
        case [each]:
            yield None, each
        case _:
            yield None, ast.Pass()  # several: no form of these


def _appended(node: ast.stmt) -> tuple[str, ast.expr] | None:
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=target), attr="append"),
                args=[value],
                keywords=[],
            )
        ):
            return target, value
    return None


def _as_value(body: Sequence[ast.stmt]) -> ast.expr | None:
    """What is appended in each round, in one expression; None where nothing may be."""
    match body:
        case [ast.If(test=test, body=yes, orelse=no)]:
            first, other = _as_value(yes), _as_value(no)
            return ast.IfExp(test, first, other) if first and other else None
        case [each] if appended := _appended(each):
            return appended[1]
    return None


class _OfOne(ast.NodeTransformer):
    """`preds[i]` as the loop's name for one value, and `others[i]` as one of its own."""

    def __init__(self, loop: _Loop) -> None:
        self.loop = loop

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=whole, attr="iloc" | "values") | whole,
                slice=ast.Name(id=index),
            ) if (
                index == self.loop.index
            ):
                if _is(whole, self.loop.kept):
                    return ast.Name(self.loop.value, ast.Load())
                text = ast.unparse(whole)
                if name := constant_of(whole.slice) if isinstance(whole, ast.Subscript) else text:
                    name = f"one_{name}"
                    if name.isidentifier() and self.loop.beside.setdefault(name, text) == text:
                        return ast.Name(name, ast.Load())
        return self.generic_visit(node)


class _Renamed(ast.NodeTransformer):
    """The texts of what is kept in the place of names."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self.kept = kept

    def visit_Name(self, node: ast.Name) -> ast.AST:
        kept = self.kept.get(node.id)
        return ast.parse(kept, mode="eval").body if kept else node


def _begins_empty(name: str, loop: Statement, tracer: Tracer) -> bool:
    """True where nothing but the loop puts anything into the list `name`."""
    changing = [s for s in tracer.statements if name in s.mutates and s.order != loop.order]
    given = [v for s in tracer.statements if name in s.binds for v in given_to(name, s.node)]
    return not changing and [ast.unparse(each) for each in given] in (["[]"], ["list()"])
