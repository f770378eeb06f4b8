"""Scaffold: Plan and Modules -> Project.

Puts the modules into a project that stands alone: packaging, shell, tests, deployment, README.
Decides nothing but the wording; reads nothing but the templates.
"""

from __future__ import annotations

import keyword
import platform
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

from converter.errors import InternalError
from converter.model.plan import Plan
from converter.model.project import LINES, PROVENANCE, Module, Project
from converter.scaffold.context import context_of
from converter.scaffold.layout import pieces_of
from converter.scaffold.provenance import line_map, module_path, provenance, source_map
from converter.scaffold.recorded import check_service, recorded_files
from converter.scaffold.requirements import installed_version
from converter.scaffold.templates import rendered, verbatim

NOTHING: Mapping[str, bytes] = MappingProxyType({})
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?", re.IGNORECASE)

WORKERS = 4


def scaffold(
    plan: Plan,
    modules: tuple[Module, ...],
    extra: Mapping[str, bytes] = NOTHING,
    *,
    format: Callable[[str], str] = str,
    version: Callable[[str], str | None] = installed_version,
    python: str = platform.python_version().rstrip("+"),
) -> Project:
    """The whole project of `plan`: `modules`, the files of `extra` as they are, and what templates add.

    `format` formats the Python that templates make; `version` tells the versions to pin and
    `python` the interpreter that the container has.
    """
    _check_names(plan)
    context = context_of(plan, modules, extra, version=version, interpreter=python)
    files: dict[str, bytes] = {}
    texts = {
        piece.path.format(package=plan.package): (
            rendered(piece.template, context)
            if _is_template(piece.template)
            else verbatim(piece.template)
        )
        for piece in pieces_of(plan)
    }
    # Formatting may wait for other processes: the files wait side by side.
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        sources = [path for path in texts if path.endswith(".py")]
        for path, text in zip(
            sources, pool.map(format, [texts[path] for path in sources]), strict=True
        ):
            texts[path] = text
    for path, text in texts.items():
        _add(files, path, _encoded(text))
    source = f"src/{plan.package}"
    for module in modules:
        _add(files, f"{source}/{module_path(module)}", _encoded(module.text))
    _add(files, f"{source}/py.typed", b"")
    _add(files, f"{source}/source_map.json", source_map(modules))
    if plan.service is not None:
        for path, content in recorded_files(plan.service, plan.package).items():
            _add(files, path, content)
    for path, content in extra.items():
        _add(files, path, content)
    _add(files, LINES, line_map(plan.package, modules))
    _add(files, PROVENANCE, provenance(plan, files))
    return Project(plan.name, MappingProxyType(dict(sorted(files.items()))))


def _is_template(name: str) -> bool:
    return name.endswith(".jinja")


def _check_names(plan: Plan) -> None:
    if not plan.package.isidentifier() or keyword.iskeyword(plan.package):
        raise InternalError(f"not a package name: {plan.package!r}")
    if not _NAME.fullmatch(plan.name):
        raise InternalError(f"not a project name: {plan.name!r}")
    if (plan.settings.target == "service") != (plan.service is not None):
        raise InternalError("a service needs to be told what it serves, and only a service does")
    if plan.service is not None:
        check_service(plan.service)


def _add(files: dict[str, bytes], path: str, content: bytes) -> None:
    if path in files:
        raise InternalError(f"two files of the project want to be {path}")
    files[path] = content


def _encoded(text: str) -> bytes:
    # A lone surrogate in a string literal of the notebook becomes its escape: the same string.
    return text.encode("utf-8", "backslashreplace")
