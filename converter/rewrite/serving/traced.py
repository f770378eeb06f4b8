"""From a notebook's question to an estimator back to the rows that it is about."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from converter.rewrite.serving.ask import METHODS, Ask
from converter.rewrite.serving.asked import about
from converter.rewrite.serving.chain import GIVEN, GROUPS, TEXTS, Chain, Refused
from converter.rewrite.serving.decided import with_decisions
from converter.rewrite.serving.decoded import whole
from converter.rewrite.serving.expressions import kind_of
from converter.rewrite.serving.flat import with_numbers
from converter.rewrite.serving.models_told import columns_asked, draws
from converter.rewrite.serving.named_columns import with_names
from converter.rewrite.serving.samples import is_sample
from converter.rewrite.serving.settled import settle, settled
from converter.rewrite.serving.several_parts import with_parts
from converter.rewrite.serving.sources import texts_written
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.versions import as_asked
from converter.rewrite.serving.worded import with_words
from converter.rewrite.serving.work import Work


def traced(
    asks: Mapping[str, list[Ask]], tracer: Tracer
) -> tuple[list[Ask], Chain, dict[str, str]]:
    """The questions to one estimator that are served, the chain behind them, and their texts; or a blend.

    Raises Refused, also where training would have to be written in two ways for it and an earlier one.
    """
    chosen = _of_one_kind([_about_rows(each, tracer) for each in asks.values()], tracer)
    texts = {ask.name: _served_text(ask, tracer) for ask in chosen}
    if not tracer.chain.source:
        raise Refused("where its rows come from cannot be told", chosen[-1].order)
    settle(tracer)
    agrees(tracer)
    texts = {ask.name: settled(texts[ask.name], ask.order, tracer) for ask in chosen}
    chosen = [as_asked(ask, tracer) for ask in chosen]
    chosen = [replace(with_words(ask, tracer), draws=draws(ask, tracer)) for ask in chosen]
    asked = [with_decisions(whole(ask, tracer), tracer) for ask in chosen]
    if len(asked) == 1:
        asked = [with_names(with_parts(asked[0], tracer), tracer)]
    asked = [with_numbers(each, tracer) for each in asked]
    return asked, tracer.chain, texts


def agrees(tracer: Tracer) -> None:
    """Nothing. Raises Refused where the chain changes a statement of training across what an earlier one does."""
    for order, edits in tracer.chain.edits.items():
        everything = {*edits, *(e for chain in tracer.earlier for e in chain.edits.get(order, ()))}
        end = -1
        for each in sorted(everything):
            if each.start < end:
                raise Refused("another estimator needs this statement otherwise; serve one", order)
            end = max(end, each.end)


def _of_one_kind(chosen: list[tuple[Ask, bool]], tracer: Tracer) -> list[Ask]:
    """The questions; those about samples written down ask about the data's rows where another does."""
    about_data = next((ask for ask, sample in chosen if not sample), None)
    if about_data is None:
        return [ask for ask, _ in chosen]
    tracer.chain.instead = None
    return [
        replace(about_data, method=ask.method) if sample and ask.method in METHODS else ask
        for ask, sample in chosen
    ]


def _about_rows(asks: list[Ask], tracer: Tracer) -> tuple[Ask, bool]:
    """The last question about the data's rows; if there is no other, one about a sample written down: True.

    Raises Refused with what is wrong with the last.
    """
    samples: dict[int, Ask] = {}
    troubles: list[Refused] = []
    for ask in asks:
        aside = tracer.aside()
        try:
            _served_text(ask, aside)
        except Refused as no:
            troubles.append(no)
            continue
        start = next((s for s in tracer.statements if s.order == aside.chain.start), None)
        if start is None or not is_sample(start, tracer.statements):
            return ask, False
        value = start.node.value if isinstance(start.node, ast.Assign) else start.node
        samples.setdefault(texts_written(value), ask)  # the texts that it learned from are more
    if samples:
        tracer.chain.instead = troubles[0] if troubles else None
        return samples[max(samples)], True
    raise troubles[0]


def _served_text(ask: Ask, tracer: Tracer) -> str:
    """The rows that an estimator is asked about, as serving prepares them. Raises Refused."""
    statement = next(s for s in tracer.statements if s.order == ask.order)
    nothing = no = Refused("it is asked about values that come from no rows", ask.order)
    while True:
        work, before = Work(statement, tracer), tracer.chain.copied()
        asked = about(work.tree, ask)
        try:
            columns = columns_asked(ask, tracer)
            if kind_of(asked, work, columns) == "rows":
                tracer.chain.by_formula = columns.named is not None
                return work.served(asked)
        except Refused as why:
            no = why if no is nothing else no
        tracer.chain = before
        unknown = no is nothing or tracer.further >= TEXTS
        if not tracer.looks_further(GIVEN if unknown else GROUPS):
            raise no
