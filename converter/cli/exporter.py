"""Door to nbconvert's exporters: `jupyter nbconvert --to nbship-package NOTEBOOK`.

The package of modules is written beside the output, which is an index of it. Only nbconvert
imports this file.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter

from converter.errors import NbshipError, NotebookError
from converter.model.diagnostic import Diagnostic
from converter.model.notebook import Notebook
from converter.model.settings import Settings
from converter.pipeline import Conversion, convert_notebook
from converter.read.notebook import read_notebook

_BASE: Any = Exporter


class PackageExporter(_BASE):  # type: ignore[misc]
    """An index of the notebook's modules; the modules are its further files."""

    export_from_notebook = "Package (nbship)"
    output_mimetype = "text/markdown"

    def _file_extension_default(self) -> str:
        return ".md"

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The index, and the resources with the modules as outputs."""
        from nbconvert.utils.exceptions import ConversionException

        copy, found = super().from_notebook_node(nb, resources, **kw)
        try:
            conversion = convert_notebook(_notebook(copy, found), Settings(target="package"))
        except NbshipError as exc:
            raise ConversionException(_words(exc, found)) from exc
        modules = _modules(conversion)
        found["output_suffix"] = ".modules"
        outputs = found["outputs"] if isinstance(found.get("outputs"), dict) else {}
        found["outputs"] = {**outputs, **modules}
        return _index(conversion, sorted(modules)), found


def _notebook(node: Any, resources: dict[str, Any]) -> Notebook:
    """The notebook as nbship reads it, with the path that nbconvert had it from."""
    import nbformat

    data = nbformat.writes(node).encode()
    notebook = read_notebook("-", stdin=io.BytesIO(data))
    name = f"{resources['metadata'].get('name') or 'notebook'}.ipynb"
    path = Path(resources["metadata"].get("path") or ".") / name
    return replace(notebook, name=name, path=path if path.is_file() else None)


def _modules(conversion: Conversion) -> dict[str, bytes]:
    """The files of the package, by their path from the output's folder."""
    package = f"src/{conversion.plan.package}/"
    files = conversion.project.files
    return {
        name.removeprefix("src/"): content
        for name, content in files.items()
        if name.startswith(package) and name.endswith(".py")
    }


def _index(conversion: Conversion, names: list[str]) -> str:
    plan = conversion.plan
    lines = [f"# {plan.title or plan.name}", "", f"`{plan.package}/` in stages:", ""]
    lines += [f"- `{stage.name}` (`{stage.module}.py`): {stage.title}" for stage in plan.stages]
    lines += ["", "Files:", "", *(f"- [{name}]({name})" for name in names), ""]
    return "\n".join(lines)


def _words(exc: NbshipError, resources: dict[str, Any]) -> str:
    name = f"{resources['metadata'].get('name') or 'notebook'}.ipynb"
    found = exc.diagnostics if isinstance(exc, NotebookError) else ()
    lines = [each.text(name) for each in found if isinstance(each, Diagnostic)]
    return "\n".join([exc.message, *lines])
