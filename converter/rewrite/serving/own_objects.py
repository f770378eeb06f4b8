"""Methods of the notebook's own objects as functions: `predictor.predict({...})` is what its user calls.

So are functions that one of its functions made: `predict = make_predictor(model, scaler)`. The notebook says which by its calls: their answers are looked at, and their arguments are no data.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow, Statement
from converter.model.split import Made
from converter.rewrite.serving.given_models import ASKED, FITTING
from converter.rewrite.serving.networks import called_alike
from converter.rewrite.serving.parts import free_name, names_in
from converter.rewrite.serving.synthesis import Synthesis
from converter.rewrite.serving.tagged_cell import is_whole
from converter.rewrite.serving.weaving import changed_cells, program_of
from converter.syntax.dotted import root_name
from converter.syntax.looked_at import bound_to, is_asked, looked_at
from converter.syntax.parsing import parsed
from converter.syntax.scopes import returned_function
from converter.syntax.text import Edit, Offsets, apply_edits

LEARNING = FITTING | {"train"}
TELLING = re.compile(r"_|(draw|export|load|plot|save|show)(_|$)")


@dataclass(frozen=True)
class Question:
    """A call in the statement `order` of what the notebook calls `name`, and serving `callee`.

    `function` is its definition, and `own` are the parameters that it is asked with.
    """

    name: str
    callee: str
    function: ast.FunctionDef
    own: tuple[str, ...]
    order: int
    call: ast.Call


def methods_of(flow: Dataflow, *, learning: bool) -> Synthesis:
    """Functions for the methods that are asked; of objects that learn by `fit` only if `learning`.

    Those are estimators: what prepares their rows can be served with them, mostly.
    """
    nothing = Synthesis(flow.program, (), ())
    if any(is_whole(cell) for cell in flow.program.cells):
        return nothing
    asked: dict[str, list[Question]] = {}
    for each in _questions(flow.statements, learning=learning):
        asked.setdefault(each.callee, []).append(each)
    if not asked:
        return nothing
    taken = names_in(flow.statements)
    texts = {s.order: s.text for s in flow.statements}
    names: list[str] = []
    before: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    edits: dict[int, list[Edit]] = {}
    for questions in asked.values():
        names.append(free_name(questions[0].name, taken))
        function = _function(names[-1], questions[0])
        before.setdefault(questions[0].order, []).append(function)
        ends.setdefault(questions[-1].order, []).append(function)
        for each in questions:
            offsets = Offsets(texts[each.order])
            start, end = offsets.start(each.call.func), offsets.end(each.call.func)
            edits.setdefault(each.order, []).append(Edit(start, end, names[-1]))
    program = program_of(flow, texts, {}, {}, ends, {})
    heard = {order: apply_edits(texts[order], found) for order, found in edits.items()}
    watched = program_of(flow, {**texts, **heard}, before, {}, {}, {})
    cells = changed_cells(flow, watched)
    made = tuple(Made(name, "", "", "", "", cells) for name in names)
    return Synthesis(replace(program, made=tuple(names)), made, ())


def _questions(statements: tuple[Statement, ...], *, learning: bool) -> Iterator[Question]:
    """Calls of methods that answer; of those that ask an estimator, where the notebook asks any."""
    classes = {s.node.name: s.node for s in statements if isinstance(s.node, ast.ClassDef)}
    kinds, closures = _kinds(statements, classes), _closures(statements)
    trees = {s.order: parsed(s.text).body for s in statements}
    orders = {
        id(part): order for order, body in trees.items() for n in body for part in ast.walk(n)
    }
    nodes = [node for body in trees.values() for node in body]
    made = bound_to(nodes)
    called = called_alike(statements)  # those are asked by a call
    strict = any(_asks(node) for node in nodes if not isinstance(node, ast.ClassDef))
    for call in looked_at(nodes):
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in kinds:
                methods = _methods(kinds[owner], classes)
                method = methods.get(name)
                if name == "forward" and owner in called:
                    continue
                if method is None or not (call.args or call.keywords) or not is_asked(call, made):
                    continue
                if ("fit" in methods and not learning) or not _answers(method):
                    continue
                if strict and not (
                    _is_of_several(method) or any(map(_asks, _within(name, methods)))
                ):
                    continue
                own = tuple(argument.arg for argument in method.args.args[1:])
                yield Question(name, f"{owner}.{name}", method, own, orders[id(call)], call)
            case ast.Name(id=name) if name in closures and is_asked(call, made):
                factory, function, text = closures[name]
                if not strict or _asks(factory):
                    own = tuple(argument.arg for argument in function.args.args)
                    yield Question(name, text, function, own, orders[id(call)], call)


def _closures(
    statements: tuple[Statement, ...],
) -> dict[str, tuple[ast.FunctionDef, ast.FunctionDef, str]]:
    """Names of functions that a function of the notebook made: that, the function, the call that makes it.

    What it was made of has to be the same later.
    """
    functions = {s.node.name: s.node for s in statements if isinstance(s.node, ast.FunctionDef)}
    bound = [name for s in statements for name in s.binds]
    found: dict[str, tuple[ast.FunctionDef, ast.FunctionDef, str]] = {}
    for each in statements:
        match each.node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=called)) as call
            ) if (called in functions and bound.count(name) == 1):
                function = returned_function(functions[called])
                settled = all(bound.count(read) == 1 for read in each.reads)
                if function is not None and settled and _is_plain(function):
                    found[name] = functions[called], function, ast.unparse(call)
    return found


def _kinds(
    statements: tuple[Statement, ...], classes: Mapping[str, ast.ClassDef]
) -> dict[str, ast.ClassDef]:
    """The notebook's own class of each name that an object of it is bound to, once."""
    found: dict[str, ast.ClassDef] = {}
    bound = [name for s in statements for name in s.binds]
    for each in statements:
        match each.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                kind = root_name(call)
                if kind in classes and bound.count(name) == 1:
                    found[name] = classes[kind]
    return found


def _methods(kind: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> dict[str, ast.FunctionDef]:
    """The methods of a class, and of those of the notebook that it is made of."""
    found: dict[str, ast.FunctionDef] = {}
    for base in kind.bases:
        if isinstance(base, ast.Name) and base.id in classes and base.id != kind.name:
            found |= _methods(classes[base.id], classes)
    return found | {each.name: each for each in kind.body if isinstance(each, ast.FunctionDef)}


def _within(name: str, methods: Mapping[str, ast.FunctionDef]) -> list[ast.FunctionDef]:
    """A method and those of the same object that it calls."""
    found = {name: methods[name]}
    waiting = [methods[name]]
    while waiting:
        for part in ast.walk(waiting.pop()):
            match part:
                case ast.Attribute(value=ast.Name(id="self"), attr=other):
                    if other in methods and other not in found:
                        found[other] = methods[other]
                        waiting.append(methods[other])
    return list(found.values())


def _answers(method: ast.FunctionDef) -> bool:
    """True for a plain method that returns something and, by its name, neither learns nor tells."""
    if method.name in LEARNING or TELLING.match(method.name):
        return False
    return bool(method.args.args[1:]) and _is_plain(method)


def _is_plain(function: ast.FunctionDef) -> bool:
    """True for a function that returns something, whose parameters can be said again."""
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or function.decorator_list:
        return False
    if not arguments.args or not all(isinstance(each, ast.Constant) for each in arguments.defaults):
        return False
    return any(isinstance(part, ast.Return) and part.value for part in ast.walk(function))


def _is_of_several(method: ast.FunctionDef) -> bool:
    """True for a prediction for two things, a user and an item: an estimator by hand."""
    return method.name in ASKED and len(method.args.args) - len(method.args.defaults) > 2


def _asks(node: ast.AST) -> bool:
    """True where an estimator is asked, or what looks like one."""
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in ASKED
        for part in ast.walk(node)
    )


def _function(name: str, question: Question) -> str:
    """A function that calls what is asked, with its parameters and what it says of itself."""
    own, defaults = question.own, question.function.args.defaults
    least = len(own) - len(defaults)
    words = [
        each if place < least else f"{each}={ast.unparse(defaults[place - least])}"
        for place, each in enumerate(own)
    ]
    callee = question.name if question.callee.endswith(")") else question.callee
    said = (ast.get_docstring(question.function) or f"What `{callee}` answers.").strip()
    document = said.split("\n")[0].replace("\\", "").replace('"', "'")
    head = f"def {name}({', '.join(words)}):"
    return f'{head}\n    """{document}"""\n    return {question.callee}({", ".join(own)})'
