"""Lambdas that objects keep get names: `FunctionTransformer(lambda x: np.log1p(x))`; so do those that have one
and are called, `double = lambda x: x * 2`.

An object that holds one cannot be stored, so that nothing could serve it; one that holds a function of a module can.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from converter.model.dataflow import Dataflow, Statement
from converter.model.program import Program
from converter.rewrite.serving.parts import names_in
from converter.rewrite.serving.weaving import program_of
from converter.syntax.dotted import last_name
from converter.syntax.parsing import parsed
from converter.syntax.scopes import all_arguments, bound_names
from converter.syntax.text import Edit, Offsets, apply_edits

# Functions that make objects which keep what they are given; classes do, too.
KEEPING = frozenset({"defaultdict", "partial", "vectorize"})
USING = frozenset({"DataFrame", "NamedAgg", "Series"})
PLAIN = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
MAKING = (*PLAIN, ast.ClassDef)


def named_lambdas(flow: Dataflow) -> Program:
    """The program with a function for each lambda that an object is given, before the statement that makes it."""
    namer = _Namer(flow)
    texts = {each.order: each.text for each in flow.statements}
    before: dict[int, list[str]] = {}
    for each in flow.statements:
        if isinstance(each.node, MAKING) and (found := namer.named(each)):
            texts[each.order], before[each.order] = found
    return program_of(flow, texts, before, {}, {}, {}) if before else flow.program


class _Namer:
    def __init__(self, flow: Dataflow) -> None:
        self.taken = names_in(flow.statements)
        self.taken |= set(dir(builtins))  # generated code may use them in the same module
        self.given = {
            name.id
            for each in flow.statements
            if isinstance(each.node, PLAIN)
            for call in _keeping(each.node)
            for name in _parts(call)
            if isinstance(name, ast.Name)
        }
        self.given |= {
            part.func.id
            for each in flow.statements
            if isinstance(each.node, PLAIN)
            for part in ast.walk(each.node)
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
        }
        """Names that objects are given, or that the notebook calls: what is done to rows may need them."""

    def named(self, statement: Statement) -> tuple[str, list[str]] | None:
        """(the statement with names for its lambdas, their functions); None where it has none."""
        tree, text = parsed(statement.text).body[0], statement.text
        offsets = Offsets(text)
        match tree:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as own):
                if name in self.given and _can_be_named(own, tree):
                    whole = Edit(offsets.start(tree), offsets.end(tree), _function(name, own, text))
                    return apply_edits(text, [whole]), []
                return None
        functions: list[str] = []
        while found := self._innermost(text):  # one lambda may make objects that keep others
            text, more = found
            functions += more
        return (text, functions) if functions else None

    def _innermost(self, text: str) -> tuple[str, list[str]] | None:
        """The statement with names for those of its lambdas that have no others in them, and their functions."""
        tree, offsets = parsed(text).body[0], Offsets(text)
        found = [
            (part, word)
            for call in _keeping(tree)
            for part, word in _lambdas(call)
            if _can_be_named(part, tree)
        ]
        edits: list[Edit] = []
        functions: list[str] = []
        for part, word in found:
            if not any(other is not part and _is_within(other, part) for other, _ in found):
                name = self._unused(word or _hint(part.body))
                functions.append(_function(name, part, text))
                edits.append(Edit(offsets.start(part), offsets.end(part), name))
        return (apply_edits(text, edits), functions) if edits else None

    def _unused(self, hint: str) -> str:
        name, number = hint, 1
        while name in self.taken:
            number += 1
            name = f"{hint}_{number}"
        self.taken.add(name)
        return name


def _keeping(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that make an object which may keep what it is given."""
    for part in ast.walk(tree):
        if isinstance(part, ast.Call):
            name = last_name(part.func)
            if (name[:1].isupper() and name not in USING) or name in KEEPING:
                yield part


def _parts(call: ast.Call) -> Iterator[ast.expr]:
    """What a call is given; what stands in lists, tuples and dicts by itself."""
    waiting = [*call.args, *(word.value for word in call.keywords)]
    while waiting:
        part = waiting.pop(0)
        match part:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
                waiting += parts
            case _:
                yield part


def _lambdas(call: ast.Call) -> Iterator[tuple[ast.Lambda, str]]:
    """Lambdas that a call is given, with the name of the parameter."""
    words = {id(word.value): word.arg or "" for word in call.keywords}
    for part in _parts(call):
        if isinstance(part, ast.Lambda):
            yield part, words.get(id(part), "")


def _can_be_named(function: ast.Lambda, tree: ast.AST) -> bool:
    """False where it reads what only the statement around it binds, or where it suspends or binds."""
    parts = list(ast.walk(function))
    if any(isinstance(p, ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Await) for p in parts):
        return False
    own: set[str] = set()
    for part in ast.walk(tree):
        match part:
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                if _is_within(function, part):
                    targets = (each.target for each in part.generators)
                    own |= {name for target in targets for name in bound_names(target)}
            case ast.Lambda(args=arguments) if part is not function:
                if _is_within(function, part):
                    own |= {each.arg for each in all_arguments(arguments)}
            case ast.NamedExpr(target=ast.Name(id=name)):
                own.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) if isinstance(
                tree, ast.ClassDef
            ) and not _is_within(part, function):
                own.add(name)  # of a method, or of the class
            case ast.FunctionDef(name=name) | ast.ExceptHandler(name=str(name)) if isinstance(
                tree, ast.ClassDef
            ):
                own.add(name)
            case ast.alias(name=name, asname=other) if isinstance(tree, ast.ClassDef):
                own.add(other or name.split(".")[0])
    return not own & {part.id for part in parts if isinstance(part, ast.Name)}


def _is_within(inner: ast.AST, outer: ast.AST) -> bool:
    return any(part is inner for part in ast.walk(outer))


def _hint(body: ast.expr) -> str:
    """A name for a function by what it calls: `log1p_of` for `np.log1p(x)`."""
    called = last_name(body.func) if isinstance(body, ast.Call) else ""
    return f"{called}_of" if called.isidentifier() else "function"


def _function(name: str, function: ast.Lambda, text: str) -> str:
    body = ast.get_source_segment(text, function.body) or ast.unparse(function.body)
    body = f"(\n{body}\n    )" if "\n" in body else body
    return f"def {name}({ast.unparse(function.args)}):\n    return {body}\n"
