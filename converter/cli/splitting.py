"""What `inspect` tells of a service: what is served, with what, and what falls away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from converter.cli.account import LONGEST, place, statement_text
from converter.cli.documents import span_document
from converter.cli.section import Section, one_line
from converter.model.dataflow import Statement
from converter.model.plan import Plan
from converter.model.split import EXPLORES, Candidate, Split

HOW = {
    "tagged": "in a cell tagged `predict`",
    "named": "named for prediction",
    "uses a model": "asks a fitted estimator",
    "shown": "the notebook shows what it answers",
    "estimator": "a fitted estimator that the notebook asks",
    "blend": "what the notebook makes of several answers",
}
NEEDS_RUN = (
    "nothing was run: `convert` runs the notebook once to see fields, types, ranges and answers; what "
    "it does not see is refused (NB805)"
)
CHECKED = ", and so is a made function that prepares other rows than the notebook did (NB808)"
TAKEN = {
    "direct": "a form is known",
    "leaves": "a form is known",
    "tried": "perhaps",
    "unknown": "perhaps",
    "none": "no",
}


def split_document(plan: Plan) -> dict[str, Any] | None:
    """The train/serve split as plain dictionaries; None for what is no service.

    Where nothing can be served, only the choices are known.
    """
    if plan.settings.target != "service":
        return None
    choices = list(_choices(plan))
    if plan.split is None:
        return {"served": [], "choices": choices}
    split = plan.split
    code = {definition.name: definition for definition in plan.definitions}
    nodes = {each.order: each for each in plan.dataflow.statements}
    return {
        "served": [_served(plan, split, each) for each in split.served],
        "code": [
            {
                "name": name,
                "module": code[name].module,
                "reads": [value for value, _ in code[name].lifted],
                "span": span_document(nodes[code[name].statement].span),
            }
            for name in split.code
            if name in code
        ],
        "constants": [_text(nodes[order]) for order in sorted(split.constants)],
        "artifacts": [_artifact(plan, split, name) for name in split.artifacts],
        "metrics": list(split.metrics),
        "trained_with": list(split.frozen),
        "settings": [
            {"name": name, "variable": f"{plan.package}_{name}".upper()} for name in split.settings
        ],
        "unread": [parameter.name for parameter in plan.unread],
        "choices": choices,
        "falls_away": [
            {
                "span": span_document(entry.span),
                "text": statement_text(plan, entry),
            }
            for entry in plan.ledger
            if entry.why == EXPLORES
        ],
        "seen_by_running": ["fields", "types", "ranges", "answers"],
    }


def split_sections(plan: Plan) -> tuple[Section, ...]:
    """The same as tables; none for what is no service."""
    document = split_document(plan)
    if document is None:
        return ()
    choices = _choices_section(document["choices"])
    if plan.split is None:
        return (choices,)
    note = NEEDS_RUN + (CHECKED if plan.made else "")
    away = [entry for entry in plan.ledger if entry.why == EXPLORES]
    return (
        Section(
            "served",
            ("endpoint", "function", "where", "because", "rows"),
            tuple(
                (f"POST /{each['endpoint']}", each["function"], each["where"], each["because"])
                + (each["rows"],)
                for each in document["served"]
            ),
            note,
        ),
        choices,
        _code_section(document),
        _artifacts_section(document["artifacts"]),
        _parameters_section(document),
        _gains_section(plan, document["artifacts"]),
        Section(
            "falls away: neither training nor serving needs it",
            ("where", "what"),
            tuple((place(entry.span), statement_text(plan, entry)) for entry in away),
            f"{len(away)} of {len(plan.ledger)} statements" if away else "",
        ),
    )


def _served(plan: Plan, split: Split, each: Candidate) -> dict[str, Any]:
    span = next(s.span for s in plan.dataflow.statements if s.order == each.statement)
    estimators = {made.name: made.estimator for made in plan.made}
    because = HOW.get(each.how, "")
    if each.how == "made":
        estimator = estimators.get(each.name, "")
        because = f"made from what prepares the rows of '{estimator}'"
        if not estimator:
            marks = {cell.number: cell.marks for cell in plan.dataflow.program.cells}
            tagged = marks[each.cell].predict
            of = f"cell {each.cell}, tagged `predict`" if tagged else f"a call in cell {each.cell}"
            because = f"made of {of}"
    alone = dict(split.alone).get(each.name, "")
    return {
        "endpoint": each.name.strip("_").lower() or "predict",
        "function": each.name,
        "made": each.how == "made",
        "estimator": estimators.get(each.name) or None,
        "where": place(span),
        "because": because,
        "rows": f"one by one: {alone}" if alone else "together, where training proves it",
    }


def _choices(plan: Plan) -> Iterator[dict[str, str]]:
    """Functions and estimators that could be served, and what became of each."""
    split = plan.split
    served = {each.name for each in split.served} if split else set()
    made = {each.estimator: each.name for each in plan.made}
    candidates = [each for each in split.candidates if each.how != "made"] if split else []
    for each in (*candidates, *plan.estimators):
        if each.name in served or each.name in made:
            name = made.get(each.name, each.name)
            fate = "served" if name == each.name else f"served by '{name}'"
        elif each.why_not:
            fate = f"cannot be served: {each.why_not}"
        else:
            fate = f"not served: --serve {each.name} asks for it"
        yield {"name": each.name, "cell": str(each.cell), "what": HOW[each.how], "fate": fate}


def _choices_section(choices: list[dict[str, str]]) -> Section:
    rows = tuple(
        (each["name"], f"cell {each['cell']}", each["what"], each["fate"]) for each in choices
    )
    return Section("choices: what could be served", ("name", "where", "what", "fate"), rows)


def _artifact(plan: Plan, split: Split, name: str) -> dict[str, Any]:
    """An artifact: where training last binds it, what it is, and what compiling it would gain."""
    made = [s for s in plan.dataflow.statements if s.order in split.train and name in s.binds]
    frozen = {kept: text for each in plan.made for kept, text in each.frozen}
    gain = next(each for each in split.gains if each.name == name)
    stages = [s.name for s in plan.stages if made and made[-1].order in s.statements]
    kind = gain.made_of or dict(plan.types).get(name, "")
    if name in frozen:
        kind = "frozen: computed over training's rows"
    return {
        "name": name,
        "where": place(made[-1].span) if made else "",
        "stage": stages[0] if stages else "",
        "what": kind,
        "frozen": name in frozen,
        "text": _text(made[-1]) if made else "",
        "compile": {"form": gain.form, "why": gain.why},
    }


def _text(statement: Statement) -> str:
    text = one_line(statement.text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _code_section(document: dict[str, Any]) -> Section:
    rows = [
        (each["name"], f"{each['module']}.py", f"reads {', '.join(each['reads']) or '-'}")
        for each in document["code"]
    ]
    rows += [("(constant)", "", text) for text in document["constants"]]
    return Section("serve code", ("name", "module", "reads"), tuple(rows))


def _artifacts_section(artifacts: list[dict[str, Any]]) -> Section:
    rows = tuple(
        (each["name"], each["where"], f"stage {each['stage']}", each["what"] or "-", each["text"])
        for each in artifacts
    )
    return Section(
        "artifacts: made by training, read by serving",
        ("name", "where", "stage", "what", "text"),
        rows,
    )


def _parameters_section(document: dict[str, Any]) -> Section:
    rows = [
        (name, "read by training: stored with the artifacts, and wins when serving")
        for name in document["trained_with"]
    ]
    rows += [
        (each["name"], f"read by serving only: may be changed there, as {each['variable']}")
        for each in document["settings"]
    ]
    rows += [(name, "read by neither: no parameter of the service") for name in document["unread"]]
    rows += [(name, "reported: a metric of the version") for name in document["metrics"]]
    return Section("settings and metrics", ("name", "what"), tuple(rows))


def _gains_section(plan: Plan, artifacts: list[dict[str, Any]]) -> Section:
    rows = tuple(
        (each["name"], TAKEN[each["compile"]["form"]], each["compile"]["why"]) for each in artifacts
    )
    asked = "" if plan.settings.compiled else "`convert --compile` gives `train` that option; "
    note = (
        f"{asked}a form is taken where the estimator is given tables of finite numbers, and training "
        "proves it equal on thousands of rows and faster; the manifest tells"
    )
    return Section(
        "what `train --compile` would gain", ("name", "gain", "why"), rows, note if rows else ""
    )
