"""`nbship parametrize`, plain papermill on what it writes, and the exporter for nbconvert."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]


def tool(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.fast
def test_a_notebook_with_a_parameters_cell_keeps_its_cells(nbship, notebook, tmp_path):
    cell = {"source": "N = 1  # count\nM = N", "metadata": {"tags": ["parameters"]}}
    done = nbship("parametrize", notebook(cell, "print(N)"), "-o", "copy.ipynb")
    assert (done.code, done.err) == (0, "")
    assert sources(tmp_path / "copy.ipynb") == ["N = 1  # count\nM = N", "print(N)"]
    assert "its cells are unchanged" in done.out


@pytest.mark.fast
def test_a_notebook_without_settings_is_copied(nbship, notebook, tmp_path):
    done = nbship("parametrize", notebook("print(1)"))
    assert "none found" in done.out
    assert sources(tmp_path / "nb.parametrized.ipynb") == ["print(1)"]


@pytest.mark.fast
def test_an_existing_file_is_not_replaced(nbship, notebook, tmp_path):
    path = notebook("SEED = 1")
    assert nbship("parametrize", path, "-o", "nb.ipynb").code == 2
    assert sources(path) == ["SEED = 1"]


def test_papermill_runs_the_copy_with_other_values(nbship, notebook, tmp_path):
    path = notebook("import math", "# per year\nRATE = 0.5\nHALF = RATE / 2\nprint(RATE, HALF)")
    assert nbship("parametrize", path, "-o", "copy.ipynb").code == 0
    assert sources(tmp_path / "copy.ipynb") == [
        "import math",
        "# per year\nRATE = 0.5",
        "HALF = RATE / 2\nprint(RATE, HALF)",
    ]
    done = tool(tmp_path, "papermill", "copy.ipynb", "out.ipynb", "-p", "RATE", "4")
    assert done.returncode == 0, done.stderr
    assert "4 2.0" in (tmp_path / "out.ipynb").read_text()


def test_nbconvert_writes_the_modules(notebook, tmp_path):
    notebook("# settings\nSEED = 3", "def twice(x):\n    return 2 * x\n\n\nprint(twice(SEED))")
    exporter = "converter.cli.exporter.PackageExporter"
    done = tool(tmp_path, "nbconvert", "--to", exporter, "nb.ipynb")
    assert done.returncode == 0, done.stderr
    assert "(nb/pipeline.py)" in (tmp_path / "nb.modules.md").read_text()
    script = (
        "from nb.pipeline import run; from nb.parameters import Parameters; run(Parameters(SEED=5))"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True)
    assert (ran.stdout, ran.stderr) == (b"10\n", b"")


def test_nbconvert_is_told_what_is_wrong(notebook, tmp_path):
    notebook("x = (1")
    exporter = "converter.cli.exporter.PackageExporter"
    done = tool(tmp_path, "nbconvert", "--to", exporter, "nb.ipynb")
    assert done.returncode == 1
    assert "nb.ipynb:cell 1:1:5: error[NB101]" in done.stderr
    assert [each.name for each in tmp_path.glob("*")] == ["nb.ipynb"]
