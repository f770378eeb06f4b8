"""The requests that the notebook was seen to answer, as the files that the service and its tests read."""

from __future__ import annotations

import json
from typing import NamedTuple

from converter.model.service import Service

EXAMPLES = 50
"""Recorded requests of an endpoint that go into the package: golden requests and examples."""


class Example(NamedTuple):
    """A real row and its answer, as JSON texts; empty where nothing was recorded."""

    row: str = ""
    answer: str = ""


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
        endpoint.name: [list(each.rows) for each in endpoint.recorded[:EXAMPLES]]
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
