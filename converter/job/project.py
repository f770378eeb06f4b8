"""The project of a job, read from its files: package, parameters, digest. Nothing is imported."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from converter.errors import InputError
from converter.model.diagnostic import Span
from converter.model.parameter import Parameter, ParameterSet
from converter.model.project import PROVENANCE

_HINT = "name a notebook, or the folder of a job that `nbship convert --to job` wrote"


@dataclass(frozen=True)
class JobProject:
    """A job on disk. `sha256` is the digest of its code, `prefix` that of its variables."""

    folder: Path
    name: str
    package: str
    notebook: str
    sha256: str
    prefix: str
    parameters: ParameterSet

    @property
    def source(self) -> Path:
        """The folder that its package is imported from."""
        return self.folder / "src"


def project_at(folder: Path) -> JobProject:
    """The job in `folder`. Raises InputError when there is none."""
    record = _provenance(folder)
    package = str(record.get("project", {}).get("package", ""))
    code = folder / "src" / package
    if not package.isidentifier() or not (code / "__main__.py").is_file():
        raise InputError(f"{folder}: is no job (it has no src/{package}/__main__.py)", hint=_HINT)
    tree = _tree(code / "parameters.py")
    return JobProject(
        folder=folder,
        name=str(record["project"].get("name", package)),
        package=package,
        notebook=str(record.get("notebook", {}).get("name", "")),
        sha256=digest_of(folder / "src"),
        prefix=_prefix(tree) or f"{package.upper()}_",
        parameters=ParameterSet(tuple(_parameters(tree))),
    )


def digest_of(source: Path) -> str:
    """The digest of all code and data under `source`, compiled files left out."""
    found = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            found.update(path.relative_to(source).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _provenance(folder: Path) -> dict[str, dict[str, object]]:
    path = folder / PROVENANCE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        message = f"{folder}: is a folder, and no project that nbship wrote"
        raise InputError(message, hint=_HINT) from exc
    except ValueError as exc:
        raise InputError(f"{path}: is damaged: {exc}", hint=_HINT) from exc
    if not isinstance(found, dict) or not isinstance(found.get("project"), dict):
        raise InputError(f"{path}: does not say which project this is", hint=_HINT)
    return found


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError) as exc:
        raise InputError(f"{path}: cannot be read: {exc}", hint=_HINT) from exc


def _class(tree: ast.Module) -> list[ast.stmt]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Parameters":
            return node.body
    return []


def _parameters(tree: ast.Module) -> Iterator[Parameter]:
    """The fields of `class Parameters`; a type that the owner made is any value to us."""
    body = _class(tree)
    for number, node in enumerate(body):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        default, title = _default(node.value)
        annotation = ast.unparse(_bare(node.annotation))
        secret = "Secret" in annotation
        yield Parameter(
            name=title or node.target.id,
            field=node.target.id,
            annotation=annotation,
            default=ast.unparse(default) if default is not None else None,
            span=Span(1),
            statement=number,
            value=None if secret else _value(default),
            comment=_words(body[number + 1]) if number + 1 < len(body) else "",
            secret=secret,
        )


def _words(node: ast.stmt) -> str:
    """The text that stands below a field."""
    match node:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return text
    return ""


def _bare(annotation: ast.expr) -> ast.expr:
    """The type without the owner's constraints: `int` for `Annotated[int, Field(ge=0)]`."""
    match annotation:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, *_])):
            return inner
    return annotation


def _default(node: ast.expr | None) -> tuple[ast.expr | None, str]:
    """The default and the notebook's name of a field: `= 3`, or `= Field(3, title="model_x")`."""
    if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Field")):
        return node, ""
    words = {word.arg: word.value for word in node.keywords}
    default = node.args[0] if node.args else words.get("default")
    title = words.get("title")
    name = title.value if isinstance(title, ast.Constant) else ""
    return default or words.get("default_factory"), name if isinstance(name, str) else ""


def _value(default: ast.expr | None) -> object:
    try:
        return ast.literal_eval(default) if default is not None else None
    except (ValueError, TypeError, MemoryError, RecursionError):
        return None


def _prefix(tree: ast.Module) -> str:
    """The `env_prefix` of the settings."""
    for node in ast.walk(ast.Module(_class(tree), [])):
        match node:
            case ast.keyword(arg="env_prefix", value=ast.Constant(value=str() as prefix)):
                return prefix
    return ""
