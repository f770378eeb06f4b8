"""Statements of one line, drawn over five names."""

from __future__ import annotations

from drawn_expressions import NAMES, Draw, Scope, number, pick, sequence, value
from hypothesis import strategies as st


def assign(draw: Draw, scope: Scope) -> str:
    text, kind = value(draw, scope)
    name = pick(draw, NAMES)
    scope.kinds[name] = kind
    return f"{name} = {text}"


def alias(draw: Draw, scope: Scope) -> str:
    known = scope.of("list", "number", "function", "functions")
    if not known:
        return assign(draw, scope)
    source, name = pick(draw, known), pick(draw, NAMES)
    scope.kinds[name] = scope.kinds[source]
    return f"{name} = {source}"


def augment(draw: Draw, scope: Scope) -> str:
    known = scope.of("number", "list")
    if not known:
        return assign(draw, scope)
    name = pick(draw, known)
    right = number(draw, scope) if name in scope.of("number") else sequence(draw, scope)
    return f"{name} += {right}"


def mutate(draw: Draw, scope: Scope) -> str:
    known = scope.of("list")
    if not known:
        return assign(draw, scope)
    name, text = pick(draw, known), number(draw, scope)
    return pick(
        draw,
        (
            f"{name}.append({text})",
            f"{name}.insert(0, {text})",
            f"{name}[:1] = [{text}]",
            f"{name}.sort(key=lambda x: -x)",
            f"apply({name}.append, [1, {text}])",
        ),
    )


def printed(draw: Draw, scope: Scope) -> str:
    numbers, lists = scope.of("number"), scope.of("list")
    if draw(st.booleans()) and numbers + lists:
        return f"print({', '.join(sorted(numbers + lists))})"
    return f"print({number(draw, scope)})"


def displayed(draw: Draw, scope: Scope) -> str:
    text = pick(draw, (number(draw, scope), sequence(draw, scope)))
    return pick(draw, (text, f"display({text})"))


def unpack(draw: Draw, scope: Scope) -> str:
    first, second = draw(st.permutations(NAMES))[:2]
    text = f"{first}, {second} = {number(draw, scope)}, {sequence(draw, scope)}"
    if draw(st.booleans()):
        text = f"{first}, *{second} = [{number(draw, scope)}, 2, 3]"
    scope.kinds.update({first: "number", second: "list"})
    return text


def swap(draw: Draw, scope: Scope) -> str:
    known = scope.of("number", "list", "function")
    if len(known) < 2:
        return assign(draw, scope)
    one, other = draw(st.permutations(known))[:2]
    scope.kinds[one], scope.kinds[other] = scope.kinds[other], scope.kinds[one]
    return f"{one}, {other} = {other}, {one}"


def chain(draw: Draw, scope: Scope) -> str:
    text, kind = value(draw, scope)
    one, other = draw(st.permutations(NAMES))[:2]
    scope.kinds.update({one: kind, other: kind})
    return f"{one} = {other} = {text}"


def annotated(draw: Draw, scope: Scope) -> str:
    name, text = pick(draw, NAMES), number(draw, scope)
    if draw(st.booleans()):
        return f"{name}: int"
    scope.kinds[name] = "number"
    return f"{name}: int = {text}"


def walrus(draw: Draw, scope: Scope) -> str:
    name, text = pick(draw, NAMES), number(draw, scope)
    scope.kinds[name] = "number"
    return f"print(({name} := {text}) + 1)"


def delete(draw: Draw, scope: Scope) -> str:
    known = sorted(scope.kinds)
    if not known:
        return assign(draw, scope)
    name = pick(draw, known)
    before = scope.kinds.pop(name)
    text = f"del {name}"
    if before == "?":
        text = f"try:\n    del {name}\nexcept NameError:\n    pass"
        scope.kinds[name] = "?"
    return text


def seeded(draw: Draw, scope: Scope) -> str:
    return f"random.seed({number(draw, scope, 1)})"


def imported(draw: Draw, scope: Scope) -> str:
    name = pick(draw, NAMES)
    scope.kinds[name] = "function"
    return f"from math import {pick(draw, ('ceil', 'floor'))} as {name}"


SIMPLE_STATEMENTS = {
    "assign": assign,
    "alias": alias,
    "augment": augment,
    "mutate": mutate,
    "print": printed,
    "display": displayed,
    "unpack": unpack,
    "swap": swap,
    "chain": chain,
    "annotated": annotated,
    "walrus": walrus,
    "delete": delete,
    "seed": seeded,
    "import": imported,
}
