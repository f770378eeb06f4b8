"""A notebook run top to bottom, and the job made from it, in this process: text and values."""

from __future__ import annotations

import ast
import builtins
import importlib
import io
import itertools
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

from converter.emit.modules import modules_of
from converter.errors import NotebookError
from converter.model.diagnostic import Diagnostic
from converter.model.notebook import Cell, Notebook
from converter.model.plan import Plan
from converter.model.settings import Displays, Settings
from converter.pipeline import plan_notebook
from converter.rewrite.bodies import bodies_of

HEADING = "#!"  # a drawn cell that starts so is the text of a Markdown cell
MARKDOWN = "#!text "
TAGS = "#| tags: "


@dataclass(frozen=True)
class Outcome:
    """What a run printed, and the values it left behind by name."""

    text: str
    values: Mapping[str, Any]


def notebook_of(texts: Sequence[str], *, name: str = "drawn.ipynb") -> Notebook:
    """A notebook of code cells; a text that starts with `#!` is a Markdown cell."""
    return Notebook(name, None, "0" * 64, tuple(map(cell_of, itertools.count(1), texts)), text="{}")


def cell_of(number: int, text: str) -> Cell:
    """One cell of a drawn notebook."""
    if text.startswith(MARKDOWN):
        return Cell(number, "markdown", text.removeprefix(MARKDOWN))
    if text.startswith(HEADING):
        return Cell(number, "markdown", f"## {text.removeprefix(HEADING)}")
    return Cell(number, "code", text)


def plan_or_refusal(texts: Sequence[str], displays: Displays = "drop") -> Plan:
    """The plan of a drawn notebook. Raises NotebookError where the compiler refuses it."""
    plan = plan_notebook(notebook_of(texts), Settings(displays=displays))
    errors = tuple(each for each in plan.diagnostics if each.severity == "error")
    if errors:
        raise NotebookError("refused", diagnostics=errors)
    return plan


def texts_of(plan: Plan) -> dict[str, str]:
    """The modules' texts by name."""
    return {module.name: module.text for module in modules_of(plan, bodies_of(plan))}


def refusal_codes(error: NotebookError) -> list[str]:
    """The codes of the diagnostics that a refusal carries."""
    return [each.code for each in error.diagnostics if isinstance(each, Diagnostic)]


def run_notebook(texts: Sequence[str], displays: Displays = "drop") -> Outcome:
    """The cells in one namespace, as a kernel runs them."""
    space: dict[str, Any] = {
        "__name__": "__main__",
        "__builtins__": builtins,
        "display": _display(displays),
    }
    random.seed(0)
    with redirect_stdout(io.StringIO()) as printed:
        for text in texts:
            if not text.startswith(HEADING):
                _run_cell(text, space, displays)
    return Outcome(printed.getvalue(), space)


def _run_cell(text: str, space: dict[str, Any], displays: Displays) -> None:
    tree = ast.parse(text)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, "<cell>", "exec", dont_inherit=True), space)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)
        if displays == "print" and not text.rstrip().endswith(";"):
            _show(value)


def _show(value: object) -> None:
    if value is not None:
        print(repr(value))


def _display(displays: Displays) -> Any:
    def display(*values: object) -> None:
        if displays == "print":
            for value in values:
                print(repr(value))

    return display


def run_job(plan: Plan, texts: Mapping[str, str]) -> Outcome:
    """What `run()` of the emitted modules printed, and its results."""
    random.seed(0)
    with importable(plan, texts) as package, redirect_stdout(io.StringIO()) as printed:
        pipeline = importlib.import_module(f"{package}.pipeline")
        results = pipeline.run(given(plan))
    values = {each.name: getattr(results, each.name) for each in plan.results}
    return Outcome(printed.getvalue(), values)


def given(plan: Plan) -> SimpleNamespace:
    """The parameters with their defaults, as the settings class would hold them."""
    values: dict[str, Any] = {}
    for parameter in plan.parameters:
        space: dict[str, Any] = {}
        exec("\n".join(parameter.imports), space)
        values[parameter.field] = eval(parameter.default or "None", space)
    return SimpleNamespace(**values)


@contextmanager
def importable(plan: Plan, texts: Mapping[str, str]) -> Iterator[str]:
    """The name of a package made of `texts` and stand-ins for the job's own modules."""
    package = plan.package
    finder = TextFinder(package, {**stand_ins(package, plan.settings.displays), **texts})
    before = set(sys.modules)
    sys.meta_path.insert(0, finder)
    try:
        yield package
    finally:
        sys.meta_path.remove(finder)
        for name in set(sys.modules) - before:
            if name.split(".")[0] == package:
                del sys.modules[name]


class TextFinder(MetaPathFinder, Loader):
    """Finds the modules of one package in a table of texts."""

    def __init__(self, package: str, texts: Mapping[str, str]) -> None:
        self.package = package
        self.texts = {f"{package}.{name}": text for name, text in texts.items()}

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        if fullname == self.package:
            return ModuleSpec(fullname, self, is_package=True)
        return ModuleSpec(fullname, self) if fullname in self.texts else None

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        code = compile(self.texts.get(name, ""), f"<{name}>", "exec", dont_inherit=True)
        exec(code, module.__dict__)


def stand_ins(package: str, displays: Displays) -> dict[str, str]:
    """What the job's own modules offer to the notebook's code, in as few lines as will do."""
    shown = "print(repr(value))" if displays == "print" else "pass"
    return {
        "parameters": "class Parameters: pass\n",
        "figures": "def close_figures(): pass\n",
        "progress": (
            "from contextlib import contextmanager\n"
            "@contextmanager\n"
            "def stage(name, cells=()):\n    yield\n"
        ),
        "display": (
            "def show(value):\n    if value is not None:\n        print(repr(value))\n"
            f"def display(*values):\n    for value in values:\n        {shown}\n"
        ),
    }


def differences(notebook: Outcome, job: Outcome) -> list[str]:
    """What the job does otherwise than the notebook, in words; nothing when they agree."""
    found: list[str] = []
    if nameless(notebook.text) != nameless(job.text):
        found.append(f"printed {job.text!r}, the notebook {notebook.text!r}")
    for field, value in job.values.items():
        # A value that shadows an import or a built-in has a name of its own: `sum_`.
        name = field if field in notebook.values else field.rstrip("_")
        if name not in notebook.values:
            found.append(f"result {name} is {value!r}, the notebook has no such name")
        elif not same(notebook.values[name], value):
            found.append(f"result {name} is {value!r}, the notebook's {notebook.values[name]!r}")
    return found


def nameless(text: str) -> str:
    """`text` without the addresses and full names of functions, which are never the same."""
    return re.sub(r" at 0x[0-9a-f]+", "", re.sub(r"<function .*? at 0x[0-9a-f]+>", "<f>", text))


def same(one: Any, other: Any, depth: int = 0) -> bool:
    """True for equal values; functions are equal when both are functions, so are iterators."""
    if depth > 9:  # a list that holds itself
        return True
    if hasattr(one, "__next__"):
        return type(one) is type(other)
    if callable(one) or callable(other):
        return callable(one) and callable(other)
    if isinstance(one, list | tuple) and type(one) is type(other) and len(one) == len(other):
        return all(same(*pair, depth + 1) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return all(same(one[key], other[key], depth + 1) for key in one)
    if type(one).__module__ != "builtins":
        return type(one).__name__ == type(other).__name__
    return bool(one == other)
