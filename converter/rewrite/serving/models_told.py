"""What the making of a model tells: `smf.logit("bought ~ age + C(town)", data=clients).fit()`.

Those that learn by a formula read the columns on its right; some answer `predict` with shares of one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.chain import EVERY, Columns
from converter.rewrite.serving.tracing import Tracer
from converter.syntax.dotted import last_name

WORD = re.compile(r"\w+")
QUOTED = re.compile(r"""Q\(\s*(["'])(.*?)\1\s*\)""")
SHARES = frozenset({"Logit", "Probit", "logit", "probit"})
# Draw with numpy's generator when they are asked: Prophet, for its intervals.
DRAWING = frozenset({"Prophet"})
DEEPEST = 3


def columns_asked(ask: Ask, tracer: Tracer) -> Columns:
    """The columns of what an estimator is asked about that it reads: those on the right of its formula."""
    texts = {
        text
        for call in calls_that_made(ask, tracer)
        for part in (*call.args, *(word.value for word in call.keywords))
        if (text := tracer.text_of(part)) and "~" in text
    }
    if len(texts) != 1:
        return EVERY
    right = texts.pop().partition("~")[2]
    return Columns(frozenset({*WORD.findall(right), *(m[1] for m in QUOTED.findall(right))}))


def says_shares(ask: Ask, tracer: Tracer) -> bool:
    """True for a model whose `predict` gives a share of one, not a class."""
    return any(last_name(call.func) in SHARES for call in calls_that_made(ask, tracer))


def draws(ask: Ask, tracer: Tracer) -> bool:
    """True for a model that answers the same rows otherwise each time, unless numpy's generator is seeded."""
    return any(last_name(call.func) in DRAWING for call in calls_that_made(ask, tracer))


def calls_that_made(ask: Ask, tracer: Tracer) -> Iterator[ast.Call]:
    """The calls by which what is asked was made: of its class, of `fit`, of a function."""
    if not ask.text:
        yield from _made(ask.there or ask.estimator, ask.order, tracer, DEEPEST)


def _made(name: str, order: int, tracer: Tracer, depth: int) -> Iterator[ast.Call]:
    found = [s for s in tracer.statements if s.order < order and name in s.binds]
    match found[-1].node if found else None:
        case ast.Assign(targets=[ast.Name()], value=value):
            pass
        case _:
            return
    while isinstance(value, ast.Call | ast.Attribute):
        if isinstance(value, ast.Call):
            yield value
        value = value.func if isinstance(value, ast.Call) else value.value
    if isinstance(value, ast.Name) and depth:
        yield from _made(value.id, found[-1].order, tracer, depth - 1)
