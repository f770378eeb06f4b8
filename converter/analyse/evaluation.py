"""Code read for what it does to objects: what values hold, which names share, what is changed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from converter.analyse.arguments import Arguments, Summary, in_place, is_labels
from converter.analyse.callees import Callees, Kind
from converter.analyse.roots import NOTHING, Roots, surely, union
from converter.analyse.seeds import SEEDS
from converter.syntax.references import local_names
from converter.syntax.scopes import COMPREHENSIONS, all_arguments, bound_names

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Methods that change their receiver and return it.
RETURNING_SELF = frozenset("fit partial_fit cpu cuda to train eval float half double".split())
# Methods that put what they are given into their receiver.
KEEPING = frozenset("""
    add add_module append appendleft extend extendleft insert insert_column put put_nowait
    register_buffer register_module setdefault set_params set_attr update
    """.split())
# Functions whose value is a new container of the same elements; boosters' tables of rows are built from them.
COPIES = frozenset("""
    bytearray deque dict frozenset list set sorted tuple reversed Counter
    DMatrix Dataset Pool QuantileDMatrix
    """.split())
PLAIN = (ast.Constant, ast.JoinedStr, ast.FormattedValue, ast.Compare)


class Evaluation:
    """Reads statements of one scope, and tells what was found.

    `changed` are objects that are changed somewhere in them, `shallow` those that get or lose a part;
    `bindings` what names are bound to, `puts` what is put into their objects, `result` what is
    returned.
    """

    def __init__(
        self,
        callees: Callees,
        functions: Mapping[str, Summary],
        methods: Mapping[str, tuple[Summary, ...]],
    ) -> None:
        self.changed = NOTHING
        self.shallow = NOTHING
        self.result = NOTHING
        self.bindings: list[tuple[str, Roots]] = []
        self.puts: list[tuple[str, Roots]] = []
        self._callees = callees
        self._functions = functions
        self._methods = methods

    def statement(self, node: ast.AST) -> None:
        """Read `node`; the bodies of functions that it defines run elsewhere and are left out."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for expression in [*node.decorator_list, *node.args.defaults]:
                    self.value(expression)
            case ast.ClassDef(body=body):
                for inner in body:
                    self.statement(inner)
            case ast.Assign(targets=targets, value=value):
                self._assign(targets, self.value(value))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign([target], self.value(value))
            case ast.AugAssign(target=target, value=value):
                # `+=` on a list changes it; on a number it only binds.
                self.changed |= self._place(target)
                self._assign([target], self.value(value).possible())
            case ast.For(target=target, iter=source) | ast.AsyncFor(target=target, iter=source):
                self._assign([target], self.value(source))
                self._blocks(node)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    held = self.value(item.context_expr)
                    if item.optional_vars is not None:
                        self._assign([item.optional_vars], held)
                self._blocks(node)
            case ast.Return(value=ast.expr() as value):
                self.result |= self.value(value)
            case ast.Delete(targets=targets):
                for target in targets:
                    if not isinstance(target, ast.Name):
                        self.changed |= self._place(target)
            case ast.Match(subject=subject, cases=cases):
                whole = self.value(subject)
                for case in cases:
                    for pattern in ast.walk(case.pattern):
                        name = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
                        if isinstance(name, str):
                            self.bindings.append((name, whole))
                    for inner in case.body:
                        self.statement(inner)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.value(child)
                    else:
                        self.statement(child)

    def _blocks(self, node: ast.AST) -> None:
        for field in ("body", "orelse"):
            for inner in getattr(node, field, []):
                self.statement(inner)

    def _assign(self, targets: Iterable[ast.expr], value: Roots) -> None:
        for target in targets:
            for name in bound_names(target):
                self.bindings.append((name, value))
            for part in ast.walk(target):
                if isinstance(part, ast.Attribute | ast.Subscript) and isinstance(
                    part.ctx, ast.Store
                ):
                    owner = self._place(part)
                    if self._is_part(part):
                        self.shallow |= owner
                    else:
                        self.changed |= owner
                    for name in owner.known:  # what is put into a thing is held by it
                        self.puts.append((name, value))

    def _is_part(self, target: ast.Attribute | ast.Subscript) -> bool:
        """True when assigning to `target` puts a part into what a name means, and does no more."""
        special = target.attr if isinstance(target, ast.Attribute) else "__setitem__"
        own = {special, "__setattr__"} & self._methods.keys()  # a setter of the notebook's
        return isinstance(target.value, ast.Name) and not own

    def _place(self, target: ast.AST) -> Roots:
        """The objects that an assignment to `target` changes."""
        if isinstance(target, ast.Tuple | ast.List):
            return union(self._place(part) for part in target.elts)
        return self.value(target) if isinstance(target, ast.expr) else NOTHING

    def value(self, node: ast.expr) -> Roots:
        """What the value of `node` may be, be part of, or hold."""
        match node:
            case ast.Name(id=name):
                return surely([name])
            case ast.Attribute(value=value):
                return NOTHING if self._callees.is_module(node) else self.value(value)
            case ast.Subscript(value=value, slice=index):
                self.value(index)
                return self.value(value)
            case ast.NamedExpr(target=target, value=value):
                found = self.value(value)
                self._assign([target], found)
                return found
            case ast.Call():
                return self._call(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.value(test)
                return self.value(body) | self.value(orelse)
            case ast.Lambda():
                return self._lambda(node)[0]
            case ast.BinOp(left=left, right=right):
                self.value(left)
                self.value(right)
                return NOTHING  # an operator gives a new object
            case ast.Yield(value=ast.expr() as value) | ast.YieldFrom(value=value):
                self.result |= self.value(value)
                return NOTHING
        found = union(
            self.value(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
        )
        if isinstance(node, COMPREHENSIONS):
            return self._comprehension(node, found)
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            return found.possible()  # changing the container does not change what is in it
        return NOTHING if isinstance(node, PLAIN) else found

    def _lambda(self, node: ast.Lambda) -> tuple[Roots, bool]:
        """What a lambda may hold, and whether calling it may change what it is given.

        It may be called at any time: what else it changes counts where it is made.
        """
        own = {argument.arg for argument in all_arguments(node.args)}
        before, self.changed = self.changed, NOTHING
        held = self.value(node.body)
        changed, self.changed = self.changed, before
        self.changed |= Roots(frozenset(), changed.may - own)
        return Roots(frozenset(), held.may - own), bool(changed.may & own)

    def _comprehension(self, node: ast.expr, found: Roots) -> Roots:
        sources = NOTHING
        for generator in node.generators:  # type: ignore[attr-defined]
            sources |= self.value(generator.iter)
            for condition in generator.ifs:
                self.value(condition)
        own = local_names(node)
        touched = Roots(self.changed.known & own, self.changed.may & own)
        if touched.may:  # an element was changed: so was what it came from
            self.changed |= sources if touched.known else sources.possible()
        self.changed = Roots(self.changed.known - own, self.changed.may - own)
        outer = Roots(found.known - own, found.may - own)
        return outer | (sources if found.may & own else NOTHING)

    def _call(self, node: ast.Call) -> Roots:
        positional = [self.value(argument) for argument in node.args]
        words = [(w.arg, w.value) for w in node.keywords if not is_labels(node, w)]
        named = {name: self.value(value) for name, value in words}
        spread = any(isinstance(argument, ast.Starred) for argument in node.args) or None in named
        arguments = Arguments(positional, named, spread)
        if isinstance(node.func, ast.Name) and node.func.id in self._functions:
            return self._apply([self._functions[node.func.id]], arguments)
        self._given_functions(node, arguments)
        for word in node.keywords:
            if word.arg in SEEDS and isinstance(word.value, ast.Name):
                self.changed |= named[word.arg].possible()  # a generator is drawn from
        if isinstance(node.func, ast.Attribute) and not self._callees.is_module(node.func.value):
            return self._method(node.func, node, arguments)
        return self._function(node.func, arguments)

    def _apply(self, summaries: Iterable[Summary], arguments: Arguments) -> Roots:
        result = NOTHING
        for summary in summaries:
            names = arguments.by_parameter(summary)
            own = frozenset(summary.parameters) | summary.rest
            for roots, kind in ((summary.changed, "changed"), (summary.result, "result")):
                outside = Roots(roots.known - own, roots.may - own)
                told = roots.renamed(names) | outside
                if kind == "changed":
                    self.changed |= told
                else:
                    result |= told
        return result

    def _given_functions(self, node: ast.Call, arguments: Arguments) -> None:
        """Functions of the notebook that are handed to a call may be called by it, on anything."""
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        everything = arguments.all | (self.value(receiver) if receiver else NOTHING)
        for argument in [*node.args, *(word.value for word in node.keywords)]:
            if isinstance(argument, ast.Name) and argument.id in self._functions:
                summary = self._functions[argument.id]
                own = frozenset(summary.parameters) | summary.rest
                self.changed |= Roots(summary.changed.known - own, summary.changed.may - own)
                if summary.changed.may & own:
                    self.changed |= everything.possible()
            if isinstance(argument, ast.Lambda) and self._lambda(argument)[1]:
                self.changed |= everything.possible()

    def _method(self, func: ast.Attribute, node: ast.Call, arguments: Arguments) -> Roots:
        receiver = self.value(func.value)
        self._change_arguments(func.attr, arguments)
        if in_place(node):
            self.changed |= receiver
            return NOTHING
        kind = self._callees.method(func.attr)
        if func.attr not in self._methods:
            return self._known_method(func, kind, receiver, arguments)
        result = self._apply(self._methods[func.attr], arguments.after(receiver))
        if kind == "unknown":
            return result
        # A class of the notebook and a library have a method of this name: it may be either's.
        return result | self._known_method(func, kind, receiver, arguments)

    def _known_method(
        self, func: ast.Attribute, kind: Kind, receiver: Roots, arguments: Arguments
    ) -> Roots:
        """What a method does by the libraries' tables."""
        if kind == "mixed" and self._callees.only_draws(func.attr):
            kind = "changing" if receiver.may & self._callees.canvases else "fresh"
        if kind == "drawing":
            self.changed |= receiver
            return NOTHING
        if kind == "changing":
            self.changed |= receiver
            held = arguments.all.possible() if func.attr in KEEPING else NOTHING
            for name in receiver.known:
                self.puts.append((name, held))
            if func.attr.startswith("fit_"):
                return NOTHING  # what was learned is in the estimator, the value is new
            same = func.attr in RETURNING_SELF or func.attr.startswith("set_")
            return (receiver if same or func.attr.endswith("_") else receiver.possible()) | held
        if kind == "mixed":
            self.changed |= receiver.possible()
            return receiver | arguments.all.possible()
        if kind == "view":
            return receiver
        if kind == "fresh":
            return arguments.out
        self.changed |= receiver.possible() | arguments.all.possible()
        return (receiver | arguments.all).possible()

    def _function(self, func: ast.expr, arguments: Arguments) -> Roots:
        name = self._callees.full_name(func).rpartition(".")[2]
        self._change_arguments(name, arguments)
        kind = self._callees.function(func)
        if kind == "fresh":
            return arguments.out
        if kind in ("holding", "view"):
            # A copy of a list holds the same elements, but is not the list.
            return arguments.all.possible() if name in COPIES else arguments.all
        held = self.value(func) if not isinstance(func, ast.Attribute) else NOTHING
        self.changed |= (arguments.all | held).possible()
        return (arguments.all | held).possible()

    def _change_arguments(self, name: str, arguments: Arguments) -> None:
        at_places = map(arguments.at, self._callees.changed_arguments(name))
        self.changed |= union([arguments.out, *at_places])
