"""`nbship convert` and `nbship inspect`, from the command line to the folder."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from converter.cli.convert_command import _cells

ROOT = Path(__file__).resolve().parents[2]
CHURN = ROOT / "example_notebooks" / "churn.ipynb"


@pytest.fixture
def small(notebook):
    return notebook("SEED = 3", "x = SEED * 2\nx", "print(x)", name="small.ipynb")


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_a_preview_writes_nothing(nbship, small, tmp_path, option):
    ended = nbship("convert", "small.ipynb", option)
    assert ended.code == 0, ended.err
    assert "pyproject.toml" in ended.out
    assert not (tmp_path / "small").exists()


def test_without_o_the_folder_is_named_after_the_project(nbship, small, tmp_path):
    assert nbship("convert", "small.ipynb", "--name", "My Job").code == 0
    assert (tmp_path / "my-job" / "pyproject.toml").is_file()


def test_the_notebook_stays_as_it_is(nbship, small):
    before = small.read_bytes()
    assert nbship("convert", "small.ipynb").code == 0
    assert small.read_bytes() == before


def test_stdin_is_a_notebook_too(nbship, small, tmp_path):
    ended = nbship("convert", "-", "-o", "out", stdin=small.read_text())
    assert ended.code == 0, ended.err
    assert (tmp_path / "out" / "pyproject.toml").is_file()


def test_a_syntax_error_from_stdin_has_its_place(nbship):
    ended = nbship("convert", "-", "-o", "out", stdin="# %%\nx = (\n")
    assert ended.code == 1
    assert "<stdin>:cell 1:" in ended.err


def test_a_second_conversion_changes_nothing(nbship, small):
    assert nbship("convert", "small.ipynb", "-o", "out").code == 0
    ended = nbship("convert", "small.ipynb", "-o", "out", "--diff")
    assert (ended.code, ended.out) == (0, "no changes in out\n")


@pytest.mark.parametrize("options", [["--observe"], ["--prove"], ["--to", "service"]], ids="-".join)
def test_a_notebook_does_not_run_for_a_folder_that_is_taken(nbship, notebook, tmp_path, options):
    notebook(
        "def predict(x):\n    return 2 * x",
        f"open({str(tmp_path / 'ran')!r}, 'w').close()\nprint(predict(3))",
        name="small.ipynb",
    )
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    ended = nbship("convert", "small.ipynb", *options, "-o", "out")
    assert (ended.code, ended.out) == (2, "")
    assert "out is not empty" in ended.err
    assert "running" not in ended.err
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("options", [["--observe"], ["--to", "service"]], ids="-".join)
@pytest.mark.parametrize(
    "first, error, remedy",
    [
        (
            "import nowhere_at_all.parts",
            "ModuleNotFoundError: No module named 'nowhere_at_all'",
            "install what has 'nowhere_at_all' in it where the kernel runs",
        ),
        (
            "from urllib.error import URLError\nraise URLError('no such host')",
            "urllib.error.URLError: <urlopen error no such host>",
            "keep a copy beside the notebook",
        ),
        ("1 / 0", "ZeroDivisionError: division by zero", "mend the cell"),
    ],
    ids=["module", "network", "cell"],
)
def test_a_cell_that_ends_the_run_has_its_remedy(nbship, notebook, options, first, error, remedy):
    predict = "def predict(x):\n    return 2 * x"
    notebook(f"{first}\n{predict}", "print(predict(3))", name="small.ipynb")
    ended = nbship("convert", "small.ipynb", *options, "-o", "out")
    assert ended.code == 1
    assert f"error[NB701] {error}" in ended.err
    assert f"hint: {remedy}" in ended.err.replace("it reads what cannot be reached from here: ", "")


@pytest.mark.parametrize(
    "options, present, absent",
    [
        ([], ["deploy/Dockerfile", "deploy/airflow_dag.py"], []),
        (["--with", "docker"], ["deploy/Dockerfile"], ["deploy/airflow_dag.py"]),
        (["--without", "airflow"], ["deploy/Dockerfile"], ["deploy/airflow_dag.py"]),
        (["--to", "package"], [], ["deploy/Dockerfile", "src/small/__main__.py"]),
    ],
    ids=["all", "with", "without", "package"],
)
def test_parts_are_chosen(nbship, small, options, present, absent):
    files = json.loads(nbship("convert", "small.ipynb", "--json", *options).out)["files"]
    assert set(present) <= set(files)
    assert not set(absent) & set(files)


def test_json_tells_what_was_written(nbship, small, tmp_path):
    ended = nbship("convert", "small.ipynb", "-o", "out", "--json")
    document = json.loads(ended.out)
    assert (document["ok"], document["error"], document["written"]) == (True, None, True)
    assert document["parameters"] == ["SEED"]
    assert all((tmp_path / "out" / path).is_file() for path in document["files"])


def test_json_of_a_preview_says_that_nothing_was_written(nbship, small, tmp_path):
    document = json.loads(nbship("convert", "small.ipynb", "--diff", "--json").out)
    assert document["written"] is False
    assert "+++" in document["diff"]
    assert not (tmp_path / "small").exists()


def test_json_of_a_refusal_carries_the_diagnostics(nbship, notebook):
    notebook("x = (")
    ended = nbship("convert", "nb.ipynb", "--json")
    document = json.loads(ended.out)
    assert (ended.code, document["ok"], document["error"]["exit_code"]) == (1, False, 1)
    (found,) = [one for one in document["diagnostics"] if one["severity"] == "error"]
    assert found["span"]["cell"] == 1


def test_no_offer_takes_no_constants(nbship, small):
    document = json.loads(nbship("inspect", "small.ipynb", "--no-offer", "--json").out)
    assert document["parameters"] == []


def test_inspect_accounts_for_every_statement(nbship):
    document = json.loads(nbship("inspect", CHURN, "--json").out)
    assert document["ok"] is True
    assert document["unaccounted"] == []
    assert [p["name"] for p in document["parameters"]] == ["THRESH", "SEED", "FEATURES"]
    lifted = {d["name"]: list(d["lifted"]) for d in document["definitions"]}
    assert lifted["predict"] == ["FEATURES", "THRESH", "model", "scaler"]


def test_inspect_of_a_refused_notebook_ends_with_1(nbship, notebook):
    notebook("x = 1", "y = (")
    ended = nbship("inspect", "nb.ipynb")
    assert ended.code == 1
    assert "refused\n  error[NB" in ended.out


def test_inspect_check_takes_many_notebooks_and_prints_only_remarks(nbship, notebook):
    notebook("x = 1\nprint(x)", name="good.ipynb")
    notebook("y = (", name="bad.ipynb")
    good = nbship("inspect", "--check", "good.ipynb")
    assert (good.code, good.out) == (0, "")
    both = nbship("inspect", "--check", "good.ipynb", "bad.ipynb")
    assert both.code == 1
    assert "bad.ipynb:cell 1:" in both.err


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """What the command shows on a terminal."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "converter", *map(str, arguments)],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux tells the end of a terminal as an error
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert child.wait(timeout=60) == 0
    return shown.decode()


COLOUR = re.compile(r"\x1b\[[\d;]*3[0-7]m")


def test_tables_are_drawn_in_colour_on_a_terminal():
    assert COLOUR.search(on_a_terminal("inspect", CHURN))


def test_no_color_means_no_colour():
    assert not COLOUR.search(on_a_terminal("inspect", CHURN, NO_COLOR="1"))


def test_a_simple_terminal_gets_plain_lines():
    assert "\x1b[" not in on_a_terminal("inspect", CHURN, TERM="dumb")


def test_many_cells_of_a_stage_are_told_in_runs():
    assert _cells((2,)) == "cell 2"
    assert _cells((2, 3)) == "cells 2, 3"
    assert _cells((1, 2, 3, 7, 9, 10, 11, 12)) == "cells 1-3, 7, 9-12"
