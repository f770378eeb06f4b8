"""Networks of torch, which are asked by calling them: `model(torch.tensor(X))`.

What asks them under `torch.no_grad()` is written out without that: a detached answer is the same numbers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.parts import along_row
from converter.rewrite.serving.unrolled import SIMPLE, body_of
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.scopes import all_arguments
from converter.syntax.text import Edit, Offsets, apply_edits

OWN = frozenset("eval load_state_dict named_parameters parameters state_dict".split())
HOOKING = re.compile(r"hook|prune|parametri[sz]|(spectral|weight)_norm")
"""What a network's `forward` leaves out and a call of it does not."""
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
UNGRADED = frozenset({"inference_mode", "no_grad"})


def networks(statements: Iterable[Statement]) -> frozenset[str]:
    """Names of networks, which their own methods tell: `model.parameters()`, `model.eval()`."""
    return frozenset(
        part.func.value.id
        for each in statements
        for part in ast.walk(each.node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and isinstance(part.func.value, ast.Name)
        and part.func.attr in OWN
        and (part.func.attr != "eval" or not part.args)  # a frame's
    )


def called_alike(statements: Iterable[Statement]) -> frozenset[str]:
    """Those networks whose `forward` a call of them is: objects of the notebook's own classes only where
    these are made of a library's, which has that call."""
    statements = tuple(statements)
    classes = {s.node.name: s.node for s in statements if isinstance(s.node, ast.ClassDef)}

    def is_own(kind: str) -> bool:
        if kind not in classes:
            return False
        bases = [ast.unparse(base) for base in classes[kind].bases if ast.unparse(base) != kind]
        return all(map(is_own, bases))

    own = set[str]()
    for each in statements:
        match each.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if any(is_own(p.id) for p in ast.walk(value) if isinstance(p, ast.Name)):
                    own.add(name)
    return networks(statements) - own


def calls_of(names: frozenset[str], node: ast.AST) -> Iterator[ast.Call]:
    """The calls in `node` that ask networks of these names."""
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Name(id=name), args=[_, *_]) if name in names:
                yield part


def ungraded(flow: Dataflow) -> Program | None:
    """The program without the blocks in which networks are only asked; None where it has no such block.

    The place of the largest answer is asked for as such; `model.forward(x)` is `model(x)`.
    """
    names = networks(flow.statements)
    texts = {each.order: each.text for each in flow.statements}
    hooked = any(HOOKING.search(each.text) for each in flow.statements)
    alike = frozenset[str]() if hooked else called_alike(flow.statements)
    found = False
    for each in flow.statements if names else ():
        # What a name is inside of a definition may be another.
        text = each.text if isinstance(each.node, DEFINITIONS) else _called(each.text, alike)
        if isinstance(each.node, ast.With):
            text = _written_out(text, names) or text
        text = _largest(text) or text
        if text != each.text:
            texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def ungraded_functions(flow: Dataflow) -> Program | None:
    """The same for functions that are given their network; None where there is none."""
    texts = {each.order: each.text for each in flow.statements}
    found = False
    for each in flow.statements:
        if isinstance(each.node, ast.FunctionDef) and (text := _of_function(each.text)):
            texts[each.order], found = text, True
    return program_of(flow, texts, {}, {}, {}, {}) if found else None


def _of_function(text: str) -> str:
    """A function's text, with what it asks a network that it is given detached; "" for others."""
    function = parsed(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    given = frozenset(argument.arg for argument in all_arguments(function.args))
    given = frozenset(ast.unparse(call.func) for call in calls_of(given, function))
    lines, changed = text.split("\n"), False
    for block in reversed(function.body):
        if isinstance(block, ast.With) and (inside := _inside(block, text, given)):
            margin = " " * block.col_offset
            moved = [f"{margin}{line}" if line else "" for line in inside.split("\n")]
            lines[block.lineno - 1 : block.end_lineno], changed = moved, True
    return "\n".join(lines) if changed else ""


def _called(text: str, names: frozenset[str]) -> str:
    """A statement's text, in which networks are called where it calls their `forward`."""
    offsets, edits = Offsets(text), []
    for part in ast.walk(parsed(text)):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name) as owner, attr="forward") as function
            ) if (name in names):
                edits.append(Edit(offsets.end(owner), offsets.end(function), ""))
    return apply_edits(text, sorted(edits))


def _written_out(text: str, names: frozenset[str]) -> str:
    """The statements of a block in which answers are detached; "" for others."""
    block = parsed(text).body[0]
    return _inside(block, text, names) if isinstance(block, ast.With) else ""


def _inside(block: ast.With, text: str, names: frozenset[str]) -> str:
    """The statements of a block under `no_grad`, whose calls of the networks are detached; "" for others."""
    match block:
        case ast.With(items=[ast.withitem(context_expr=ast.Call() as called, optional_vars=None)]):
            if last_name(called.func) not in UNGRADED or called.args or called.keywords:
                return ""
        case _:
            return ""
    plain = all(isinstance(each, (*SIMPLE, ast.Return)) for each in block.body)
    if block.body[0].lineno == block.lineno or not plain or any(map(_spreads, ast.walk(block))):
        return ""
    inside = body_of(block, "\n".join(text.split("\n")[: block.end_lineno]))
    tree = parsed(inside)
    calls = list(calls_of(names, tree))
    if not calls or _goes_elsewhere(tree, names):
        return ""
    offsets = Offsets(inside)
    ends = sorted({offsets.end(call) for call in calls})
    return apply_edits(inside, [Edit(end, end, ".detach()") for end in ends])


def _spreads(part: ast.AST) -> bool:
    """True for a text over several lines, which must not be moved."""
    return isinstance(part, ast.Constant | ast.JoinedStr) and part.lineno != part.end_lineno


def _largest(text: str) -> str:
    """Statements in which `_, of = torch.max(answers, 1)` is `of = torch.argmax(answers, 1)`; "" without one."""
    offsets, edits = Offsets(text), []
    for each in parsed(text).body:
        match each:
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Name(id="_"), ast.Name(id=of)]) as target],
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id="torch"), attr="max") as function,
                    args=[answers, *_],
                ) as call,
            ) if along_row(call):
                edits.append(Edit(offsets.start(target), offsets.end(target), of))
                edits.append(Edit(offsets.end(function.value), offsets.end(function), ".argmax"))
                if isinstance(answers, ast.Attribute) and answers.attr == "data":
                    edits.append(Edit(offsets.end(answers.value), offsets.end(answers), ""))
    return apply_edits(text, edits) if edits else ""


def _goes_elsewhere(tree: ast.AST, names: frozenset[str]) -> bool:
    """True where a network is given to something, or asked where the place in the text cannot be told."""
    owners = {
        id(part.func if isinstance(part, ast.Call) else part.value)
        for part in ast.walk(tree)
        if isinstance(part, ast.Call | ast.Attribute)
    }
    return any(
        (isinstance(part, ast.Name) and part.id in names and id(part) not in owners)
        or (isinstance(part, ast.JoinedStr) and any(calls_of(names, part)))
        for part in ast.walk(tree)
    )
