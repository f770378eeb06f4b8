"""The house rules that no linter knows: where printing is, how big files are, what help costs."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from converter.cli.commands import COMMANDS, help_text
from converter.model.codes import EXPLANATIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "converter").rglob("*.py"))
SOURCES = [path for path in SOURCES if "_templates" not in path.parts]
HEAVY = (
    *("nbformat", "nbconvert", "papermill", "black", "jinja2", "IPython", "pydantic", "rich"),
    *("sqlalchemy", "alembic", "optuna", "distributed", "fsspec", "mlflow", "pyarrow", "platformdirs"),
)
LONGEST_FILE = 300


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> list[str]:
    """The dotted names that `path` calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_file_is_too_long(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_only_render_prints():
    printing = {"print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write"}
    found = {named(path) for path in SOURCES if printing.intersection(calls(path))}
    assert found <= {"converter/cli/render.py"}


def wide_handlers(path: Path) -> list[str]:
    """The `except` clauses of `path` that swallow everything, or everything that is an error."""
    handlers = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    caught = ["" if node.type is None else ast.unparse(node.type) for node in handlers]
    return [text for text in caught if not text or re.search(r"\b(Base)?Exception\b", text)]


def test_exception_is_caught_in_few_places():
    # The probe looks at strangers' objects, which may raise anything; the notebook must not notice.
    ours = [path for path in SOURCES if path.parent.name != "probe"]
    found = [named(path) for path in ours for _ in wide_handlers(path)]
    # A server makes imports ahead of runs, and an import can fail in any way: the run will tell.
    # The server of jobs is a program of its own, with a boundary for imports and one for runs.
    places = ["converter/cli/main.py", *["converter/job/server.py"] * 2]
    assert sorted(found) == [*places, "converter/run/warm/zygote/importer.py"]


def test_no_todo_and_no_path_of_a_machine():
    wrong = re.compile(r"\b(TODO|FIXME|XXX)\b|/home/\w|/root/|/work/")
    found = [named(p) for p in SOURCES if wrong.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_every_module_says_what_it_is():
    silent = [
        named(path)
        for path in SOURCES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def used_codes() -> set[str]:
    """The diagnostic codes that the rooms use, outside the table that explains them."""
    return {
        code
        for path in SOURCES
        if path.name != "codes.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for code in re.findall(r"^NB\d{3}$", node.value)
    }


def test_every_code_is_explained_and_every_explanation_used():
    assert used_codes() == set(EXPLANATIONS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    command = getattr(importlib.import_module(f"converter.cli.{name}_command"), name)
    assert isinstance(command, click.Command)
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts} has no help"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_in_the_readme(name):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^#+ .*nbship {name}\b", readme, re.MULTILINE)


@pytest.mark.fast
def test_help_names_every_command_and_fits_a_terminal():
    text = help_text()
    assert all(re.search(rf"^  {name} ", text, re.MULTILINE) for name in COMMANDS)
    assert max(map(len, text.splitlines())) <= 90


@pytest.mark.fast
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["convert", "--help"], ["runs", "--help"], ["sweep", "--help"]],
    ids=str,
)
def test_help_imports_nothing_heavy(arguments):
    script = (
        "import sys; from converter.cli.main import main; code = main(sys.argv[1:]); "
        f"heavy = [name for name in {HEAVY} if name in sys.modules]; "
        "sys.exit(repr(heavy) if heavy or code else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_rooms_keep_their_contracts():
    tool = Path(sys.executable).with_name("lint-imports")
    if not tool.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_help_takes_at_most_five_times_bare_python():
    if not Path(sys.executable).with_name("nbship").exists():
        pytest.skip("nbship is not installed beside this Python")
    done = subprocess.run(
        [sys.executable, "benchmarks/startup.py"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
