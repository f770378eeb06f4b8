"""What several served functions do to the same rows first: one function, which all of them call.

Two estimators that are asked about one test set would else repeat its preparation line by line.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from converter.rewrite.serving.aliases import without_aliases
from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.formulas import FORMULA
from converter.rewrite.serving.grouping import TOPICS_TOLD
from converter.rewrite.serving.parts import free_name
from converter.syntax.names import names_of
from converter.syntax.parsing import parsed
from converter.syntax.text import indented

FEWEST = 3
"""Lines that are worth a function."""


@dataclass(frozen=True)
class Body:
    """The body of a served function: how its rows begin, what prepares them, what answers.

    Those that begin at the same `start` are about the same rows.
    """

    start: int
    first: str
    lines: tuple[str, ...]
    last: str

    def text(self) -> str:
        return "\n".join([self.first, *self.lines, self.last])


def with_common(
    bodies: Mapping[str, Body], taken: set[str]
) -> tuple[dict[str, Body], dict[str, str]]:
    """The bodies by function, and for the first function of those that share one, the text of that."""
    found, shared = dict(bodies), dict[str, str]()
    for start in sorted({each.start for each in bodies.values()}):
        names = [name for name, each in bodies.items() if each.start == start]
        together = [bodies[name] for name in names]
        count = _alike([each.lines for each in together])
        if len(names) < 2 or count < FEWEST:
            continue
        one = together[0]
        left = _left(one, count, together)
        if not left:
            continue
        function = free_name("prepare_rows", taken)
        said = ", ".join(left)
        document = (
            '"""Rows as they come from the data, made ready for all that is asked about them."""'
        )
        body = "\n".join([one.first, *one.lines[:count], f"return {said}"])
        body = f"{document}\n{without_aliases(body)}"
        shared[names[0]] = f"def {function}(rows):\n{indented(body)}"
        for name in names:
            rest = found[name].lines[count:]
            found[name] = replace(found[name], first=f"{said} = {function}(rows)", lines=rest)
    return found, shared


def _alike(lines: Sequence[Sequence[str]]) -> int:
    """How many lines all of them begin with."""
    return next(
        (place for place, each in enumerate(zip(*lines, strict=False)) if len(set(each)) > 1),
        min(map(len, lines)),
    )


def _left(one: Body, count: int, together: Sequence[Body]) -> list[str]:
    """The names that the common lines leave and others read later, as they come."""
    bound = names_of(*parsed("\n".join([one.first, *one.lines[:count]])).body).binds
    rest = "\n".join(line for each in together for line in [*each.lines[count:], each.last])
    read = [
        part.id
        for part in ast.walk(parsed(f"def answer():\n{indented(rest)}"))
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    ]
    return sorted(bound & set(read))


def said_of(ask: Ask, of: str) -> str:
    """What a function that was made answers, in a sentence."""
    if ask.text and ask.by == "decision_function":
        return f"The notebook's `{of}`: how far rows are from what its model makes of them."
    said = f"What the notebook calls `{of}`," if ask.method == FORMULA else f"What `{of}` says"
    also = " While it learned it may have said slightly else." if ask.by == TOPICS_TOLD else ""
    return f"{said} of rows as they come from the data.{also}"


def text_of(name: str, said: str, body: Body) -> str:
    """The text of a function of rows."""
    return "\n".join(
        [f"def {name}(rows):", indented(f'"""{said}"""'), indented(without_aliases(body.text()))]
    )
