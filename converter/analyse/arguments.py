"""What calls give, and what functions of the notebook do with it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from converter.analyse.roots import NOTHING, Roots, union


@dataclass(frozen=True)
class Summary:
    """What calling a function of the notebook does, in terms of its parameters and of globals.

    `parameters` are those that positions fill, `rest` all that a call may fill besides.
    """

    parameters: tuple[str, ...]
    rest: frozenset[str]
    changed: Roots = NOTHING
    result: Roots = NOTHING


@dataclass(frozen=True)
class Arguments:
    """What a call is given; `spread` when `*xs` or `**o` may fill any parameter."""

    positional: list[Roots]
    named: dict[str | None, Roots]
    spread: bool

    @property
    def all(self) -> Roots:
        return union([*self.positional, *self.named.values()])

    def at(self, place: int | str) -> Roots:
        if isinstance(place, str):
            return self.named.get(place, NOTHING)
        return self.positional[place] if place < len(self.positional) else NOTHING

    @property
    def out(self) -> Roots:
        """What `out=` gives, which numpy and torch write their result into, and return."""
        return self.named.get("out", NOTHING)

    def after(self, receiver: Roots) -> Arguments:
        """The arguments of a method, its receiver first."""
        return Arguments([receiver, *self.positional], self.named, self.spread)

    def by_parameter(self, summary: Summary) -> dict[str, Roots]:
        found = dict(zip(summary.parameters, self.positional, strict=False))
        found.update({name: value for name, value in self.named.items() if name is not None})
        beyond = union(self.positional[len(summary.parameters) :])
        for name in summary.rest - found.keys():
            found[name] = beyond | union(self.named.values())
        if self.spread:
            found = {name: self.all for name in {*summary.parameters, *summary.rest}}
        return found


def in_place(node: ast.Call) -> bool:
    """True for a call with `inplace=`, but for `inplace=False`."""
    return any(
        word.arg == "inplace"
        and not (isinstance(word.value, ast.Constant) and word.value.value is False)
        for word in node.keywords
    )


def is_labels(call: ast.Call, word: ast.keyword) -> bool:
    """True for `DataFrame(rows, columns=X.columns)`: labels are never changed in place, nor with the frame."""
    made = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if made not in ("DataFrame", "Series") or word.arg not in ("columns", "index"):
        return False
    value = word.value
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice | ast.Constant):
        value = value.value
    if isinstance(value, ast.Attribute) and value.attr in ("columns", "index"):
        value = value.value
    return isinstance(value, ast.Name)
