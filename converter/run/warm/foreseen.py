"""The imports that a notebook will make, found in its text, and what it sets before them.

    import os                       Import("os", "import os")
    os.environ["X"] = "1"           Setting("X", "1")
    import numpy as np              Import("numpy", "import numpy")
    !pip install lightgbm           what follows cannot be foreseen:
    import lightgbm                 late: {"lightgbm"}

A server may make an import only if it would be the same import at its place in the notebook. What
is imported in functions and conditions is left to the run.
"""

from __future__ import annotations

import ast
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from converter.run.warm.plain import MAGIC, SHELL, plain_cell


@dataclass(frozen=True)
class Import:
    """An import statement of one module without its aliases, and the module's top-level name."""

    root: str
    statement: str

    def matters(self) -> bool:
        """Whether it takes time: what comes with Python hardly does."""
        return self.root not in sys.stdlib_module_names


@dataclass(frozen=True)
class Setting:
    """An environment variable that the notebook sets; None: to something that only the run knows."""

    variable: str
    value: str | None

    def matters(self) -> bool:
        """Whether it has to be made: it may change what is imported after it."""
        return True


Step = Import | Setting


@dataclass(frozen=True)
class Foreseen:
    """What a server may do ahead of a notebook, in order; `late` must not be imported before."""

    steps: tuple[Step, ...] = ()
    late: frozenset[str] = frozenset()

    def settings(self) -> tuple[Setting, ...]:
        """The settings among the steps."""
        return tuple(step for step in self.steps if isinstance(step, Setting))


class _Unforeseeable(Exception):
    """What comes next may be imported from elsewhere, or otherwise."""


@dataclass
class _Reading:
    steps: dict[Step, None] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    closed: bool = False

    def note(self, found: Iterable[Step]) -> None:
        known = {step.root for step in self.steps if isinstance(step, Import)}
        for step in found:
            if not self.closed:
                self.steps.setdefault(step)
            elif isinstance(step, Import) and step.root not in known:
                self.late.add(step.root)


def foreseen(sources: Iterable[str]) -> Foreseen:
    """What can be foreseen of the code cells with these texts."""
    with _turn:
        return _foreseen(tuple(sources))


# Not more than one thread at a time: Python 3.11's parser counts its depth for all threads at once.
_turn = threading.Lock()


@lru_cache(maxsize=64)
def _foreseen(sources: tuple[str, ...]) -> Foreseen:
    reading = _Reading()
    for source in sources:
        tree = plain_cell(source)
        for statement in tree.body if tree else ():
            try:
                reading.note(_steps(statement))
            except _Unforeseeable:
                reading.closed = True
    return Foreseen(tuple(reading.steps), frozenset(reading.late))


def _steps(statement: ast.stmt) -> Iterator[Step]:
    match statement:
        case ast.Import(names=names):
            for alias in names:
                yield Import(alias.name.partition(".")[0], f"import {alias.name}")
        case ast.ImportFrom(module=str(module), level=0) if module != "__future__":
            what = ", ".join(alias.name for alias in statement.names)
            yield Import(module.partition(".")[0], f"from {module} import {what}")
        case ast.Try(body=body) | ast.With(body=body):
            for one in body:
                yield from _steps(one)
            yield from _hidden_settings(statement, body)
        case ast.Assign(targets=[ast.Subscript() as target], value=ast.Constant(value=str(value))):
            name = _variable(target)
            if name is None:
                yield from _hidden_settings(statement, ())
            else:
                yield Setting(name, value)
        case _:
            yield from _hidden_settings(statement, ())


def _hidden_settings(statement: ast.stmt, seen: Iterable[ast.stmt]) -> Iterator[Step]:
    """Settings anywhere in a statement, of values that are not known."""
    known = {id(node) for one in seen for node in ast.walk(one)}
    for node in ast.walk(statement):
        if id(node) in known:
            continue
        match node:
            case ast.Subscript(ctx=ast.Store() | ast.Del()) if _is_environment(node.value):
                yield Setting(_literal(node.slice), None)
            case ast.Subscript(ctx=ast.Store() | ast.Del()) if _dotted(node.value) == "sys.modules":
                raise _Unforeseeable
            case ast.AugAssign(target=target) if _is_environment(target):
                raise _Unforeseeable
            case ast.Call(func=function, args=arguments):
                yield from _called(_dotted(function), arguments)


_ENVIRONMENT_CALLS = frozenset({"setdefault", "pop", "update", "clear", "popitem"})
_UNFORESEEABLE_CALLS = frozenset(
    ("exec", "execfile", "load_dotenv", "addsitedir", "run_path", "run_module", "reload")
)
_COMMANDS = frozenset(
    ("os.system", "os.popen", "subprocess.run", "subprocess.call", "subprocess.check_call")
    + ("subprocess.check_output", "subprocess.Popen", "run", "check_call", "check_output", "Popen")
    + ("get_ipython().system", "get_ipython().getoutput", "pip.main")
)
_INSTALLS = re.compile(r"\b(pip3?|conda|mamba|uv|poetry|easy_install|setup\.py)\b")


def _called(name: str, arguments: list[ast.expr]) -> Iterator[Step]:
    owner, _, last = name.rpartition(".")
    if name == MAGIC:
        yield from _magic(_literal(arguments[0]))
    elif name == SHELL or name in _COMMANDS:
        if any(_INSTALLS.search(text) for text in _texts(arguments)):
            raise _Unforeseeable
    elif last in _ENVIRONMENT_CALLS and owner.rpartition(".")[2] == "environ":
        if last not in ("setdefault", "pop") or not arguments:
            raise _Unforeseeable
        yield Setting(_literal(arguments[0]), None)
    elif last in ("putenv", "unsetenv") and arguments:
        yield Setting(_literal(arguments[0]), None)
    elif last in _UNFORESEEABLE_CALLS:
        raise _Unforeseeable


def _magic(line: str) -> Iterator[Step]:
    name, _, rest = line.strip().partition(" ")
    if name in ("env", "set_env"):
        variable, _, value = (rest.replace(" ", "=", 1) if "=" not in rest else rest).partition("=")
        if variable.strip():
            plain = value.strip() and not re.search(r"[{$]", value)
            yield Setting(variable.strip(), value.strip() if plain else None)
    elif name in ("pip", "conda", "mamba", "run", "dotenv", "uv", "micromamba"):
        raise _Unforeseeable
    elif name in ("sx", "system", "script", "bash", "sh") and _INSTALLS.search(rest):
        raise _Unforeseeable


def _variable(target: ast.Subscript) -> str | None:
    """The variable of `os.environ["NAME"]`."""
    if not _is_environment(target.value):
        return None
    match target.slice:
        case ast.Constant(value=str(name)):
            return name
    raise _Unforeseeable


def _is_environment(node: ast.expr) -> bool:
    return _dotted(node).rpartition(".")[2] in ("environ", "environb")


def _literal(node: ast.expr) -> str:
    """The text of a constant; a name that is computed cannot be foreseen."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _Unforeseeable


def _texts(arguments: list[ast.expr]) -> Iterator[str]:
    for argument in arguments:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
        case ast.Call(func=function):
            return f"{_dotted(function)}()"
    return ""
