"""Figures that a notebook leaves open become files of the run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from projects import small_project

from converter.model.project import Module

DRAWS = """import matplotlib.pyplot as plt

from churn.figures import close_figures


class Unwilling(plt.Figure):
    def savefig(self, *args, **kwargs):
        raise ValueError("not me")


def load(*, SEED):
    plt.plot([1, 2])
    plt.figure()
    close_figures()
    plt.figure().suptitle("one")
    plt.figure(FigureClass=Unwilling).add_subplot()
    close_figures()
    print(plt.get_fignums())
    return [SEED]
"""
PLAIN = "from churn.figures import close_figures\n\nclose_figures()\nprint('closed')\n"


def test_no_figures_and_no_run(tmp_path: Path) -> None:
    project = small_project(tmp_path, figures=True)
    (tmp_path / "plain.py").write_text(PLAIN)
    done = project.module("plain")
    assert (done.code, done.out) == (0, "closed\n"), done.err


def test_open_figures_become_files_named_by_stage(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    project = small_project(tmp_path, modules=(Module("load", DRAWS),), figures=True)
    done = project.command("run")
    assert (done.code, done.out) == (0, "[]\n"), done.err
    assert "figure load-3.png cannot be drawn: not me" in done.err
    (folder,) = (tmp_path / "runs").iterdir()
    assert sorted(path.name for path in (folder / "figures").iterdir()) == [
        "load-1.png",
        "load-2.png",
    ]
    listed = [entry["file"] for entry in json.loads((folder / "run.json").read_text())["outputs"]]
    assert "figures/load-1.png" in listed
    assert (folder / "figures/load-1.png").read_bytes().startswith(b"\x89PNG")


def test_stages_called_on_their_own_save_nothing(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    project = small_project(tmp_path, modules=(Module("load", DRAWS),), figures=True)
    (tmp_path / "alone.py").write_text("from churn.load import load\n\nload(SEED=1)\n")
    done = project.module("alone")
    assert (done.code, done.out) == (0, "[]\n"), done.err
    assert not list(tmp_path.rglob("*.png"))
