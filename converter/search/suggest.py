"""A search space proposed from the notebook: literals that flow into estimators.

Dataflow -> Suggestions. A literal counts where it stands in the call itself, or is what the one
name in the call was bound to. Nothing is executed.
"""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Span
from converter.model.parameter import ParameterSet
from converter.model.program import CodeCell
from converter.search.hyperparameters import ARGUMENTS, FIRST, LIBRARIES, OF_CLASS
from converter.search.space import Choices, Numbers, range_of
from converter.syntax.dotted import dotted_name


@dataclass(frozen=True)
class Suggestion:
    """An argument worth searching.

    `value` is its source text now, `span` where that stands, `range` the text for `-p`;
    `parameter` is the parameter that feeds it, or "" where it is none yet; `name` is the variable
    that holds the value, or "" where it stands in the call.
    """

    estimator: str
    argument: str
    value: str
    span: Span
    range: str
    parameter: str
    name: str


def suggestions(
    flow: Dataflow, parameters: ParameterSet, aliases: Mapping[str, str]
) -> tuple[Suggestion, ...]:
    """What could be searched, in the notebook's order, each value once."""
    reader = _Reader(flow, parameters, aliases)
    found: dict[tuple[Span, str], Suggestion] = {}
    for one in reader.read():
        found.setdefault((one.span, one.argument), one)
    return tuple(found.values())


class _Reader:
    def __init__(
        self, flow: Dataflow, parameters: ParameterSet, aliases: Mapping[str, str]
    ) -> None:
        self.flow = flow
        self.aliases = aliases
        self.cells = {cell.number: cell for cell in flow.program.cells}
        self.parameters = {
            one.name: one.annotation for one in parameters.parameters if not one.secret
        }
        self.bindings = Counter(name for one in flow.statements for name in one.binds)
        self.constants = dict(_constants(flow))

    def read(self) -> Iterator[Suggestion]:
        for cell in self.cells.values():
            for node in ast.walk(cell.tree):
                estimator = self.estimator(node) if isinstance(node, ast.Call) else ""
                if not estimator:
                    continue
                assert isinstance(node, ast.Call)
                for argument, value, home in self.arguments(node, estimator, cell):
                    one = self.suggestion(estimator, argument, value, home.span(value))
                    if one is not None:
                        yield one

    def estimator(self, call: ast.Call) -> str:
        """The class that the call makes an object of, where it comes from one of the libraries."""
        name = dotted_name(call.func)
        head, _, rest = name.partition(".")
        full = f"{self.aliases.get(head, '')}.{rest}".rstrip(".") if head else ""
        last = full.rpartition(".")[2]
        if full.partition(".")[0] in LIBRARIES and last[:1].isupper():
            return last
        return ""

    def arguments(
        self, call: ast.Call, estimator: str, cell: CodeCell
    ) -> Iterator[tuple[str, ast.expr, CodeCell]]:
        """(name, value, the cell that the value stands in) of each argument."""
        if call.args and estimator in FIRST and not isinstance(call.args[0], ast.Starred):
            yield FIRST[estimator], call.args[0], cell
        for word in call.keywords:
            if word.arg is not None:
                yield word.arg, word.value, cell
                continue
            table = self.bound(word.value)
            if isinstance(table, ast.Dict):
                if isinstance(word.value, ast.Name):
                    cell = self.cells[self.constants[word.value.id][1].cell]
                for key, value in zip(table.keys, table.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield key.value, value, cell

    def bound(self, node: ast.expr) -> ast.expr:
        """The literal behind a name that is bound once; any other node as it is."""
        if isinstance(node, ast.Name) and node.id in self.constants:
            if self.bindings[node.id] == 1 or node.id in self.parameters:
                return self.constants[node.id][0]
        return node

    def suggestion(
        self, estimator: str, argument: str, node: ast.expr, span: Span
    ) -> Suggestion | None:
        text = OF_CLASS.get((estimator, argument), ARGUMENTS.get(argument, ""))
        literal = self.bound(node)
        try:
            value = ast.literal_eval(literal)
        except (ValueError, TypeError, MemoryError, RecursionError):
            return None
        name = node.id if isinstance(node, ast.Name) else ""
        parameter = name if name in self.parameters else ""
        whole = bool(parameter) and "float" not in self.parameters[parameter]
        fitting = _fitting(text, value, whole=whole) if text else ""
        if not fitting:
            return None
        if name:
            span = self.constants[name][1]
        return Suggestion(estimator, argument, ast.unparse(literal), span, fitting, parameter, name)


def _constants(flow: Dataflow) -> Iterator[tuple[str, tuple[ast.expr, Span]]]:
    """Names that a statement binds to an expression, with its place."""
    for statement in flow.statements:
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, (value, statement.span)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, (value, statement.span)


def _fitting(text: str, value: object, *, whole: bool) -> str:
    """The range in the terms of the value that stands there now, wide enough to hold it; or "".

    `whole`: the value is fed by a parameter that takes whole numbers only.
    """
    found = range_of("x", text, frozenset())
    if isinstance(found, Choices):
        return text if _is_choice(found, value) else ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return ""
    if isinstance(value, int) and not found.whole and not found.log and value > found.high:
        # A count, where the table has a share: `max_features=400`.
        found = Numbers(max(1, value // 4), value * 4, whole=True, log=True)
    widened = _widened(found, value)
    if whole and not widened.whole:
        low, high = max(1, math.ceil(widened.low)), math.floor(widened.high)
        return _spelt(Numbers(low, high, True, widened.log)) if low < high else ""
    return _spelt(widened)


def _is_choice(found: Choices, value: object) -> bool:
    """Whether the value is of the kind that the choices are."""
    if isinstance(value, list | tuple):
        return all(isinstance(one, list) for one in found.values)
    if isinstance(value, bool) or value is None:
        return False
    texts = [str(one) for one in found.values]
    if isinstance(value, int):
        return all(text.isdecimal() for text in texts)
    return isinstance(value, str) and not any(text[:1] in "[0123456789" for text in texts)


def _widened(found: Numbers, value: float) -> Numbers:
    whole = found.whole and isinstance(value, int)
    log = found.log and (value > 0 or not found.low <= value <= found.high)
    low, high = found.low, found.high
    if value < low:
        low = value / 10 if log and value > 0 else value
    if value > high:
        high = value * 10 if log else value * 2
    if low <= 0:
        log = False
    return Numbers(
        math.floor(low) if whole else low, math.ceil(high) if whole else high, whole, log
    )


def _spelt(found: Numbers) -> str:
    kind = "int" if found.whole else "float"
    low, high = (_number(one, whole=found.whole) for one in (found.low, found.high))
    return f"{kind}({low},{high}{',log' if found.log else ''})"


def _number(value: float, *, whole: bool) -> str:
    return str(int(value)) if whole else f"{value:g}"
