"""Where the project came from: JSON files that tools read, nbship's own and the job's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from converter import __version__
from converter.model.plan import Plan
from converter.model.project import Module
from converter.scaffold.boundaries import left_out, silenced, stages_document


def source_map(modules: Iterable[Module]) -> bytes:
    """File -> [line, cell, line of the cell], by which the job names the notebook's lines."""
    origins = {
        module_path(module): sorted([o.line, o.cell, o.cell_line] for o in module.origins if o.cell)
        for module in modules
        if any(o.cell for o in module.origins)
    }
    rows = ",\n".join(
        f"  {json.dumps(path)}: {json.dumps(lines)}" for path, lines in sorted(origins.items())
    )
    return f"{{\n{rows}\n}}\n".encode() if rows else b"{}\n"


def line_map(package: str, modules: Iterable[Module]) -> bytes:
    """File -> [line, cell, line of the cell, why] of every statement of the package's code."""
    rows = {
        f"src/{package}/{module_path(module)}": [
            [o.line, o.cell, o.cell_line, o.why] for o in sorted(module.origins)
        ]
        for module in modules
    }
    return (json.dumps(rows, indent=None, separators=(",", ":")) + "\n").encode()


def module_path(module: Module) -> str:
    """The file of `module`, relative to the package's folder."""
    return module.name.replace(".", "/") + ".py"


def _endpoints(plan: Plan) -> list[dict[str, object]]:
    """What is served, by which function of the notebook, and the fields of its rows."""
    return [
        {
            "name": endpoint.name,
            "function": endpoint.function,
            "argument": endpoint.argument,
            "fields": [field.name for field in endpoint.fields],
            "none": list(endpoint.none),
        }
        for endpoint in (plan.service.endpoints if plan.service else ())
    ]


def provenance(plan: Plan, files: Mapping[str, bytes]) -> bytes:
    """What the project was made from and how, and the digest of every file as it was written."""
    notebook = plan.dataflow.program.notebook
    document = {
        "nbship": __version__,
        "notebook": {"name": notebook.name, "sha256": notebook.sha256},
        "project": {"name": plan.name, "package": plan.package},
        "settings": asdict(plan.settings),
        "literal": plan.stages[0].module if plan.literal and plan.stages else "",
        "stages": stages_document(plan),
        "results": [
            {"name": result.name, "value": result.value, "stage": result.stage}
            for result in plan.results
        ],
        "lifted": {
            definition.name: [word for _, word in definition.lifted]
            for definition in plan.definitions
            if definition.lifted
        },
        "endpoints": _endpoints(plan),
        "left_out": left_out(plan),
        "silenced": silenced(plan),
        "ledger": [
            {
                "statement": entry.statement,
                "cell": entry.span.cell,
                "line": entry.span.line,
                "fate": entry.fate,
                "where": entry.where,
                "why": entry.why,
            }
            for entry in plan.ledger
        ],
        "manifest": {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)},
    }
    return (json.dumps(document, indent=1) + "\n").encode()
