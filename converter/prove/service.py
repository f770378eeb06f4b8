"""What a service answers, beside what the notebook's functions answered to the same rows."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from converter.model.proof import Finding, Provenance, Tolerance
from converter.model.recording import Recording
from converter.prove.texts import Placed

MOST_SHOWN = 200
ATTRIBUTE = re.compile(r"(\w+)\.(?:.*\.)?\w+")  # `model.shown`, `model.result.shown`


def kept_texts(
    notebook: Placed,
    project: Placed,
    provenance: Provenance,
    unstable: AbstractSet[int] = frozenset(),
) -> list[Finding]:
    """Lines that training prints and the notebook does not, in its order.

    A service leaves exploration out: what the notebook prints besides is no difference. Lines that it
    does not repeat itself, times that fitting takes, stand for any line of their stage.
    """
    at = 0
    left = [line for _, line in notebook]
    found: list[Finding] = []
    for place, (where, line) in enumerate(project):
        alike = [n for n in sorted(unstable) if at <= n < len(left)]
        alike = [n for n in alike if provenance.stage_of(notebook[n][0]) == where]
        if line in left[at:]:
            at = left.index(line, at) + 1
        elif alike:
            at = alike[0] + 1
        else:
            found.append(
                Finding(
                    "text",
                    str(where or ""),
                    f"line {place + 1}",
                    "",
                    line,
                    "printed by training only",
                )
            )
    return found


def explored(
    findings: Iterable[Finding], notebook: Recording
) -> tuple[list[Finding], dict[str, str]]:
    """(other findings, attributes that only objects of the `notebook` have, with what is told of them).

    What asks a fitted model may leave something in it (statsmodels' `summary`); training leaves out what
    only looks, and what a service answers is compared by itself. Attributes of own classes count.
    """
    others: list[Finding] = []
    left: dict[str, str] = {}
    for each in findings:
        named = ATTRIBUTE.fullmatch(each.path) if each.kind == "value" else None
        if named and each.project == "(absent)" and _is_of_library(named[1], each.stage, notebook):
            left[each.path] = "set by what training leaves out"
        else:
            others.append(each)
    return others, left


def _is_of_library(name: str, moment: str, notebook: Recording) -> bool:
    point = notebook.point(moment)
    node = point.nodes.get(name) if point else None
    return isinstance(node, dict) and "." in str(node.get("t"))  # own classes have no module


def requests_of(
    served: Iterable[Mapping[str, Any]], endpoints: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, list[dict[str, Any]], list[Any]]]:
    """(endpoint, rows, answers) of what the notebook was seen to answer.

    `endpoints` tell by the function's name which endpoint serves it, and which fields it takes.
    Calls of which only some rows were kept are asked row by row; those with a NaN where a request's
    null is None, or with settings beside its rows, cannot be asked.
    """
    for each in served:
        endpoint = endpoints.get(each["function"])
        if endpoint is None or "answered" not in each:
            continue
        table, answers = each["table"], each["answered"]["answers"]
        if table["argument"] != endpoint["argument"]:
            continue
        none = endpoint.get("none", ())
        if any(each.get("nans") and each["name"] in none for each in table["columns"]):
            continue
        if table.get("others"):
            continue
        fields = list(endpoint["fields"])
        rows = [{k: v for k, v in row.items() if k in fields} for row in table["rows"]]
        if table["argument"] in ("column", "series"):  # one name for all, whatever each call had
            rows = [dict.fromkeys(fields, value) for row in table["rows"] for value in row.values()]
        if table["whole"]:
            yield endpoint["name"], rows, answers
        else:
            yield from ((endpoint["name"], [r], [a]) for r, a in zip(rows, answers, strict=True))


def answer_finding(
    endpoint: str,
    rows: Sequence[Mapping[str, Any]],
    expected: Sequence[Any],
    status: int,
    body: bytes,
    tolerance: Tolerance,
) -> Finding | None:
    """The difference between what the notebook and the service answer, or None."""
    try:
        answers = json.loads(body)["predictions"] if status == 200 else None
    except (ValueError, KeyError, TypeError):
        answers = None
    if answers is None:
        told = body.decode(errors="replace")[:MOST_SHOWN]
        return _finding(endpoint, rows, expected, f"{status}: {told}", "the rows are not answered")
    if len(answers) != len(expected):
        return _finding(endpoint, rows, expected, answers, "another number of answers")
    for row, one, other in zip(rows, expected, answers, strict=True):
        if not agree(one, other, tolerance):
            return _finding(endpoint, [row], one, other, "another answer")
    return None


def _finding(
    endpoint: str, rows: Sequence[Mapping[str, Any]], expected: object, found: object, why: str
) -> Finding:
    shown = json.dumps(list(rows)[:1], ensure_ascii=False)[:MOST_SHOWN]
    texts = [
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)[:MOST_SHOWN]
        for each in (expected, found)
    ]
    return Finding("answer", "service", f"/{endpoint} {shown}", texts[0], texts[1], why)


def agree(one: Any, other: Any, tolerance: Tolerance) -> bool:
    """Whether two JSON values are equal; numbers with a fraction within the tolerance."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(
                agree(one[k], other[k], tolerance) for k in one
            )
        case list(), list():
            return len(one) == len(other) and all(
                agree(a, b, tolerance) for a, b in zip(one, other, strict=True)
            )
        case bool() | str() | None, _:
            return type(one) is type(other) and bool(one == other)
        case (int() | float()), (int() | float()) if type(other) is not bool:
            return one == other or math.isclose(
                one, other, rel_tol=tolerance.rtol, abs_tol=tolerance.atol
            )
    return False


def served_endpoints(provenance: Provenance) -> dict[str, Mapping[str, Any]]:
    """The project's endpoints by the function that each serves."""
    return {str(each["function"]): each for each in provenance.endpoints}
