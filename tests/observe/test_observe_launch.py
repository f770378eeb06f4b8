"""The environment that notebook and project are run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.observe import launch

pytestmark = pytest.mark.skipif(not launch.BASH.exists(), reason="no bash here")


@pytest.mark.parametrize("given", [{}, {"SHELL": ""}, {"SHELL": "/bin/sh"}, {"SHELL": "dash"}])
def test_without_a_persons_shell_commands_go_to_bash(given: dict[str, str], tmp_path: Path) -> None:
    assert launch.environment(given, tmp_path, threads=None)["SHELL"] == "/bin/bash"


def test_a_persons_shell_is_kept(tmp_path: Path) -> None:
    given = {"SHELL": "/usr/bin/zsh", "LANG": "C.UTF-8"}
    found = launch.environment(given, tmp_path, threads=None)
    assert (found["SHELL"], found["LANG"]) == ("/usr/bin/zsh", "C.UTF-8")


def test_variables_of_the_machine_do_not_reach_either_side(tmp_path: Path) -> None:
    given = {"MPLBACKEND": "TkAgg", "PYTHONHASHSEED": "7", "COLUMNS": "200"}
    found = launch.environment(given, tmp_path / "new", threads=1)
    assert "MPLBACKEND" not in found
    assert (found["PYTHONHASHSEED"], found["COLUMNS"]) == ("0", "80")
    assert found["OMP_NUM_THREADS"] == "1" and (tmp_path / "new").is_dir()
