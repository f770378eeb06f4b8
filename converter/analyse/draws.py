"""Which statements may draw from global random generators through an object that they use.

model = RandomForestClassifier()     holds no seed: draws when it is fitted
model.fit(X, y)                      draws
scores = cross_val_score(model, X)   draws
net = Net()                          a class of the notebook that is made of torch's parts
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from converter.analyse.effects import UNSEEDED
from converter.analyse.seeds import is_seeded
from converter.model.dataflow import RNG, Statement
from converter.syntax.dotted import last_name, root_name

# Libraries with a generator of their own for the whole process, and objects that draw from it.
LIBRARIES = frozenset("""
    accelerate datasets fastai flair gensim keras lightning mxnet paddle pytorch_lightning ray
    sentence_transformers simpletransformers skorch spacy stable_baselines3 tensorflow torch
    torch_geometric torchtext torchvision transformers
    """.split())
# The same; what they give are numbers, which draw nothing.
NUMBERS = frozenset({"numpy.random", "random"})
# Of these: what brings a generator of its own.
OWN_GENERATORS = frozenset(
    "BitGenerator Generator MT19937 PCG64 Philox Random RandomState SeedSequence SystemRandom "
    "default_rng".split()
)
# Methods and functions that draw nothing, whatever they are called on or given.
STILL = frozenset("""
    append copy decision_function describe display dump dumps eval extend feature_importances_
    format get get_depth get_feature_names_out get_n_leaves get_params getattr hasattr head id info
    isinstance items join keys len load_state_dict numpy parameters predict predict_log_proba
    predict_proba print repr round save save_model score set_params show state_dict str summary
    tail to_csv tolist transform type update values
    """.split())
# What they give of an object that draws is, or holds, the object itself.
ALIKE = frozenset("copy fit get items keys partial_fit pop set_params setdefault to values".split())


def with_draws(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements, in their order, those that may draw with that among their effects."""
    walk = _Walk()
    for each in statements:
        draws = walk.draws(each)
        walk.learn(each)
        yield replace(each, effects=each.effects | {RNG}) if draws else each


class _Walk:
    """`drawing` are names of objects that draw, `makers` of what makes them when it is called, and
    `drawers` of what draws numbers when it is called."""

    def __init__(self) -> None:
        self.drawing: set[str] = set()
        self.makers: set[str] = set()
        self.drawers: set[str] = set()
        self.aliases: dict[str, str] = {}  # of what is imported by another name
        self.late: dict[str, frozenset[str]] = {}

    def draws(self, statement: Statement) -> bool:
        """Whether running the statement may draw."""
        node = statement.node
        if RNG in statement.effects or isinstance(node, ast.Import | ast.ImportFrom):
            return False
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
        before = set(self.drawing)
        self._follow(node)
        found = any(self._draws(part) for part in ast.walk(node) if isinstance(part, ast.Call))
        self.drawing = before
        return found

    def learn(self, statement: Statement) -> None:
        """Nothing; what the statement binds may draw from now on, or no more."""
        node = statement.node
        match node:
            case ast.Import(names=aliases):
                for each in aliases:
                    whole = each.name if each.asname else each.name.partition(".")[0]
                    self._import(each.asname or whole, whole)
            case ast.ImportFrom(module=str(module), names=aliases):
                for each in aliases:
                    self.aliases[each.asname or each.name] = each.name
                    if each.name not in OWN_GENERATORS:
                        self._import(each.asname or each.name, f"{module}.{each.name}")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self.late[name] = statement.late
                self._define(name, statement)
            case ast.ClassDef(name=name):
                self._define(name, statement)
            case _:
                if not isinstance(node, ast.For | ast.While | ast.If | ast.With | ast.Try):
                    self.drawing -= statement.surely
                self._follow(node)

    def _import(self, name: str, whole: str) -> None:
        if whole.partition(".")[0] in LIBRARIES:
            self.makers.add(name)
        elif any(f"{whole}.".startswith(f"{each}.") for each in NUMBERS):
            self.drawers.add(name)

    def _define(self, name: str, statement: Statement) -> None:
        used = statement.late | statement.reads
        if used & self.makers or any(self._makes(part) for part in ast.walk(statement.node)):
            self.makers.add(name)
        if used & self.drawers:
            self.drawers.add(name)

    def _follow(self, node: ast.AST) -> None:
        """Names that are bound anywhere in `node`, loops and comprehensions too, to what draws."""
        pairs = list(_bindings(node))
        for _ in range(2):  # a loop's body may use what the body's end binds
            for target, value in pairs:
                if self._carries(value):
                    self.drawing |= {
                        part.id for part in ast.walk(target) if isinstance(part, ast.Name)
                    }

    def _carries(self, node: ast.expr) -> bool:
        """Whether the value is, or holds, an object that draws."""
        match node:
            case ast.Name(id=name):
                return name in self.drawing or (name in UNSEEDED and name[:1].isupper())
            case ast.Call():
                return self._makes(node) or self._hands_on(node)
            case ast.Subscript(value=value) | ast.Attribute(value=value) | ast.Starred(value=value):
                return self._carries(value)
            case ast.Await(value=value) | ast.NamedExpr(value=value):
                return self._carries(value)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return any(map(self._carries, parts))
            case ast.Dict(values=parts) | ast.BoolOp(values=parts):
                return any(map(self._carries, parts))
            case ast.IfExp(body=one, orelse=other):
                return self._carries(one) or self._carries(other)
            case ast.ListComp(elt=part) | ast.SetComp(elt=part) | ast.GeneratorExp(elt=part):
                return self._carries(part)
            case ast.DictComp(value=part):
                return self._carries(part)
        return False

    def _makes(self, node: ast.AST) -> bool:
        """Whether a call makes an object that draws."""
        if not isinstance(node, ast.Call):
            return False
        name = self._called(node)
        if name in UNSEEDED and name[:1].isupper():
            return not is_seeded(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.drawing:  # a class in a name
            return not is_seeded(node)
        return root_name(node.func) in self.makers and name not in OWN_GENERATORS

    def _hands_on(self, call: ast.Call) -> bool:
        """Whether what a call gives holds an object that draws: given to it, or that it is of."""
        if last_name(call.func) in STILL - ALIKE:
            return False
        if isinstance(call.func, ast.Attribute) and self._carries(call.func.value):
            return last_name(call.func) in ALIKE
        return any(map(self._carries, _arguments(call)))

    def _called(self, call: ast.Call) -> str:
        name = last_name(call.func)
        return self.aliases.get(name, name)

    def _draws(self, call: ast.Call) -> bool:
        name = self._called(call)
        root = root_name(call.func)
        if name in UNSEEDED and not is_seeded(call):
            return True
        if self.late.get(root, frozenset()) & self.drawing:
            return True
        if name in STILL and root not in self.late:
            return False
        if root in self.makers | self.drawers and name not in OWN_GENERATORS:
            return True
        if self._makes(call) or (
            isinstance(call.func, ast.Attribute) and self._carries(call.func.value)
        ):
            return True
        return any(map(self._carries, _arguments(call)))


def _bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets with the values that they get, or get the parts of."""
    for part in ast.walk(node):
        match part:
            case ast.Assign(targets=targets, value=value):
                yield from ((target, value) for target in targets)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield target, value
            case ast.AugAssign(target=target, value=value):
                yield target, value
            case ast.NamedExpr(target=target, value=value):
                yield target, value
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                yield target, value
            case ast.comprehension(target=target, iter=value):
                yield target, value
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                yield target, value
            case ast.Call(func=ast.Attribute(value=owner, attr="append" | "add" | "update")):
                yield from ((owner, argument) for argument in part.args)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(word.value for word in call.keywords)]
