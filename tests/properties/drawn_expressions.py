"""Expressions drawn over five names, given what kind of value each name holds."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from hypothesis import strategies as st

NAMES = ("a", "b", "c", "f", "SEED")
KINDS = ("number", "list", "function", "functions")
PARAMETER = "x"
# Shapes that the compiler does not get right yet: they are not drawn until it does.
KNOWN = ""
EXCLUDED = frozenset(os.environ.get("NBSHIP_EXCLUDE", KNOWN).split())

Draw = st.DrawFn


@dataclass
class Scope:
    """What the names hold where the next statement stands; `?` where paths disagree."""

    kinds: dict[str, str] = field(default_factory=dict)
    parameter: bool = False

    def of(self, *kinds: str) -> list[str]:
        """Names that surely hold one of `kinds`."""
        return sorted(name for name, kind in self.kinds.items() if kind in kinds)

    def copy(self, **changes: object) -> Scope:
        known: dict[str, object] = {
            "kinds": dict(self.kinds),
            "parameter": self.parameter,
        }
        return Scope(**{**known, **changes})  # type: ignore[arg-type]

    def join(self, *others: Scope) -> None:
        """What holds whichever of `others` was reached."""
        names = set(self.kinds).union(*(other.kinds for other in others))
        for name in names:
            kinds = {other.kinds.get(name, "?") for other in others}
            self.kinds[name] = kinds.pop() if len(kinds) == 1 else "?"


def pick(draw: Draw, options: list[str] | tuple[str, ...]) -> str:
    """One of `options`."""
    return draw(st.sampled_from(options))


def number(draw: Draw, scope: Scope, deep: int = 2) -> str:
    """An expression for a number."""
    options = ["literal"]
    options += ["name"] * 3 * bool(scope.of("number"))
    options += ["parameter"] * 2 * scope.parameter
    if deep > 0:
        options += ["sum", "choice"]
        options += ["len", "item"] * bool(scope.of("list"))
        options += ["call"] * 3 * bool(scope.of("function"))
        options += ["stored"] * bool(scope.of("functions"))
        options += ["draw", "lambda", "comprehension"]
    match pick(draw, options):
        case "name":
            return pick(draw, scope.of("number"))
        case "parameter":
            return PARAMETER
        case "sum":
            operator = pick(draw, ("+", "-", "*", "%"))
            right = "7" if operator in "*%" else number(draw, scope, deep - 1)
            return f"({number(draw, scope, deep - 1)} {operator} {right})"
        case "choice":
            parts = [number(draw, scope, deep - 1) for _ in range(3)]
            return f"({parts[0]} if {parts[1]} % 2 else {parts[2]})"
        case "len":
            return f"len({pick(draw, scope.of('list'))})"
        case "item":
            return f"([*{pick(draw, scope.of('list'))}, 5])[0]"
        case "call":
            return f"{pick(draw, scope.of('function'))}({number(draw, scope, deep - 1)})"
        case "stored":
            return f"{pick(draw, scope.of('functions'))}[-1]({number(draw, scope, deep - 1)})"
        case "draw":
            return "random.randint(0, 99)"
        case "lambda":
            return f"({function(draw, scope)})({number(draw, scope, deep - 1)})"
        case "comprehension":
            return f"sum({sequence(draw, scope, deep - 1)})"
    return str(draw(st.integers(0, 9)))


def sequence(draw: Draw, scope: Scope, deep: int = 2) -> str:
    """An expression for a list of numbers."""
    options = ["literal"]
    options += ["name"] * 2 * bool(scope.of("list"))
    if deep > 0:
        options += ["plus", "comprehension", "filtered"]
        options += ["map", "sorted", "apply"] * bool(scope.of("function"))
    match pick(draw, options):
        case "name":
            # A copy: what is done to each item may add items to the list.
            return f"list({pick(draw, scope.of('list'))})"
        case "plus":
            return f"{sequence(draw, scope, deep - 1)} + [{number(draw, scope, deep - 1)}]"
        case "comprehension":
            target = pick(draw, ("x", "x", *NAMES))
            inner = scope.copy(kinds={**scope.kinds, target: "number"})
            inside = number(draw, inner, deep - 1)
            return f"[{inside} for {target} in {sequence(draw, scope, deep - 1)}]"
        case "filtered":
            source = sequence(draw, scope, deep - 1)
            return f"list(filter(lambda x: x > {number(draw, scope, deep - 1)}, {source}))"
        case "map":
            mapped = pick(draw, scope.of("function"))
            return f"list(map({mapped}, {sequence(draw, scope, deep - 1)}))"
        case "sorted":
            key = pick(draw, scope.of("function"))
            return f"sorted({sequence(draw, scope, deep - 1)}, key={key})"
        case "apply":
            applied = pick(draw, scope.of("function"))
            return f"apply({applied}, {sequence(draw, scope, deep - 1)})"
    items = [number(draw, scope, deep - 1) for _ in range(draw(st.integers(0, 3)))]
    return f"[{', '.join(items)}]"


def function(draw: Draw, scope: Scope) -> str:
    """An expression for a function of one number."""
    options = ["lambda", "lambda", "default"] + ["name"] * bool(scope.of("function"))
    options += ["closure"] * bool(scope.of("number"))
    match pick(draw, options):
        case "name":
            return pick(draw, scope.of("function"))
        case "default":
            default = number(draw, scope, 0)
            return f"lambda x, k={default}: {number(draw, scope.copy(parameter=True), 1)} + k"
        case "closure":
            return (
                f"(lambda y: lambda x: x + y + {number(draw, scope, 1)})({number(draw, scope, 1)})"
            )
    return f"lambda x: {number(draw, scope.copy(parameter=True), 1)}"


def value(draw: Draw, scope: Scope) -> tuple[str, str]:
    """(an expression, the kind of its value)."""
    kind = pick(draw, ("number", "number", "list", "list", "function", "functions"))
    match kind:
        case "number":
            return number(draw, scope), kind
        case "list":
            return sequence(draw, scope), kind
        case "function":
            return function(draw, scope), kind
    return f"[{function(draw, scope)}]", kind
