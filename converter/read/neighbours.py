"""Files beside the notebook that it needs: modules that it imports, data that it names."""

from __future__ import annotations

import ast
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

_SMALL = 1_000_000
_FEW = 50
_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules"})
_CODE_SUFFIXES = frozenset({".py", ".pyc", ".ipynb", ".so", ".pyd"})


def neighbours_of(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Python files below `folder` that importing `names` loads, and small data in their packages."""
    root = folder.resolve()
    found: set[Path] = set()
    waiting = sorted(set(names))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or not name.isidentifier():
            continue
        seen.add(name)
        for file in _files_of(root, name):
            found.add(file)
            if file.suffix == ".py":
                waiting += sorted(_imported(file) - seen)
    return _relative(root, found)


def active_modules(sources: Mapping[str, str]) -> frozenset[str]:
    """Top-level modules, of files with their text, that do something when they are imported.

    They print, loop or call; imports, definitions and assignments do nothing that can be seen.
    """
    found: set[str] = set()
    uses: dict[str, set[str]] = {}
    for path, text in sources.items():
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            continue
        module = path.split("/")[0].removesuffix(".py")
        uses.setdefault(module, set()).update(_roots_imported(tree))
        if any(_does_something(node) for node in tree.body):
            found.add(module)
    while more := {module for module in uses if uses[module] & found} - found:
        found |= more
    return frozenset(found)


_QUIET = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try)


def _does_something(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call()):
            return True
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Expr() | ast.Pass():
            return False
        case ast.If(test=test):
            return "__name__" not in ast.unparse(test) and any(map(_does_something, node.body))
    return not isinstance(node, _QUIET)


def notebook_beside(folder: Path, name: str) -> Path | None:
    """The notebook in `folder` that importing `name` means, or None where there is a module."""
    if not name.isidentifier() or (folder / f"{name}.py").exists() or (folder / name).is_dir():
        return None
    for spelling in (name, name.replace("_", " ")):
        path = folder / f"{spelling}.ipynb"
        if _is_plain(folder.resolve(), path):
            return path
    return None


def data_of(folder: Path, names: Iterable[str], limit: int = 10_000_000) -> tuple[str, ...]:
    """Files below `folder` that the strings `names` are relative paths of, `limit` bytes at most.

    Paths may be patterns (`data/*.csv`), and words of a text, as those of shell commands are.
    """
    root = folder.resolve()
    found: set[Path] = set()
    left = limit
    parts = {part for text in names for part in (text, *_words(text))}
    for name in sorted(parts):
        for file in _named_files(root, name):
            size = file.stat().st_size
            if file not in found and size <= left:
                found.add(file)
                left -= size
    return _relative(root, found)


def _words(text: str) -> list[str]:
    """The words of a text that look like paths to something in a folder."""
    return [word for word in text.split() if "/" in word] if " " in text else []


def _relative(root: Path, files: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted(file.relative_to(root).as_posix() for file in files))


def _is_inside(root: Path, path: Path) -> bool:
    """True when `path`, links followed, lies below `root`."""
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a loop of links
        return False


def _is_plain(root: Path, path: Path) -> bool:
    """True for a regular file that lies below `root`, links followed, and is not hidden."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):  # a name that this system's file names cannot spell
        return False
    return regular and _is_inside(root, path)


def _files_of(root: Path, name: str) -> Iterator[Path]:
    """The files of module or package `name`."""
    package = root / name
    if (package.is_dir() and _is_inside(root, package)) and _has_python(package):
        yield from _below(root, package, sizes=_SMALL)
    elif _is_plain(root, root / f"{name}.py"):
        yield root / f"{name}.py"


def _has_python(package: Path) -> bool:
    return any(package.glob("*.py")) or any(package.glob("*/__init__.py"))


def _below(root: Path, folder: Path, *, sizes: int) -> Iterator[Path]:
    """Regular files below `folder`: all Python, others up to `sizes` bytes; nothing hidden."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(root).parts
        if any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in parts):
            continue
        if path.suffix in _CODE_SUFFIXES - {".py"} or not _is_plain(root, path):
            continue
        if path.suffix == ".py" or path.stat().st_size <= sizes:
            yield path


def _imported(file: Path) -> set[str]:
    """Top-level names of the absolute imports in `file`, wherever they stand."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return set()
    return _roots_imported(tree)


def _roots_imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def _named_files(root: Path, name: str) -> Iterator[Path]:
    """The file that `name` is a relative path of; for a folder its files, when they are few."""
    if not name or len(name) > 255 or any(not c.isprintable() for c in name):
        return
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        return
    if any(part.startswith(".") for part in pure.parts):
        return
    if set("*?[") & set(name):
        yield from _matching(root, name)
        return
    path = root / pure
    if _is_plain(root, path):
        if path.suffix not in _CODE_SUFFIXES:
            yield path
        return
    if not _is_folder(root, path):
        return
    files = [file for file in _below(root, path, sizes=10 * _SMALL) if file.suffix != ".py"]
    if len(files) <= _FEW:
        yield from files


def _matching(root: Path, pattern: str) -> Iterator[Path]:
    """The files that a pattern with an ending (`data/*.csv`) means, when they are few."""
    suffix = PurePosixPath(pattern).suffix
    if len(suffix) < 2 or not suffix[1:].isalnum() or "**" in pattern:
        return
    try:
        files = [path for path in sorted(root.glob(pattern)) if _is_data(root, path)]
    except (OSError, ValueError, NotImplementedError):  # no pattern that can be
        return
    if len(files) <= _FEW:
        yield from files


def _is_data(root: Path, path: Path) -> bool:
    """True for a plain file that a pattern may mean, in no folder of a project made from a notebook."""
    parts = path.relative_to(root).parts
    if any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in parts):
        return False
    made = any((folder / ".nbship").is_dir() for folder in path.parents if folder != root)
    return not made and path.suffix not in _CODE_SUFFIXES and _is_plain(root, path)


def _is_folder(root: Path, path: Path) -> bool:
    """True for a folder below `root` that may hold data: no project that was made from a notebook."""
    try:
        if not path.is_dir() or (path / ".nbship").is_dir():
            return False
        return path.resolve() != root and _is_inside(root, path)
    except OSError:
        return False
