"""What the project needs to run: the notebook's requirements and those of the code around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from converter.model.plan import Plan

if TYPE_CHECKING:
    from packaging.requirements import Requirement

OLDEST_PYTHON = (3, 10)

# Distribution -> what is asked for where the conversion's environment does not have it.
SHELL = {"pydantic": ">=2.6", "pydantic-settings": ">=2.5"}
JOB_SHELL = {"pyyaml": ">=6"}
SERVICE_SHELL = {
    "fastapi": ">=0.115",
    "httptools": ">=0.6",
    "joblib": ">=1.3",
    "prometheus-client": ">=0.20",
    "pydantic": ">=2.12",
    "pydantic-core": ">=2.41",
    "starlette": ">=0.40",
    "uvicorn": ">=0.51",
    "uvloop": ">=0.21",
}
# What makes faster forms of models, and runs them: an extra of the project.
COMPILE = {"onnx": ">=1.16", "onnxmltools": ">=1.12", "onnxruntime": ">=1.20", "skl2onnx": ">=1.17"}
# Python has its own from 3.11 on.
TOML_READER = "tomli>=2; python_version < '3.11'"
DEVELOPMENT = {"mypy": ">=1.10", "pytest": ">=8", "ruff": ">=0.6", "types-pyyaml": ""}
# Results are saved better with these: where the first is used, the second comes along.
COMPANIONS = {
    "catboost": "joblib",
    "lightgbm": "joblib",
    "pandas": "pyarrow",
    "scikit-learn": "joblib",
    "xgboost": "joblib",
}
FALLBACK = {"ipython": ">=8", "joblib": ">=1.3", "pyarrow": ">=15"}
# Reads Parquet uploads. pandas loads it wherever it is there, 34 MB in each worker: an extra where the
# notebook had none and no artifact is kept so.
PARQUET = "pyarrow"


@dataclass(frozen=True)
class Requirements:
    """PEP 508 lines for running and for development, and the oldest Python that can serve them.

    `direct` is True when a line names a URL, which hatchling and Docker builds must be told;
    `unreadable` are lines of the notebook (`%pip install` of something) that are no requirement.
    """

    runtime: tuple[str, ...]
    development: tuple[str, ...]
    python: tuple[int, int]
    direct: bool = False
    unreadable: tuple[str, ...] = ()
    compile: tuple[str, ...] = ()
    parquet: tuple[str, ...] = ()


def installed_version(name: str) -> str | None:
    """The version of the distribution `name` in this environment, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def requirements_of(
    plan: Plan, *, version: Callable[[str], str | None] = installed_version
) -> Requirements:
    """What the project of `plan` needs, pinned to the versions that `version` knows."""
    from packaging.utils import canonicalize_name

    readable = {line: parsed for line in plan.requirements if (parsed := _parsed(line))}
    own: dict[str, str] = {canonicalize_name(each.name): line for line, each in readable.items()}
    job = plan.settings.target in ("job", "service")
    shell = dict(SHELL)
    if job:
        shell.update(JOB_SHELL)
    for name, companion in COMPANIONS.items():
        if job and name in own:
            shell[companion] = FALLBACK[companion]
    parquet: tuple[str, ...] = ()
    if plan.settings.target == "service":
        shell.update({**SERVICE_SHELL, PARQUET: FALLBACK[PARQUET]})
        frames = plan.service and any(each.format == "parquet" for each in plan.service.artifacts)
        if "pandas" in own and not (frames or version(PARQUET)):
            parquet = (f"{PARQUET}{shell.pop(PARQUET)}",)
    if plan.shows:
        shell["ipython"] = FALLBACK["ipython"]
    added = {name: _pinned(name, bound, version) for name, bound in shell.items()}
    lines: dict[str, str] = {**added, **own}
    python = max([OLDEST_PYTHON, *(_oldest_python(name) for name in lines)])
    if job and python < (3, 11):
        lines.setdefault("tomli", TOML_READER)
    return Requirements(
        runtime=tuple(lines[name] for name in sorted(lines)),
        development=tuple(_pinned(name, DEVELOPMENT[name], version) for name in DEVELOPMENT)
        + parquet,
        python=python,
        direct=any(parsed.url for parsed in readable.values()),
        unreadable=tuple(line for line in plan.requirements if line not in readable),
        compile=tuple(_pinned(name, COMPILE[name], version) for name in COMPILE),
        parquet=parquet,
    )


def _pinned(name: str, bound: str, version: Callable[[str], str | None]) -> str:
    found = version(name)
    return f"{name}=={found.partition('+')[0]}" if found else name + bound


def _parsed(line: str) -> Requirement | None:
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return Requirement(line)
    except InvalidRequirement:
        return None


def _oldest_python(name: str) -> tuple[int, int]:
    """The oldest Python that the installed version of `name` allows, as far as it says."""
    try:
        headers = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return OLDEST_PYTHON
    found = re.findall(r">=\s*3\.(\d+)", ",".join(headers.get_all("Requires-Python") or []))
    return (3, max(map(int, found))) if found else OLDEST_PYTHON
