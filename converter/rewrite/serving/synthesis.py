"""A served function made from the chain that prepared an estimator's rows, where a notebook has none.

Training's text changes only in so far as that what it computes over all rows gets names, and that
statements which work row by row move to a function that training and serving share.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.model.split import Made
from converter.rewrite.serving.alike import shared_with_others
from converter.rewrite.serving.answering import answer_of, words_in
from converter.rewrite.serving.ask import Ask
from converter.rewrite.serving.asked import (
    asked_at,
    changes_later,
    tested_text,
)
from converter.rewrite.serving.blends import blends_of
from converter.rewrite.serving.bound import texts_of_training, with_bound
from converter.rewrite.serving.chain import Chain, Refused
from converter.rewrite.serving.common import Body, said_of, text_of, with_common
from converter.rewrite.serving.forecasts import asks_ahead, forecasts_of
from converter.rewrite.serving.formulas import formulas_of, prepared_formula
from converter.rewrite.serving.given_models import bound_functions
from converter.rewrite.serving.given_values import functions_of_values
from converter.rewrite.serving.holders import is_closed
from converter.rewrite.serving.loaders import questions_only
from converter.rewrite.serving.notes import notes_of
from converter.rewrite.serving.own_estimators import asks_about_rows
from converter.rewrite.serving.parts import free_name, names_in
from converter.rewrite.serving.prepared import shared_parts, with_shared
from converter.rewrite.serving.scales import scale_of
from converter.rewrite.serving.sooner import computed_sooner
from converter.rewrite.serving.steps import steps_in
from converter.rewrite.serving.tagged_cell import function_of, is_whole
from converter.rewrite.serving.traced import traced
from converter.rewrite.serving.tracing import Tracer
from converter.rewrite.serving.weaving import (
    changed_cells,
    importing,
    program_of,
    together,
    training_program,
)
from converter.syntax.text import Edit, apply_edits

Traced = tuple[str, list[Ask], Chain, dict[str, str]]
"""What is served of one name: its questions, the chain behind them, the text of each."""


@dataclass(frozen=True)
class Synthesis:
    """The program with served functions in it, what they are, and why others could not be made."""

    program: Program
    made: tuple[Made, ...]
    refused: tuple[tuple[str, str, int], ...]
    """(estimator, why, order of the statement that stands in the way)."""


def synthesis_of(
    flow: Dataflow,
    given: frozenset[str],
    static: frozenset[str],
    wanted: tuple[str, ...],
    profile: str = "",
) -> Synthesis:
    """Served functions for the estimators that the notebook asks; `wanted` are those asked for.

    `given` are the parameters, `static` imported names; `profile` is a copy of a function's rows as
    they came, which training keeps.
    """
    statements = flow.statements
    functions = {s.node.name for s in statements if isinstance(s.node, DEFINITIONS)}
    known = static | functions | frozenset(dir(builtins))
    refused: list[tuple[str, str, int]] = []
    whole = [cell for cell in flow.program.cells if is_whole(cell)]
    if whole and not wanted:
        found = _of_cell(flow, whole[0].number, Tracer(statements, known, given))
        if found.made:
            return found
        refused += found.refused  # the estimator is served instead: not without a word
    asks = asks_about_rows(statements)
    chains: list[Traced] = []
    blended: set[str] = set()

    def further() -> Tracer:
        return Tracer(statements, known, given, [chain for _, _, chain, _ in chains])

    formulas = [] if wanted or asks else list(formulas_of(statements, further()))
    if not wanted:
        given_one = _of_given_models(flow, further(), formulas)
        if given_one.made:
            return given_one
    for ask, said in blends_of(statements, asks):
        if ask.estimator in wanted or not wanted:
            if _joins(chains, refused, ask.estimator, {ask.method: [ask]}, further()):
                blended |= said.of
    for name in wanted or [name for name in asks if name not in blended]:
        if name in asks:
            _joins(chains, refused, name, asks[name], further())
    for ask in formulas if not refused else ():
        joins = _joins(chains, refused, ask.estimator, {ask.method: [ask]}, further())
        if joins or asks_ahead(statements):
            refused.clear()  # of later ones, which cannot be traced; or what a series' model is asked counts
        if joins:
            break
    steps = steps_in({name: chain for name, _, chain, _ in chains}) if not wanted else ()
    chains = [each for each in chains if each[0] not in steps]
    if not chains:
        following = () if wanted else forecasts_of(statements, names_in(statements) | static)
        return Synthesis(*with_bound(flow, tuple(following)), tuple(refused))
    return _synthesised(flow, chains, tuple(refused), functions, profile)


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _joins(
    chains: list[Traced],
    refused: list[tuple[str, str, int]],
    name: str,
    asks: Mapping[str, list[Ask]],
    tracer: Tracer,
) -> bool:
    """Whether what is asked by that name is one of the `chains` now; else it is `refused`, with why."""
    try:
        chains.append((name, *traced(asks, tracer)))
    except Refused as no:
        refused.append((name, no.why, no.order))
        return False
    if instead := tracer.chain.instead:
        refused.append((name, instead.why, instead.order))
    refused += ((key, no.why, no.order) for key, no in tracer.chain.unsaid.items())
    return True


def _of_cell(flow: Dataflow, number: int, tracer: Tracer) -> Synthesis:
    """The tagged cell as a function, called once by a watched run."""
    own = [s for s in flow.statements if s.cell == number]
    taken = names_in(flow.statements) | tracer.static
    name = free_name("predict", taken)
    try:
        function, rows = function_of(name, own, flow.statements, tracer)
    except Refused as no:
        return Synthesis(flow.program, (), ((f"cell {number}", no.why, no.order),))
    texts = texts_of_training(flow)
    last = own[-1].order
    program = program_of(flow, texts, {}, {}, {last: [function]}, {})
    watched = program_of(flow, texts, {}, {}, {last: [function, f"{name}({rows})"]}, {})
    cell = next(each for each in watched.cells if each.number == number)
    made = Made(name, "", "", "", "", ((number, cell.code),))
    return Synthesis(replace(program, made=(name,)), (made,), ())


def _of_given_models(flow: Dataflow, tracer: Tracer, formulas: Sequence[Ask]) -> Synthesis:
    """Functions of rows in place of those that are given their estimator, or what training made by hand.

    Calls of the latter that are `formulas` of rows which the notebook prepared are served as such.
    """
    found = tuple(bound_functions(flow.statements, tracer))
    if not found and not prepared_formula(formulas, tracer):
        found = tuple(
            functions_of_values(flow.statements, names_in(flow.statements) | tracer.static)
        )
    return Synthesis(*with_bound(flow, found), ())


def _synthesised(
    flow: Dataflow,
    chains: list[Traced],
    refused: tuple[tuple[str, str, int], ...],
    functions: set[str],
    profile: str,
) -> Synthesis:
    taken = names_in(flow.statements) | functions
    made: list[Made] = []
    ends: dict[int, list[str]] = {}
    texts = {s.order: s.text for s in flow.statements}
    changes: dict[int, set[Edit]] = {}
    before: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    shared: dict[int, tuple[str, str]] = {}
    seen: dict[int, list[str]] = {}
    checks: dict[int, list[str]] = {}
    halves: dict[int, tuple[str, str]] = {}
    asked: dict[int, list[str]] = {}
    bodies: dict[str, Body] = {}
    places: dict[str, tuple[int, str]] = {}
    computed_sooner([chain for _, _, chain, _ in chains], flow.statements)
    copies = False
    keeps = (-1, "", "")
    for name, asks, chain, answers in chains:
        served = free_name("predict" if len(chains) == 1 else f"predict_{_word(name)}", taken)
        for order, edits in chain.edits.items():
            copies |= any("copy.deepcopy" in edit.text for edit in edits)
            changes[order] = changes.get(order, set()) | set(edits)
            own_text = next(s.text for s in flow.statements if s.order == order)
            texts[order] = apply_edits(own_text, sorted(changes[order]))
        for frozen in chain.frozen.values():
            place = after if frozen.after else before
            line = f"{frozen.name} = {frozen.text}"
            if line not in place.setdefault(frozen.statement, []):
                place[frozen.statement].append(line)
            copies |= "copy.deepcopy" in frozen.text
        own = shared_parts(chain, flow.statements, texts, taken, shared)
        shared.update(own)
        lines = list(with_shared(chain, own))
        order = asked_at(name, asks, flow.statements)
        first = next(iter(answers.values()))
        begun = f"{chain.source} = rows.copy()"
        answer = answer_of(asks, answers, functions | words_in(asks, answers, [begun, *lines]))
        bodies[served] = Body(chain.start, begun, (*lines,), answer)
        places[served] = order, said_of(asks[0], name)
        tested = tested_text(asks[0], flow.statements)
        if answers_only := chain.by_formula or is_closed([*lines, f"({first})"]):
            first, tested = (asks[0].question(each) for each in (first, tested))
        prepared = free_name(f"{served}_rows", taken)
        rows = free_name(f"{served}_rows_seen", taken)
        copied = f"{chain.source}.copy()"
        if chain.given:  # what it is shows when the notebook runs
            copied += f' if hasattr({chain.source}, "copy") else {chain.source}'
        seen.setdefault(chain.start, []).append(f"{rows} = {copied}")
        if chain.reading:
            halves[chain.start] = chain.reading
        if rows == profile:
            keeps = chain.start, rows, chain.source
        check = Body(chain.start, begun, (*lines,), f"return {first}")
        checks.setdefault(order, []).append(text_of(prepared, places[served][1], check))
        kept = tuple((each.name, each.text) for each in chain.frozen.values())
        if changes_later(tested, asks[0].order, flow.statements):
            kept_as = free_name(f"{served}_asked", taken)
            asked.setdefault(asks[0].order, []).append(f"{kept_as} = copy.deepcopy({tested})")
            tested, copies = kept_as, True
        notes = notes_of(chain, flow.statements, name)
        made.append(
            Made(
                *(served, name, rows, prepared, tested, (), kept),
                notes=notes,
                source=chain.source,
                answers=answers_only or bool(asks[0].text),
                grown=chain.grown,
                scale=scale_of(name, answer, flow.statements),
            )
        )
    busy = {
        *before,
        *after,
        *changes,
        *seen,
        *asked,
        *halves,
        *(order for order, _ in places.values()),
    }
    shared = shared_with_others(shared, flow.statements, texts, busy)
    whole, common = with_common(bodies, taken)
    for served, (order, said) in places.items():
        definitions = [*filter(None, [common.get(served)]), text_of(served, said, whole[served])]
        ends.setdefault(order, []).extend(definitions)
    texts |= dict.fromkeys(questions_only(flow.statements), "pass")
    program = training_program(flow, texts, before, after, ends, shared, keeps=keeps, halves=halves)
    for start, (reading, rest) in halves.items():
        texts[start] = reading
        seen[start].append(rest)
    watched = program_of(
        flow,
        texts,
        together(before, asked),
        together(seen, after),
        together(ends, checks),
        shared,
    )
    draws = any(ask.draws for _, asks, _, _ in chains for ask in asks)
    for line, needed in (
        ("import copy", copies),
        ("import numpy as np", draws and "np" not in taken),
    ):
        if needed:
            program, watched = (importing(each, line) for each in (program, watched))
    changed = changed_cells(flow, watched)
    functions_made = tuple(replace(each, cells=changed) for each in made)
    names = tuple(each.name for each in made)
    return Synthesis(replace(program, made=names), functions_made, refused)


def _word(name: str) -> str:
    """What an estimator or a column is called, as part of a name."""
    return re.sub(r"\W+", "_", name).strip("_").lower()
