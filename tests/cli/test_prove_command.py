"""`nbship observe`, `nbship prove`, `nbship convert --observe`: what they print, and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_notebooks import write_notebook

CELLS = ("N = 3", "values = [i * N for i in range(4)]\nprint(values)", "top = max(values)")


@pytest.fixture
def pair(tmp_path: Path, nbship: Callable[..., Any]) -> tuple[Path, Path]:
    path = write_notebook(tmp_path / "nb" / "small.ipynb", *CELLS, tags={1: ["parameters"]})
    assert nbship("convert", path, "-o", "project", "--to", "package").code == 0
    return path, tmp_path / "project"


def break_it(project: Path) -> None:
    (file,) = [p for p in (project / "src").rglob("*.py") if "max(values)" in p.read_text()]
    file.write_text(file.read_text().replace("max(values)", "min(values)"))


@pytest.mark.slow
def test_equivalent(pair: tuple[Path, Path], nbship: Callable[..., Any]) -> None:
    done = nbship("prove", *pair)
    assert done.code == 0, done.err
    assert done.out.startswith("equivalent: ")
    assert "compared: " in done.out


def test_different(pair: tuple[Path, Path], nbship: Callable[..., Any], tmp_path: Path) -> None:
    break_it(pair[1])
    done = nbship("prove", *pair, "--json", "--html", "proof.html", "--keep", "kept")
    found = json.loads(done.out)
    assert done.code == 1
    assert (found["ok"], found["verdict"]) == (False, "different")
    assert found["located"]["source"] == "top = max(values)"
    assert "min(values)" in (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert len(list((tmp_path / "kept").iterdir())) == 5  # both, the notebook again, both traced


@pytest.mark.slow
def test_parameters_reach_both_sides(pair: tuple[Path, Path], nbship: Callable[..., Any]) -> None:
    done = nbship("prove", *pair, "-p", "N", "5", "--json")
    assert (done.code, json.loads(done.out)["counts"]["lines"]) == (0, 1)


BAD_INPUT = (
    ("nothing-here", "is no project"),
    ("project -p M 1", "M"),
    ("project -p N x", "N"),
    ("project --python no/such/python", "no such file"),
    (f"project --python {sys.executable} --kernel python3", "both choose"),
    ("project --kernel no-such-kernel", "no kernel"),
    ("project --keep nb", "is there already"),
    ("project --repeat 0", "repeat"),
    ("project --vary-kind moon", "moon"),
    ("project --rtol -1", "rtol"),
)


def test_bad_input_is_a_message(pair: tuple[Path, Path], nbship: Callable[..., Any]) -> None:
    for arguments, words in BAD_INPUT:
        done = nbship("prove", pair[0], *arguments.split())
        assert done.code == 2, arguments
        assert words in done.err and "Traceback" not in done.err, arguments


def test_a_time_limit_has_its_own_code(tmp_path: Path, nbship: Callable[..., Any]) -> None:
    path = write_notebook(tmp_path / "slow.ipynb", "import time\ntime.sleep(60)")
    done = nbship("observe", path, "-o", "r", "--cell-timeout", "1")
    assert done.code == 5
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != ".local") == ["slow.ipynb"]


def test_observe(pair: tuple[Path, Path], nbship: Callable[..., Any], tmp_path: Path) -> None:
    done = nbship("observe", pair[0], "-o", "recording")
    assert done.code == 0, done.err
    assert "values list" in done.out and "wrote recording" in done.out
    document = json.loads((tmp_path / "recording" / "recording.json").read_text())
    assert document["version"] == 1
    again = nbship("observe", pair[0], "-o", "recording")
    assert again.code == 2 and "is there already" in again.err


def test_options_for_running_need_a_run(pair: tuple[Path, Path], nbship: Callable[..., Any]) -> None:
    done = nbship("convert", pair[0], "-o", "other", "-p", "N", "4")
    assert done.code == 2 and "--observe" in done.err


def test_convert_observed_keeps_a_reference(
    pair: tuple[Path, Path], nbship: Callable[..., Any], tmp_path: Path
) -> None:
    done = nbship("convert", pair[0], "-o", "seen", "--prove", "--json")
    assert done.code == 0, done.err + done.out
    assert json.loads(done.out)["proof"]["verdict"] == "equivalent"
    folder = tmp_path / "seen"
    module = next(p for p in (folder / "src").rglob("*.py") if "max(values)" in p.read_text())
    assert "    top: int\n" in (folder / "src/small/pipeline.py").read_text()
    good = project_tests(folder)
    assert "passed" in good and "failed" not in good
    assert "All checks passed" in tool(folder, "ruff", "check", "--no-cache", ".")
    assert "already formatted" in (told := tool(folder, "ruff", "format", "--check", "--no-cache"))
    assert "would be reformatted" not in told
    module.write_text(module.read_text().replace("range(4)", "range(5)"))
    assert "failed" in project_tests(folder)


def test_a_notebook_that_fails_is_not_converted_with_observe(
    tmp_path: Path, nbship: Callable[..., Any]
) -> None:
    path = write_notebook(tmp_path / "bad.ipynb", "x = 1\n1 / 0")
    done = nbship("convert", path, "-o", "bad", "--observe")
    assert done.code == 1
    assert "bad.ipynb:cell 1:2" in done.err and "ZeroDivisionError" in done.err
    assert not (tmp_path / "bad").exists()


@pytest.mark.parametrize(("last", "skipped"), [("sys.exit()", True), ("sys.exit(len(x) - 1)", True), ("len(x) > 5 and sys.exit(0)", False)])
def test_a_notebook_may_end_itself(last: str, skipped: bool, tmp_path: Path, nbship: Callable[..., Any]) -> None:
    cells = (f"import sys\nx = [1]\nif len(x) < 9:\n    print('nothing new')\n    {last}", "y = sum(x)")
    path = write_notebook(tmp_path / "early.ipynb", *cells)
    done = nbship("convert", path, "-o", "early", "--prove")
    assert done.code == 0, done.err
    assert "equivalent" in done.out
    told = tool(tmp_path / "early", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert "failed" not in told and "error" not in told, told
    assert ("skipped" in told) == skipped


@pytest.mark.parametrize("last", ["sys.exit(2)", "sys.exit('no data')"])
def test_a_notebook_that_ends_itself_with_an_error_fails(
    last: str, tmp_path: Path, nbship: Callable[..., Any]
) -> None:
    path = write_notebook(tmp_path / "bad.ipynb", f"import sys\n{last}")
    assert nbship("convert", path, "-o", "bad", "--observe").code == 1


def project_tests(folder: Path) -> str:
    return tool(folder, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_against_notebook.py")


def tool(folder: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def test_values_that_a_secret_makes_are_compared_only_where_it_is_given(
    tmp_path: Path, nbship: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_notebook(
        tmp_path / "own.ipynb", "API_KEY = 'ours'", "print(len(API_KEY))", tags={1: ["parameters"]}
    )
    done = nbship("convert", path, "-o", "own", "--observe", "-p", "API_KEY", "three")
    assert done.code == 0, done.err
    assert "passed" not in (told := project_tests(tmp_path / "own")) and "OWN_API_KEY" in told
    monkeypatch.setenv("OWN_API_KEY", "three")
    assert "passed" in (told := project_tests(tmp_path / "own")) and "failed" not in told
