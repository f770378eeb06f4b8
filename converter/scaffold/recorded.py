"""The requests that the notebook was seen to answer, as the files that the service and its tests read."""

from __future__ import annotations

import json
from typing import NamedTuple

from converter.errors import InternalError
from converter.model.service import Service

EXAMPLES = 50
"""Recorded requests of an endpoint that go into the package: golden requests and examples."""
ROWS = 200
"""Rows of each of them."""


class Example(NamedTuple):
    """A real row and its answer, as JSON texts; empty where nothing was recorded."""

    row: str = ""
    answer: str = ""


# Paths of the runtime's own.
_PATHS = frozenset({"admin", "docs", "livez", "metadata", "metrics", "openapi", "readyz"})


def check_service(service: Service) -> None:
    """Raise InternalError where the contract of ARCHITECTURE.md is broken."""
    names = [endpoint.name for endpoint in service.endpoints]
    classes = [name for each in service.endpoints for name in (each.record, each.response)]
    if not names or len({*names, *classes}) < len(names) + len(classes):
        raise InternalError("endpoints and their classes need names of their own")
    for endpoint in service.endpoints:
        rows = [row for recorded in endpoint.recorded for row in recorded.rows]
        if not endpoint.name.isidentifier() or endpoint.name in _PATHS:
            raise InternalError(f"not the name of an endpoint: {endpoint.name!r}")
        if not endpoint.fields or not rows:
            raise InternalError(f"{endpoint.name}: no field or no recorded row")
        needed = {field.name for field in endpoint.fields if field.required}
        known = {field.name for field in endpoint.fields}
        if any(not needed <= set(row) <= known for row in rows):
            raise InternalError(f"{endpoint.name}: recorded rows have other fields than the schema")


def example_of(service: Service) -> Example:
    """What the first endpoint was seen to answer first."""
    for recorded in (each for endpoint in service.endpoints[:1] for each in endpoint.recorded[:1]):
        texts = [
            json.dumps(value, ensure_ascii=False)
            for value in (recorded.rows[0], recorded.answers[0])
        ]
        return Example(*texts)
    return Example()


def recorded_files(service: Service, package: str) -> dict[str, bytes]:
    """`examples.json` in the package (rows only), and under `tests/` every request with its answers."""
    examples = {
        endpoint.name: [list(each.rows[:ROWS]) for each in endpoint.recorded[:EXAMPLES]]
        for endpoint in service.endpoints
    }
    files = {f"src/{package}/examples.json": _json(examples)}
    for endpoint in service.endpoints:
        requests = [
            {"rows": list(each.rows), "answers": list(each.answers)} for each in endpoint.recorded
        ]
        files[f"tests/reference/{endpoint.name}.json"] = _json(requests)
    return files


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
