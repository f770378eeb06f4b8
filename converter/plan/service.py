"""The model of a service: endpoints, artifacts and settings, from the plan and what was seen."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from converter.model.diagnostic import Diagnostic
from converter.model.plan import Plan
from converter.model.service import Artifact, Endpoint, Field, Service
from converter.plan.artifacts import artifacts_of
from converter.plan.endpoints import Seen, endpoints_of
from converter.plan.scaled import in_another_scale
from converter.plan.secrets import is_secret
from converter.plan.steady import clocked, counting, unsteady
from converter.plan.whole_lists import whole_lists
from converter.syntax.caches import cached_names
from converter.syntax.scopes import all_arguments

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NO_ROWS = (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)
MOST_SOURCES = 60
INTEGERS = ("int", "uint", "Int", "UInt")
DTYPES = {
    "bool": ("bool",),
    "int": INTEGERS,
    "float": ("float", "Float", *INTEGERS),
    "date": ("datetime", "object"),
    "datetime": ("datetime", "object"),
}
"""How the dtypes of columns begin that hold values of a type; other types are `TEXTS`."""
TEXTS = ("category", "object", "str")
ENVIRON = ("os.environ", "environ")


def wanted_of(plan: Plan) -> tuple[Mapping[str, Any], ...]:
    """What the probe has to know of each served function: its name, what it reads, what it may be given.

    `columns` are texts of its code that subscript something, `wholes` arguments of which a list is one,
    `sources` values of the notebook that may hold rows, those that training works with first.
    """
    assert plan.split is not None
    nodes = {each.order: each.node for each in plan.dataflow.statements}
    sources = [*_sources(plan), *(made.rows for made in plan.made if made.rows)]
    checks = {
        made.name: {
            "rows": made.rows,
            "source": made.source,
            "prepared": made.prepared,
            "tested": made.tested,
            "answers": made.answers,
            "grown": made.grown,
        }
        for made in plan.made
        if made.rows
    }
    return tuple(
        {
            "check": checks.get(served.name),
            "name": served.name,
            "parameters": _parameters(nodes[served.statement]),
            "columns": sorted(_columns(nodes[served.statement])),
            "wholes": whole_lists(nodes[served.statement]),
            "sources": sources,
            "artifacts": plan.split.artifacts,
        }
        for served in plan.split.served
    )


def profile_of(plan: Plan, endpoints: tuple[Endpoint, ...], seen: Seen) -> str:
    """The frame that has the rows training saw: the first that has every field, or "".

    A frame whose columns were made other values in the meantime (a text made a number) has not.
    For a made function, it is the copy of the rows as they came.
    """
    assert plan.split is not None
    fields = [field for endpoint in endpoints[:1] for field in endpoint.fields]
    frames = seen.frames or {}
    copies = {made.name: made.rows for made in plan.made if made.rows}
    first = [copies[e.function] for e in endpoints[:1] if e.function in copies]
    for name in (*first, *_sources(plan)):
        if name in frames and fields and all(_fits(each, frames[name]) for each in fields):
            return name
    return ""


def _described(endpoint: Endpoint, plan: Plan) -> Endpoint:
    """The endpoint, whose fields say what they are where they are no raw data."""
    notes = {
        name: words
        for made in plan.made
        if made.name == endpoint.function
        for name, words in made.notes
    }
    fields = (replace(f, description=notes.get(f.name, notes.get("", ""))) for f in endpoint.fields)
    return replace(endpoint, fields=tuple(fields)) if notes else endpoint


def _fits(field: Field, frame: Mapping[str, str]) -> bool:
    """Whether a frame's column can hold the field's values as requests give them."""
    return frame.get(field.name, "").startswith(DTYPES.get(field.annotation, TEXTS))


def service_of(
    plan: Plan, seen: Seen, profile: str
) -> tuple[Service | None, tuple[Diagnostic, ...]]:
    """The service that `plan` makes possible, or why its schema is not known."""
    assert plan.split is not None
    statements = {each.order: each for each in plan.dataflow.statements}
    definitions = {each.name: each for each in plan.definitions}
    endpoints, troubles = endpoints_of(plan.split, definitions, statements, seen)
    endpoints = tuple(_described(each, plan) for each in endpoints)
    if any(each.severity == "error" for each in troubles):
        return None, troubles
    imports = {name: line.text for line in plan.imports for name in line.names}
    artifacts = artifacts_of(plan.split.artifacts, plan.observed, imports)
    wrong = (*_unstorable(plan, artifacts, seen), *unsteady(plan, seen.unsteady or {}))
    if wrong:
        return None, (*troubles, *wrong)
    return (
        Service(
            endpoints=endpoints,
            artifacts=artifacts,
            frozen=plan.split.frozen,
            settings=plan.split.settings,
            profile=profile,
            told=plan.split.told,
            cached=cached_functions(plan) if plan.split.told else (),
            compiled=plan.settings.compiled,
            environment=tuple(environment_of(plan).items()),
        ),
        (
            *troubles,
            *_skew(plan, endpoints),
            *_one_at_a_time(plan, endpoints),
            *clocked(plan),
            *counting(plan),
            *in_another_scale(plan),
        ),
    )


def environment_of(plan: Plan) -> dict[str, str]:
    """The environment variables that training sets to a text, secrets left out."""
    assert plan.split is not None
    found: dict[str, str] = {}
    for each in plan.dataflow.statements:
        match each.node:
            case ast.Assign(
                targets=[ast.Subscript(value=owner, slice=ast.Constant(value=str(name)))],
                value=ast.Constant(value=str(text)),
            ) if (
                each.order in plan.split.train and ast.unparse(owner) in ENVIRON
            ):
                if not is_secret(name, text):
                    found.setdefault(name, text)
    return found


def cached_functions(plan: Plan) -> tuple[str, ...]:
    """Functions and methods that read values of their module, and remember what they answered."""
    nodes = {each.order: each.node for each in plan.dataflow.statements}
    sharing = (nodes[each.statement] for each in plan.definitions if each.shares)
    return tuple(name for node in sharing for name in cached_names(node))


def checked(plan: Plan, found: Mapping[str, Mapping[str, Any]]) -> Iterator[Diagnostic]:
    """Errors for made functions that prepare other rows than the notebook did."""
    assert plan.split is not None
    spans = {each.order: each.span for each in plan.dataflow.statements}
    places = {served.name: spans[served.statement] for served in plan.split.served}
    for made in plan.made:
        if not made.rows:
            continue
        told = found.get(made.name, {"why": "it could not be looked at", "missing": 0})
        if not told.get("why") and not told["missing"] and told["count"]:
            continue
        why = told.get("why") or (
            f"{told['missing']} of {told['count']} rows that '{made.estimator}' was asked about are "
            f"prepared otherwise, the first as {', '.join(told.get('first', ()))}"
        )
        yield Diagnostic(
            "NB808",
            "error",
            f"what prepares the rows of '{made.estimator}' could not be repeated: {why}",
            "write a function that takes rows and returns answers, tagged `predict`",
            places.get(made.name),
        )


def _unstorable(plan: Plan, artifacts: tuple[Artifact, ...], seen: Seen) -> Iterator[Diagnostic]:
    """Errors for artifacts that no file can hold; libraries' own formats are not asked."""
    for artifact in artifacts:
        why = (seen.unstorable or {}).get(artifact.name, "")
        if why and artifact.format == "joblib":
            binders = [each for each in plan.dataflow.statements if artifact.name in each.binds]
            yield Diagnostic(
                "NB810",
                "error",
                f"'{artifact.name}', which serving reads, cannot be stored in a file: {why}",
                "give a lambda a name with `def` at the top of a cell; make open files, connections "
                "and generators inside the served function",
                binders[-1].span if binders else None,
            )


def _one_at_a_time(plan: Plan, endpoints: tuple[Endpoint, ...]) -> Iterator[Diagnostic]:
    """Warnings for functions of several rows whose answer for one may depend on those beside it."""
    assert plan.split is not None
    spans = {each.order: each.span for each in plan.dataflow.statements}
    several = {each.function for each in endpoints if each.answer != "one"}
    reasons = dict(plan.split.alone)
    for served in plan.split.served:
        if reasons.get(served.name) and served.name in several:
            yield Diagnostic(
                "NB809",
                "warning",
                f"requests to '{served.name}' are not answered together: {reasons[served.name]}",
                "a row's answer may depend on the rows beside it; read what training computed "
                "instead, such as a mean with a name of its own",
                spans[served.statement],
            )


def _sources(plan: Plan) -> list[str]:
    """Names that training binds, in its order; they may hold rows."""
    assert plan.split is not None
    found: dict[str, None] = {}
    for each in plan.dataflow.statements:
        if each.order in plan.split.train and not isinstance(each.node, NO_ROWS):
            found.update(dict.fromkeys(sorted(each.binds)))
    return list(found)[:MOST_SOURCES]


def _parameters(node: ast.stmt) -> list[str]:
    """Parameters without a default: those that a call has to give."""
    assert isinstance(node, FUNCTIONS)
    optional = len(node.args.defaults)
    positional = [*node.args.posonlyargs, *node.args.args]
    needed = positional[: len(positional) - optional]
    return [argument.arg for argument in needed]


def _columns(node: ast.stmt) -> set[str]:
    """Texts that subscript something in the function: columns of its rows, if anything."""
    assert isinstance(node, FUNCTIONS)
    own = {argument.arg for argument in all_arguments(node.args)}
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Subscript(value=ast.Name(id=name), slice=index) if name in own:
                found |= {
                    each.value
                    for each in ast.walk(index)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def _skew(plan: Plan, endpoints: tuple[Endpoint, ...]) -> Iterator[Diagnostic]:
    """Warnings for columns whose gaps training fills and serving does not."""
    assert plan.split is not None
    fields = {f.name: f for endpoint in endpoints for f in endpoint.fields}
    code = set(plan.split.code)
    served = "\n".join(
        each.text for each in plan.dataflow.statements if getattr(each.node, "name", "") in code
    )
    for each in plan.dataflow.statements:
        definition = getattr(each.node, "name", "")
        trains = each.order in plan.split.train and definition not in code
        if not trains or "fillna" in served:
            continue
        for name in sorted(_filled(each.node) & fields.keys()):
            if not fields[name].nullable and fields[name].required:
                yield Diagnostic(
                    "NB806",
                    "warning",
                    f"training fills gaps in '{name}', and serving does not",
                    "a null is refused; fill it in the served function to accept nulls",
                    each.span,
                )


def _filled(node: ast.stmt) -> set[str]:
    """Columns on which `fillna` is called."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Call(func=ast.Attribute(value=owner, attr="fillna")):
                match owner:
                    case ast.Subscript(slice=ast.Constant(value=str(name))):
                        found.add(name)
                    case ast.Attribute(attr=name):
                        found.add(name)
    return found
