"""The requests that the notebook was seen to answer, as the files that the service and its tests read."""

from __future__ import annotations

import json

from converter.model.service import Service

EXAMPLES = 50
"""Recorded requests of an endpoint that go into the package: golden requests and examples."""


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
