"""The import block of a module that a template makes: three groups, sorted as ruff sorts them."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from converter.model.parameter import Parameter
from converter.model.plan import Plan
from converter.model.service import Endpoint, Service

_HELPERS = {"rows": "by_row", "columns": "by_column", "parts": "by_row"}
_TABLES = ("frame", "matrix", "series")


# Names that `endpoints.py` has of its own.
_OWN = frozenset(
    "ANSWERS Answer Any Callable Lock math Mapping Parameters Row Values by_column by_row dataclass frame matrix "
    "result row rows series values values_of".split()
)


def local_name(endpoint: Endpoint, service: Service) -> str:
    """What `endpoints.py` calls the function of an endpoint."""
    taken = _OWN | {f"answer_{each.name}" for each in service.endpoints}
    return f"{endpoint.function}_" if endpoint.function in taken else endpoint.function


def endpoint_imports(service: Service, plan: Plan, parameters: Iterable[Parameter]) -> str:
    """The imports of `endpoints.py`."""
    package = plan.package
    lines = {
        "from collections.abc import Callable, Mapping",
        "from dataclasses import dataclass",
        "from typing import Any",
        f"from {package}.parameters import Parameters",
        f"from {package}.serving.rows import Row",
    }
    for endpoint in service.endpoints:
        local = local_name(endpoint, service)
        alias = "" if local == endpoint.function else f" as {local}"
        lines.add(f"from {package}.{endpoint.module} import {endpoint.function}{alias}")
        if endpoint.answer in _HELPERS and endpoint.argument != "keywords":
            lines.add(f"from {package}.serving.answers import {_HELPERS[endpoint.answer]}")
        if endpoint.argument in _TABLES:
            lines.add(f"from {package}.serving.frames import {endpoint.argument}")
        if endpoint.argument in ("column", "vector") and endpoint.fields[0].dtype:
            lines.add(f"from {package}.serving.frames import matrix")
        if endpoint.tensors:
            lines.add("import torch")
        if endpoint.argument == "row" or endpoint.labelled:
            lines.add("import pandas as pd")
    if service.told:
        lines.add("from threading import Lock")
        module, name = plan.shared.module, plan.shared.name
        lines.add(f"from {package} import {module}" + (f" as {name}" if name != module else ""))
    if any(field.nan for endpoint in service.endpoints for field in endpoint.fields):
        lines.add("import math")
    lines.update(line for artifact in service.artifacts for line in artifact.imports)
    lines.update(line for parameter in parameters for line in parameter.imports)
    return block([*lines, *_switches(lines, plan)], package)


def _switches(lines: Iterable[str], plan: Plan) -> list[str]:
    """The notebook's imports that switch on what packages of these lines have, such as
    `from sklearn.experimental import enable_iterative_imputer`: without them the others fail."""
    packages = {line.split()[1].split(".")[0] for line in lines}
    return [
        f"{each.text}  # noqa: F401"
        for each in plan.imports
        if each.text.startswith("from ") and each.text.split()[1].endswith(".experimental")
        if each.text.split()[1].split(".")[0] in packages
    ]


def times_of(service: Service) -> list[tuple[str, str, str]]:
    """The types of times in requests: their names, pydantic's own, and what they are."""
    zoned = {f.has_zone for e in service.endpoints for f in e.fields if f.annotation == "datetime"}
    kinds = [
        (False, "Moment", "NaiveDatetime", "A time without a zone, as the data has it"),
        (True, "ZonedMoment", "AwareDatetime", "A time with its zone"),
    ]
    return [(name, kind, said) for has_zone, name, kind, said in kinds if has_zone in zoned]


def schema_imports(service: Service, package: str) -> str:
    """The imports of `schemas.py`."""
    fields = [f for each in service.endpoints for f in (*each.fields, *each.answer_fields)]
    bare = [e.answer_annotation for e in service.endpoints if not e.answer_fields]
    text = " ".join([*(f.annotation for f in fields), *bare])
    words = set(text.replace("[", " ").replace("]", " ").replace(",", " ").split())
    lines = {
        "from pydantic import BaseModel, BeforeValidator, ConfigDict, Field",
        "from typing import Annotated",
    }
    lines |= {f"from typing import {name}" for name in ("Any", "Literal") if name in words}
    answers = " ".join([*(f.annotation for e in service.endpoints for f in e.answer_fields), *bare])
    lines |= {f"from datetime import {n}" for n in ("date", "time") if n in words}
    lines |= {"from datetime import datetime"} if "datetime" in answers else set()
    times = times_of(service)
    lines |= {f"from pydantic import {kind}" for _, kind, _ in times}
    lines |= {"from pydantic_core import PydanticCustomError"} if times else set()
    return block(lines, package)


def block(lines: Iterable[str], package: str) -> str:
    """Import lines, those from one module joined, in groups: standard, others', the project's own."""
    plain: dict[int, set[str]] = {}
    taken: dict[int, dict[str, set[str]]] = {}
    for line in lines:
        words, _, names = line.partition(" import ")
        module = words.split()[1]
        top = module.split(".")[0]
        group = 2 if top == package else 0 if top in sys.stdlib_module_names else 1
        if words.startswith("from "):
            found = {name.strip() for name in names.strip("()").split(",")}
            taken.setdefault(group, {}).setdefault(module, set()).update(found)
        else:
            plain.setdefault(group, set()).add(line)
    groups = [[*sorted(plain.get(group, ())), *_sorted(taken.get(group, {}))] for group in range(3)]
    return "\n\n".join("\n".join(group) for group in groups if group)


def _sorted(taken: dict[str, set[str]]) -> list[str]:
    return [
        f"from {module} import {', '.join(sorted(names, key=_rank))}"
        for module, names in sorted(taken.items(), key=lambda item: item[0].lower())
    ]


def _rank(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as isort ranks them."""
    bare = name.split(" as ")[0]
    return (0 if bare.isupper() and len(bare) > 1 else 1 if bare[:1].isupper() else 2, name)
