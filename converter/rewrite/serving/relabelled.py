"""Labels that a notebook puts in the place of others: `pred[pred == 1] = 0`, then `pred[pred == -1] = 1`."""

from __future__ import annotations

import ast
from typing import NamedTuple, Protocol

BEFORE, BEGIN, END = "pd.Series(", ").replace({", "}).to_numpy()"


class HasTexts(Protocol):
    """What has texts around answers."""

    @property
    def before(self) -> str: ...

    @property
    def after(self) -> str: ...


class Texts(NamedTuple):
    """What stands around answers."""

    before: str
    after: str


def relabelled(pairs: str) -> tuple[str, str]:
    """The texts around answers that get other labels, by pairs as a dict has them."""
    return BEFORE, f"{BEGIN}{pairs}{END}"


def relabelled_again(before: str, after: str, further: HasTexts) -> tuple[str, str] | None:
    """The texts where further labels can be put in the place of others at once; None where one is no answer
    any more, or is one only now."""
    known, more = _pairs(before, after), _pairs(further.before, further.after)
    if not known or not more or {*known.values(), *known} & {*more}:
        return None
    pairs = ", ".join(f"{label!r}: {other!r}" for label, other in {**known, **more}.items())
    return relabelled(pairs)


def _pairs(before: str, after: str) -> dict[object, object]:
    if before != BEFORE or not (after.startswith(BEGIN) and after.endswith(END)):
        return {}
    try:
        found = ast.literal_eval(f"{{{after.removeprefix(BEGIN).removesuffix(END)}}}")
    except (ValueError, SyntaxError):
        return {}
    return found if isinstance(found, dict) else {}
