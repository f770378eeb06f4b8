"""Functions of a notebook that run from their first line to their last, and those that do for one call.

    def prepare(df, scaler=None):
        if scaler is None:
            scaler = StandardScaler().fit(df)
        return scaler.transform(df), scaler

`prepare(train)` runs the branch, `prepare(test, scaler)` does not: each call is straight.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from converter.model.dataflow import Statement
from converter.rewrite.serving.parts import arguments_of
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed

HINDERING = (
    ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.ClassDef, ast.ExceptHandler,
    ast.FunctionDef, ast.Global, ast.Match, ast.NamedExpr, ast.Nonlocal, ast.Yield, ast.YieldFrom,
)  # fmt: skip


@dataclass(frozen=True)
class Straight:
    """A function that runs from its first line to its last: its body's text, and its names."""

    node: ast.FunctionDef
    text: str
    tree: ast.Module
    own: frozenset[str]
    foreign: frozenset[str]

    @property
    def answer(self) -> ast.expr | None:
        """What it returns."""
        last = self.tree.body[-1]
        return last.value if isinstance(last, ast.Return) else None


def straight_of(statement: Statement) -> Straight | None:
    """The function that a statement defines; None where its body cannot stand for a call."""
    if not isinstance(statement.node, ast.FunctionDef):
        return None
    node = next(each for each in parsed(statement.text).body if isinstance(each, ast.FunctionDef))
    document = ast.get_docstring(node, clean=False) is not None
    body = node.body[document:]
    arguments = node.args
    if not body or node.decorator_list or arguments.vararg or arguments.kwarg:
        return None
    if body[0].lineno == node.lineno or any(map(_hinders, _within(body))):
        return None
    begun = node.body[0].end_lineno if document else _header_end(node)
    lines = statement.text.split("\n")[begun : body[-1].end_lineno]
    indent = body[0].col_offset
    text = "\n".join(
        each[indent:] if not each[:indent].strip() else each.lstrip() for each in lines
    )
    names = names_of(*body)
    tree = parsed(text)
    modules = modules_in(tree)
    parameters = {
        each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    }
    own = frozenset(names.binds | parameters) - modules
    foreign = frozenset((names.reads | names.late) - own) | modules
    return Straight(node, text, tree, own, foreign)


def _header_end(node: ast.FunctionDef) -> int:
    """The last line of `def ...:`."""
    parts = [
        node.returns,
        *(part for part in ast.walk(node.args) if isinstance(part, ast.expr | ast.arg)),
    ]
    ends = [part.end_lineno or 0 for part in parts if part is not None]
    end = max([node.lineno, *ends])
    return end if end == node.lineno else node.body[0].lineno - 1


def _within(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All parts of a body, but for the `return` at its end."""
    *before, last = body
    end = last.value if isinstance(last, ast.Return) else last
    for each in (*before, *([end] if end else ())):
        yield from ast.walk(each)


def _hinders(part: ast.AST) -> bool:
    match part:
        case ast.Return():
            return True
        case ast.Constant(value=str(text), lineno=line, end_lineno=end):
            return line != end or "@" in text
        case ast.alias(name="*"):
            return True
    return isinstance(part, HINDERING)


def for_call(statement: Statement, given: Mapping[str, ast.expr]) -> Statement:
    """The definition of a function without the branches that a call's arguments do not take."""
    node = parsed(statement.text).body[0]
    if not isinstance(node, ast.FunctionDef):
        return statement
    lines = statement.text.split("\n")
    stored: set[str] = set()
    body = list(_taken(node.body, given, stored, lines))
    if [line for line, _ in body] == [line for each in node.body for line in _lines(each, lines)]:
        return statement
    head = lines[: node.body[0].lineno - 1]
    indent = " " * node.body[0].col_offset
    text = "\n".join([*head, *(line if line.strip() else indent for line, _ in body)])
    return replace(statement, text=text)


def arguments_given(call: ast.Call, arguments: ast.arguments) -> dict[str, ast.expr] | None:
    """What each parameter gets, defaults that are written out too; None where that cannot be told."""
    places = [each.arg for each in arguments.args]
    names = [*places, *(each.arg for each in arguments.kwonlyargs)]
    given = arguments_of(call, places)
    twice = {word.arg for word in call.keywords} & set(places[: len(call.args)])
    if given is None or twice or arguments.posonlyargs or not given.keys() <= set(names):
        return None
    rest = names[len(places) - len(arguments.defaults) :]
    defaults = dict(zip(rest, [*arguments.defaults, *arguments.kw_defaults], strict=True))
    found = {name: given.get(name, defaults.get(name)) for name in names}
    if any(n not in given and not isinstance(v, ast.Constant) for n, v in found.items()):
        return None
    return {name: value for name, value in found.items() if value is not None}


def _taken(
    body: list[ast.stmt], given: Mapping[str, ast.expr], stored: set[str], lines: list[str]
) -> Iterator[tuple[str, bool]]:
    """The lines of statements that run, and whether one returns; `stored` are names bound so far."""
    for each in body:
        truth = _truth(each.test, given, stored) if isinstance(each, ast.If) else None
        if isinstance(each, ast.If) and truth is not None:
            branch = each.body if truth else each.orelse
            if branch and (beside := _beside_header(branch, lines)):
                yield " " * each.col_offset + beside, isinstance(branch[-1], ast.Return)
            else:
                moved = (branch[0].col_offset - each.col_offset) if branch else 0
                for line, returns in _taken(branch, given, stored, lines):
                    yield line.removeprefix(" " * moved), returns
            if branch and isinstance(branch[-1], ast.Return):
                return
            continue
        stored |= names_of(each).binds
        if isinstance(each, ast.For) and _decides(each, given, stored):
            yield from _taken_in_rounds(each, given, stored, lines)
            continue
        own = _lines(each, lines)
        if own and own[0].lstrip().startswith("elif "):
            own = [own[0].replace("elif", "if", 1), *own[1:]]
        yield from ((line, isinstance(each, ast.Return)) for line in own)


def _beside_header(branch: list[ast.stmt], lines: list[str]) -> str:
    """A branch that stands in the line of its `if` or `else`; "" for others."""
    line = lines[branch[0].lineno - 1].encode()
    start, end = branch[0].col_offset, branch[-1].end_col_offset
    header = line[:start].strip()
    return line[start:end].decode() if header and branch[-1].end_lineno == branch[0].lineno else ""


def _decides(loop: ast.For, given: Mapping[str, ast.expr], stored: set[str]) -> bool:
    """True for a loop whose rounds have branches that the call's arguments decide."""
    tests = (part.test for part in ast.walk(loop) if isinstance(part, ast.If))
    inside = loop.body[0].lineno > loop.lineno and not loop.orelse
    return inside and any(_truth(test, given, stored) is not None for test in tests)


def _taken_in_rounds(
    loop: ast.For, given: Mapping[str, ast.expr], stored: set[str], lines: list[str]
) -> Iterator[tuple[str, bool]]:
    """The lines of a loop without the branches that no round takes."""
    yield from ((line, False) for line in lines[loop.lineno - 1 : loop.body[0].lineno - 1])
    inner = list(_taken(loop.body, given, stored, lines))
    yield from inner or [(" " * loop.body[0].col_offset + "pass", False)]


def _lines(node: ast.stmt, lines: list[str]) -> list[str]:
    return lines[node.lineno - 1 : node.end_lineno]


def _truth(test: ast.expr, given: Mapping[str, ast.expr], stored: set[str]) -> bool | None:
    """Whether a test of parameters holds for the arguments of a call; None where that cannot be told."""
    match test:
        case ast.Name(id=name) if name not in stored:
            value = given.get(name)
            return bool(value.value) if isinstance(value, ast.Constant) else None
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            truth = _truth(inner, given, stored)
            return None if truth is None else not truth
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=than)]):
            value = given.get(name)
            if name in stored or value is None:
                return None
            if isinstance(value, ast.Constant):
                same = value.value is than if than is None else value.value == than
            elif than is None and isinstance(op, ast.Is | ast.IsNot):
                same = False  # the call passes something
            else:
                return None
            if isinstance(op, ast.Is | ast.Eq):
                return same
            return not same if isinstance(op, ast.IsNot | ast.NotEq) else None
    return None


def modules_in(tree: ast.Module) -> set[str]:
    """The names that imports within the function bind."""
    return {
        alias.asname or alias.name.split(".")[0]
        for part in ast.walk(tree)
        if isinstance(part, ast.Import | ast.ImportFrom)
        for alias in part.names
    }
