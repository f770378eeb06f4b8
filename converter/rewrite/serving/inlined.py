"""Calls of the notebook's straight functions written out, so that what they do to rows can be traced.

    def clean(table):
        table = table.dropna()
        return table

    flats = clean(raw)          becomes       flats = raw
                                              flats = flats.dropna()

Names of the function keep theirs where the notebook has none like it. It is done only where nothing
could be served otherwise; the watched run checks the rows, as it does for all that is traced. In loops
that collect answers, where folds prepare their rows, calls are written out, too.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.collected import collected_in
from converter.rewrite.serving.fitting import Fitting
from converter.rewrite.serving.parts import free_name, names_in
from converter.rewrite.serving.straight import (
    Straight,
    arguments_given,
    for_call,
    modules_in,
    straight_of,
)
from converter.rewrite.serving.weaving import program_of
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.text import Edit, Offsets, apply_edits

MOST = 6
"""Calls of one function."""
DEEPEST = 4
"""Functions that call functions: how often calls are written out again."""


@dataclass(frozen=True)
class _Call:
    """A statement that calls such a function and does nothing else."""

    targets: tuple[ast.expr, ...]
    node: ast.Call
    name: str


def inlined(flow: Dataflow) -> Program | None:
    """The program with calls of straight functions written out; None where there are none."""
    binders: dict[str, list[Statement]] = {}
    for each in flow.statements:
        for name in each.binds | each.assigns_late | each.deletes:
            binders.setdefault(name, []).append(each)
    functions = {
        name: first
        for name, (first, *others) in binders.items()
        if not others and isinstance(first.node, ast.FunctionDef)
    }
    calls = [(each, call) for each in flow.statements if (call := _call_of(each.node, functions))]
    counts = {name: sum(call.name == name for _, call in calls) for name in functions}
    imported = {
        name
        for name, found in binders.items()
        if all(isinstance(each.node, ast.Import | ast.ImportFrom) for each in found)
    }
    taken = names_in(flow.statements) | set(dir(builtins))
    # A name that functions read must not change before the call is over.
    late = frozenset(name for each in flow.statements for name in each.late)
    missing = {
        name
        for name, found in binders.items()
        for each in found
        if isinstance(each.node, ast.Assign) and ast.unparse(each.node.value) == "None"
    }
    texts = {each.order: each.text for each in flow.statements}
    changed = False

    def written_out(call: _Call) -> str:
        definition = functions[call.name]
        assert isinstance(definition.node, ast.FunctionDef)
        function = straight_of(for_call(definition, _decided(call, definition.node, missing)))
        values = frozenset(binders) - imported
        return _written_out(call, function, taken, late, values) if function else ""

    for statement, call in calls:
        if counts[call.name] <= MOST and (text := written_out(call)):
            texts[statement.order], changed = text, True
    fitting = Fitting(flow.statements)
    for each in flow.statements:
        if isinstance(each.node, ast.For) and collected_in(each.node, fitting):
            if text := _within(each.text, functions, written_out):
                texts[each.order], changed = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if changed else None


def _within(
    text: str, functions: Mapping[str, Statement], written_out: Callable[[_Call], str]
) -> str:
    """A loop with such calls written out; "" where it has none."""
    offsets = Offsets(text)
    edits: list[Edit] = []
    for part in ast.walk(parsed(text)):
        if not isinstance(part, ast.Assign | ast.Expr):
            continue
        call = _call_of(part, functions)
        if call is not None and (lines := written_out(call)):
            start = offsets.start(part)
            indent = text[text.rfind("\n", 0, start) + 1 : start]
            if not indent.strip():
                inner = "\n".join(f"{indent}{each}" if each else "" for each in lines.split("\n"))
                edits.append(Edit(start, offsets.end(part), inner.removeprefix(indent)))
    return apply_edits(text, sorted(edits)) if edits else ""


def _decided(call: _Call, function: ast.FunctionDef, missing: set[str]) -> dict[str, ast.expr]:
    """The arguments of a call that branches may be decided by; names that are None somewhere are not."""
    given = arguments_given(call.node, function.args) or {}
    return {
        name: value
        for name, value in given.items()
        if not (isinstance(value, ast.Name) and value.id in missing)
    }


def _call_of(node: ast.stmt, functions: Mapping[str, Statement]) -> _Call | None:
    match node:
        case ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id=name)) as call):
            parts = tuple(target.elts) if isinstance(target, ast.Tuple) else (target,)
            plain = all(isinstance(part, ast.Name | ast.Subscript) for part in parts)
            return _Call(parts, call, name) if plain and name in functions else None
        case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call):
            return _Call((), call, name) if name in functions else None
        case ast.If(test=test, body=[inner], orelse=[]) if "__name__" in ast.unparse(test):
            return _call_of(inner, functions)
    return None


def _written_out(
    call: _Call,
    function: Straight,
    taken: set[str],
    late: frozenset[str],
    values: frozenset[str],
) -> str:
    """The statements that the call stands for; "" where that is not the same."""
    given = arguments_given(call.node, function.node.args)
    if given is None or modules_in(function.tree) & values:
        return ""
    stored = names_of(*function.tree.body).binds
    targets = [ast.unparse(each) for each in call.targets]
    answers = _names_of_answer(function.answer, len(targets))
    if not all(isinstance(each, ast.Name) for each in call.targets):
        answers = []  # parts of frames are no names for what the function binds
    names: dict[str, str] = {}
    before: list[str] = []
    read = [n.id for v in given.values() for n in ast.walk(v) if isinstance(n, ast.Name)]
    once = {name for name in read if read.count(name) == 1}
    passed = {each.id for each in given.values() if isinstance(each, ast.Name)}
    wanted = dict(zip(answers, targets, strict=True)) if answers and not late & set(targets) else {}
    formatted = {
        part.id
        for text in ast.walk(function.tree)
        if isinstance(text, ast.JoinedStr)
        for part in ast.walk(text)
        if isinstance(part, ast.Name)
    }
    for name, value in given.items():
        same = isinstance(value, ast.Name) and value.id == wanted.get(name) and value.id in once
        if isinstance(value, ast.Name) and (name not in stored or same):
            names[name] = value.id
        elif isinstance(value, ast.Constant) and name not in stored | formatted:
            names[name] = ast.unparse(value)
        else:
            names[name] = _new(name, wanted, passed | function.foreign, taken)
            before.append(f"{names[name]} = {ast.unparse(value)}")
    for name in sorted(function.own - names.keys()):
        names[name] = _new(name, wanted, passed | function.foreign, taken)
    if set(names.values()) & function.foreign or not _is_renamable(function.tree, names):
        return ""
    offsets = Offsets(function.text)
    edits = sorted(
        Edit(offsets.start(part), offsets.end(part), names[part.id])
        for part in ast.walk(function.tree)
        if isinstance(part, ast.Name) and names.get(part.id, part.id) != part.id
    )
    return "\n".join([*before, _ended(apply_edits(function.text, edits), targets)]).strip("\n")


def _ended(text: str, targets: list[str]) -> str:
    """The body's text with its `return` as an assignment to the call's targets."""
    last = parsed(text).body[-1]
    if not isinstance(last, ast.Return):
        return "\n".join([text, *(f"{each} = None" for each in targets)])
    offsets = Offsets(text)
    body = text[: offsets.start(last)].rstrip()
    answer = text[offsets.start(last.value) : offsets.end(last.value)] if last.value else "None"
    parts = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
    if [part.id if isinstance(part, ast.Name) else "" for part in parts] == targets:
        return body
    if not targets:
        return (
            body
            if isinstance(last.value, ast.Name | ast.Constant | None)
            else f"{body}\n({answer})"
        )
    return (
        f"{body}\n{', '.join(targets)} = {answer}"
        if len(targets) == 1
        else (f"{body}\n{', '.join(targets)} = ({answer})")
    )


def _names_of_answer(answer: ast.expr | None, count: int) -> list[str]:
    """The names that are returned, one for each target; empty where it is not so plain."""
    parts = answer.elts if isinstance(answer, ast.Tuple) else [answer]
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    return names if len(set(names)) == len(parts) == count else []


def _new(
    name: str, wanted: Mapping[str, str], used: set[str] | frozenset[str], taken: set[str]
) -> str:
    """The name for one of the function's own: its target's, if nothing there needs that, or like it."""
    target = wanted.get(name)
    return target if target and target not in used else free_name(name, taken)


def _is_renamable(tree: ast.Module, names: Mapping[str, str]) -> bool:
    """False where an inner scope has a name that is renamed, or one that it would be renamed to."""
    changed = {name for name, new in names.items() if name != new}
    inner = {
        part.arg if isinstance(part, ast.arg) else part.id
        for scope in ast.walk(tree)
        if isinstance(scope, ast.Lambda | ast.comprehension)
        for part in ast.walk(scope.args if isinstance(scope, ast.Lambda) else scope.target)
        if isinstance(part, ast.arg | ast.Name)
        and not isinstance(getattr(part, "ctx", None), ast.Load)
    }
    return not inner & (changed | {names[name] for name in changed})
