"""The probe runs in strangers' processes: old Python, nothing of ours, standard library only."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from converter.observe.launch import PROBE

FILES = sorted(PROBE.glob("*.py"))
# Inside functions only, and there only what is loaded already or can be missing.
ALLOWED = {"IPython", "numpy"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_python_3_8(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Match), "match came with 3.10"
        if isinstance(node, ast.Call):
            words = {word.arg for word in node.keywords}
            assert not (ast.unparse(node.func) == "zip" and "strict" in words)
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("removeprefix", "removesuffix"), "they came with 3.9"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_annotations_are_not_evaluated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.name == "__init__.py" or "from __future__ import annotations" in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_imports_the_standard_library_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        roots = {name.split(".")[0] for name in names}
        assert roots <= sys.stdlib_module_names | ALLOWED


def test_it_loads_by_path_in_a_bare_python(tmp_path: Path) -> None:
    script = (
        "import importlib, importlib.util, sys\n"
        f"folder = {str(PROBE)!r}\n"
        "place = importlib.util.spec_from_file_location('p', folder + '/__init__.py',"
        " submodule_search_locations=[folder])\n"
        "module = importlib.util.module_from_spec(place)\n"
        "sys.modules['p'] = module\nplace.loader.exec_module(module)\n"
        "for name in sys.argv[1:]: importlib.import_module('p.' + name)\n"
        "print([name for name in sys.modules if name.startswith('converter')])\n"
    )
    names = [path.stem for path in FILES if path.stem != "__init__"]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, *names], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_a_copy_of_it_is_clean_under_a_project_s_rules(tmp_path: Path) -> None:
    rules = ["--isolated", "--no-cache", "--select", "E4,E7,E9,F,I,B,UP", "--target-version", "py310"]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *rules, str(PROBE)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
