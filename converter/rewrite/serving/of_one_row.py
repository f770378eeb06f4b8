"""What a notebook says of the one row that it asked about, as it says it of each of several.

`result = "yes" if pred[0] == 1 else "no"` is `result = ["yes" if one == 1 else "no" for one in pred]`, and so are the
messages that it prints by such a test. Nothing runs like that: it is what the service says of each answer.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import lru_cache

from converter.model.dataflow import Statement
from converter.rewrite.serving.ask import is_asking
from converter.rewrite.serving.each_answer import BACK
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed

MESSAGE = "message"
"""What is printed of an answer is called so."""
BOUNDING = frozenset("clip max maximum min minimum".split())
NAME = "name"
"""What is printed of a table by an answer is called so."""
NAMES = ("one", "other", "third")


@dataclass(frozen=True)
class _One:
    """What is made of one answer each of some `sources`, which are texts: the text of it, by the places in `NAMES`."""

    sources: tuple[str, ...]
    said: str

    @property
    def of_each(self) -> str:
        """What is made of each of several answers: a list, or names that a data set has by its own index."""
        match ast.parse(self.said, mode="eval").body:
            case ast.Subscript(value=ast.Attribute() as names, slice=ast.Name(id="one")):
                return f"{ast.unparse(names)}[{self.sources[0]}]"
        given = ", ".join(self.sources)
        given = f"zip({given})" if len(self.sources) > 1 else given
        return f"[{self.said} for {', '.join(NAMES[: len(self.sources)])} in {given}]"


@lru_cache(maxsize=8)
def of_each_row(statements: tuple[Statement, ...]) -> dict[int, Statement]:
    """By their order, the statements that say something of one answer, as assignments that say it of each."""
    found: dict[int, Statement] = {}
    answers: set[str] = set()
    single: dict[str, _One] = {}
    tables = _tables(statements)
    bound = frozenset().union(*(statement.binds for statement in statements))
    for statement in statements:
        tree = parsed(statement.text).body[0]
        if told := _told(tree, answers, single) or _named(tree, answers, single, tables):
            target, made = told
            if target not in (MESSAGE, NAME) or target not in bound:
                text = f"{target} = {made.of_each}"
                node = parsed(text).body[0]
                found[statement.order] = replace(statement, text=text, node=node)
        made_one = _single(tree, answers, single)
        changed = statement.binds | statement.mutates
        answers -= changed
        single = {
            name: one
            for name, one in single.items()
            if name not in changed and not changed & _names_of(one)
        }
        match tree:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if _is_question(value):
                    answers.add(name)
                elif made_one:
                    single[name] = made_one
    return found


def _is_question(node: ast.AST) -> bool:
    """True for a question to an estimator that has a name."""
    return is_asking(node) and isinstance(node.func.value, ast.Name)  # type: ignore[attr-defined]


def _names_of(one: _One) -> set[str]:
    texts = ast.parse(f"({one.said}, {', '.join(one.sources)})")
    return {part.id for part in ast.walk(texts) if isinstance(part, ast.Name)}


def _single(tree: ast.stmt, answers: set[str], single: dict[str, _One]) -> _One | None:
    """What an assignment makes of one answer: `p = model.predict_proba(new)[0][1]`."""
    match tree:
        case ast.Assign(targets=[ast.Name()], value=value):
            return _said(value, answers, single)
    return None


def _told(tree: ast.stmt, answers: set[str], single: dict[str, _One]) -> tuple[str, _One] | None:
    """What a statement says of one answer, and the name that keeps it."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            made = _said(value, answers, single)
            return (name, made) if made and _says(ast.parse(made.said, mode="eval").body) else None
        case ast.If() | ast.Expr():
            found = _as_value(tree)
            if found is None:
                return None
            target, value = found
            made = _said(value, answers, single, tested=True)
            return (target, made) if made else None
    return None


def _tables(statements: tuple[Statement, ...]) -> frozenset[str]:
    """Names of lists and dicts that are written down, and are the same all along."""
    bound: dict[str, list[ast.stmt]] = {}
    for statement in statements:
        for name in statement.binds | statement.mutates:
            bound.setdefault(name, []).append(statement.node)
    return frozenset(
        name for name, [first, *more] in bound.items() if not more and _is_table(first)
    )


def _is_table(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(
            targets=[ast.Name()], value=ast.Call(func=function, args=[value], keywords=[])
        ):
            return last_name(function) == "array" and isinstance(value, ast.List)
        case ast.Assign(targets=[ast.Name()], value=value):
            return isinstance(value, ast.Dict | ast.List | ast.Tuple)
    return False


def _named(
    tree: ast.stmt, answers: set[str], single: dict[str, _One], tables: frozenset[str]
) -> tuple[str, _One] | None:
    """What a statement calls one answer, by a table, and the name that keeps it or `name` where it is printed."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            parts: list[ast.AST] = [value]
        case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as call):
            target, parts = NAME, list(ast.walk(call))
        case _:
            return None
    found: list[_One] = []
    for part in parts:
        match part:
            case ast.Subscript(value=ast.Name(id=table)) if table in tables:
                pass
            case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="get"), args=[_, *_]):
                if table not in tables:
                    continue
            case ast.Subscript(value=ast.Attribute(value=ast.Name(), attr="target_names")):
                pass
            case _:
                continue
        if made := _said(part, answers, single):
            found.append(made)
    return (target, found[0]) if len(found) == 1 and len(found[0].sources) == 1 else None


def printed(call: ast.expr) -> ast.expr | None:
    """Which of two texts a call of `print` says, by a test, among what it prints: `print(f"It is {'a' if p else 'b'}")`."""
    match call:
        case ast.Call(func=ast.Name(id="print"), args=arguments, keywords=[]):
            chosen = [
                part for each in arguments for part in ast.walk(each) if isinstance(part, ast.IfExp)
            ]
        case _:
            return None
    inner = {id(part) for each in chosen for part in ast.walk(each) if part is not each}
    outer = [each for each in chosen if id(each) not in inner]
    return outer[0] if len(outer) == 1 and _are_texts(outer[0]) else None


def _are_texts(node: ast.expr) -> bool:
    match node:
        case ast.IfExp(body=yes, orelse=no):
            return _are_texts(yes) and _are_texts(no)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _says(node: ast.expr) -> bool:
    """True for a verdict, and for what takes a transformation back; a number that is rounded is the answer itself."""
    for part in ast.walk(node):
        match part:
            case ast.IfExp():
                return True
            case ast.Call(func=function, args=arguments):
                name, several = last_name(function), len(arguments) > 1
                if (name in BACK or (name in BOUNDING and several)) and any(map(_reads, arguments)):
                    return True
    return False


def _reads(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id in NAMES for part in ast.walk(node))


def _as_value(node: ast.stmt) -> tuple[str, ast.expr] | None:
    """What every branch of a statement prints or keeps, which is a text or number written down, as one expression."""
    match node:
        case ast.If(test=test, body=[yes], orelse=[no]):
            first, other = _as_value(yes), _as_value(no)
            if first and other and first[0] == other[0]:
                return first[0], ast.IfExp(test, first[1], other[1])
        case ast.Expr(
            value=ast.Call(
                func=ast.Name(id="print"), args=[ast.Constant(value=str()) as said], keywords=[]
            )
        ):
            return MESSAGE, said
        case ast.Expr(value=value) if (chosen := printed(value)) is not None:
            return MESSAGE, chosen
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as said):
            return name, said
    return None


def _said(
    value: ast.expr, answers: set[str], single: dict[str, _One], *, tested: bool = False
) -> _One | None:
    """What an expression makes of one answer each of some sources; None for what reads others.

    An answer that is `tested` as a whole is one.
    """
    reader = _OfOne(answers, single, tested=tested)
    told = reader.visit(ast.parse(ast.unparse(value), mode="eval").body)
    left = {part.id for part in ast.walk(told) if isinstance(part, ast.Name)}
    used = len(reader.sources)
    if not 0 < used <= len(NAMES) or left & (answers | single.keys()) or reader.is_taken:
        return None
    if left & {*NAMES[used:]} or any(map(_is_question, ast.walk(told))):
        return None
    return _One(tuple(reader.sources), ast.unparse(told))


class _OfOne(ast.NodeTransformer):
    """Names of single answers in the place of `pred[0]`, `model.predict(new)[0]`, and names that keep such."""

    def __init__(self, answers: set[str], single: dict[str, _One], *, tested: bool) -> None:
        self.answers, self.single, self.tested = answers, single, tested
        self.sources: list[str] = []
        self.is_taken = False

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(value=source, slice=ast.Constant(value=0)) if self._is_source(
                source
            ):
                return self._one(ast.unparse(source))
            case ast.Subscript(
                value=source, slice=ast.Tuple(elts=[ast.Constant(value=0), place])
            ) if self._is_source(source):
                return ast.Subscript(self._one(ast.unparse(source)), place, ast.Load())
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if self.tested:
            whole = [p for p in (node.left, *node.comparators) if isinstance(p, ast.Name)]
            names = {p.id: self._one(p.id) for p in whole if p.id in self.answers}
            node.left = names.get(ast.unparse(node.left), node.left)
            node.comparators = [names.get(ast.unparse(p), p) for p in node.comparators]
            if names:
                return node
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        match node:
            case ast.Call(func=ast.Attribute(value=source, attr="item"), args=[]):
                if self._is_source(source):
                    return self._one(ast.unparse(source))
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.single:
            kept = self.single[node.id]
            names = [self._one(source) for source in kept.sources]
            said = ast.parse(kept.said, mode="eval").body
            return _Renamed(dict(zip(NAMES, names, strict=False))).visit(said)  # type: ignore[no-any-return]
        self.is_taken |= node.id in NAMES
        return node

    def _is_source(self, node: ast.expr) -> bool:
        return _is_question(node) or (isinstance(node, ast.Name) and node.id in self.answers)

    def _one(self, source: str) -> ast.Name:
        if source not in self.sources:
            self.sources.append(source)
        return ast.Name(dict(enumerate(NAMES)).get(self.sources.index(source), "_"), ast.Load())


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, ast.Name]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.names.get(node.id, node)
