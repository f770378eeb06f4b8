"""Whether what was emitted is Python."""

from __future__ import annotations

from converter.errors import InternalError
from converter.model.project import Project


def check_compiles(project: Project) -> None:
    """Raise InternalError when a Python file of the project is no Python."""
    for name, content in project.files.items():
        if name.endswith(".py") and not name.startswith(("notebooks/", "src/")):
            _compile(name, content)
        elif name.startswith(f"src/{project.name.replace('-', '_')}/") and name.endswith(".py"):
            _compile(name, content)


def _compile(name: str, content: bytes) -> None:
    try:
        compile(content, name, "exec", dont_inherit=True)
    except SyntaxError as exc:
        raise InternalError(f"emitted {name}, which is no Python: {exc}") from exc
