"""What the probe notes of a notebook in a real kernel, and that the notebook does not notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_notebooks import write_notebook

from converter.errors import TargetError
from converter.model.recording import Recording
from converter.notebook_runs import Options
from converter.observe.notebook import Texts
from converter.observe.storage import load_recording
from converter.observing import observe
from converter.probe.context import Context
from converter.probe.text import shown_lines

CELLS = (
    "API_TOKEN: str",
    "import json\nimport os\nimport random\nSEEN = dict(os.environ)\nx = [1, 2]\nother = x\nprint('first', API_TOKEN)",
    "x.append(3)\ny = {'total': sum(x), 'token': API_TOKEN}\nx",
    "with open('out/result.json', 'w') as file:\n    json.dump([1, 2], file)\n"
    "lines = open('data.csv').read().splitlines()\ndel lines",
    "def predict(rows, *, plus=1):\n    return [row + plus for row in rows]\n\nfirst = predict([1, 2, 3])",
    "second = predict([4], plus=2)\ncount = get_ipython().execution_count\nhistory = len(In)\n_",
    "print('kept', _)\nhidden = [name for name in dir() if 'nbship' in name]",
    "import sys\nfrom IPython.display import clear_output\nprint('before')\nclear_output()\n"
    "print('after')\nsys.stdout.flush()\n!echo shell",
    "def fails(n):\n    return 1 / n\n\nfails(0)",
    "never = 1",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("observed") / "notebooks"
    path = write_notebook(folder / "small.ipynb", *CELLS, tags={1: ["parameters"]})
    (folder / "data.csv").write_text("a\n1\n")
    (folder / "out").mkdir()
    return path


@pytest.fixture(scope="module")
def recorded(source: Path) -> Recording:
    output = source.parent.parent / "recording"
    observe(
        str(source),
        output,
        Options(),
        given={"API_TOKEN": "s3cr3t-token"},
        files=(),
        calls=["predict"],
    )
    return load_recording(output)


def texts(recorded: Recording, cell: int) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in recorded.outputs if each.at == cell]


def test_it_says_which_names_a_cell_changed_and_how(recorded: Recording) -> None:
    changed = {
        cell.number: {n: c["how"] for n, c in cell.changed.items()} for cell in recorded.cells
    }
    assert changed[2] == {"SEEN": "bound", "x": "bound", "other": "bound"}
    assert changed[3] == {"x": "changed", "other": "changed", "y": "bound"}
    assert changed[4] == {"file": "bound"}
    assert recorded.cells[3].changed["x"]["type"] == "list"


def test_text_and_displays_are_told_apart(recorded: Recording) -> None:
    assert texts(recorded, 3) == [("display", "[1, 2, 3]")]
    assert texts(recorded, 2)[0][1].startswith("first ")


def test_cleared_output_was_printed_all_the_same(recorded: Recording) -> None:
    assert "".join(text for _, text in texts(recorded, 8)).split() == ["before", "after", "shell"]


def test_the_notebook_does_not_notice(recorded: Recording) -> None:
    end = recorded.points
    assert end == () or "hidden" not in end[-1].nodes or end[-1].nodes["hidden"]["v"] == []
    assert texts(recorded, 6) == [("display", "[1, 2, 3]")]
    assert texts(recorded, 7)[0][1] == "kept [1, 2, 3]\n"
    assert recorded.troubles == ()


def test_files_read_and_written(recorded: Recording, source: Path) -> None:
    files = {(each.path, each.mode) for each in recorded.files}
    assert ("out/result.json", "w") in files
    assert any(path.endswith("data.csv") and mode == "r" for path, mode in files)
    (written,) = [each for each in recorded.files if each.mode == "w"]
    assert written.size == 6 and written.at == 4
    assert json.loads((recorded.folder / "files" / written.kept).read_text()) == [1, 2]
    assert list((source.parent / "out").iterdir()) == []


def test_calls_are_recorded_with_arguments_and_answers(recorded: Recording) -> None:
    first, second = recorded.calls
    assert (first.function, first.at, first.rows) == ("predict", 5, 3)
    assert first.arguments[0]["v"] == [1, 2, 3] and first.result["v"] == [2, 3, 4]
    assert second.words == {"plus": 2} and second.result["v"] == [6]
    assert recorded.call_counts == {"count": 2, "rows": 4}


def test_the_error_that_ends_it(recorded: Recording) -> None:
    assert recorded.error is not None
    assert (recorded.error.type, recorded.error.cell, recorded.error.line) == (
        "ZeroDivisionError",
        9,
        2,
    )
    assert 10 not in [cell.number for cell in recorded.cells]


def test_no_secret_is_in_the_recording(recorded: Recording) -> None:
    for path in recorded.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"s3cr3t-token" not in content
            assert "s3cr3t-token".encode("utf-32-le") not in content


def test_the_environment_is_told(recorded: Recording) -> None:
    assert recorded.environment["hash_seed"] == "0"
    assert recorded.environment["kernel"].startswith("ipykernel")


def test_an_output_that_is_there_is_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(TargetError):
        observe(str(source), tmp_path, Options(), given={}, files=())
    assert os.listdir(tmp_path) == []


FIGURES = {
    "inline by default": "",
    "inline by magic": "%matplotlib inline",
    "agg": "import matplotlib\nmatplotlib.use('Agg')",
}


@pytest.mark.parametrize("backend", FIGURES)
def test_every_figure_that_is_shown(backend: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    path = write_notebook(
        tmp_path / "plots.ipynb",
        FIGURES[backend] or "pass",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "plt.figure()\nplt.plot([3, 1])\nplt.show()\nplt.figure()\nplt.bar([1], [2])",
        "x = 1",
    )
    found = observe(str(path), tmp_path / "r", Options(), given={}, files=())
    assert [figure.at for figure in found.figures] == [2, 3, 3]
    assert all(figure.file for figure in found.figures)


CONSOLE = (
    "from rich.console import Console\nfrom rich.table import Table\n\n"
    "table = Table('name', 'worth')\ntable.add_row('x' * 60, 'y' * 60)\nprint('before')\n"
    "Console().print(table, '[bold]words[/bold]')\nprint('after')"
)


def test_what_a_console_displays_in_a_kernel_is_what_it_prints_in_a_script(tmp_path: Path) -> None:
    cells = (CONSOLE, "table", "from IPython.display import display\ndisplay(table)\nprint('shown')")
    path = write_notebook(tmp_path / "console.ipynb", *cells)
    observe(str(path), tmp_path / "recording", Options(), given={}, files=())
    recorded = load_recording(tmp_path / "recording")
    printed = subprocess.run(
        [sys.executable, "-c", CONSOLE],
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    ((kind, text),) = texts(recorded, 1)
    assert kind == "stdout"
    assert shown_lines(text) == shown_lines(printed)
    assert "words" in printed
    assert [kind for kind, _ in texts(recorded, 2)] == ["display"]
    assert [kind for kind, _ in texts(recorded, 3)] == ["display", "stdout"]


def test_figures_are_recorded_where_the_inline_backend_is_imported_by_itself(tmp_path: Path) -> None:
    """Its import makes it the backend before it has ended, so that pyplot has its functions already."""
    pytest.importorskip("matplotlib")
    cells = (
        "import matplotlib.pyplot as plt\nfrom matplotlib_inline.backend_inline import set_matplotlib_formats\n"
        "set_matplotlib_formats('png')",
        "plt.plot([1, 2])\nplt.show()",
    )
    path = write_notebook(tmp_path / "formats.ipynb", *cells)
    observe(str(path), tmp_path / "recording", Options(), given={}, files=())
    assert [each.at for each in load_recording(tmp_path / "recording").figures] == [2]


def test_what_widgets_of_interact_show_is_not_printed() -> None:
    heard = Texts(Context(), (1, 2), ("interact(f, x=1)", "with out:\n    print(1)"))
    for index in (0, 1):
        heard.heard(index, "stream", {"name": "stdout", "text": "within\n"}, True)
        heard.heard(index, "stream", {"name": "stdout", "text": "outside\n"}, False)
    heard.heard(0, "error", {"ename": "E", "evalue": "why"}, True)
    assert [(each.at, each.text) for each in heard.outputs()] == [(1, "outside\n"), (2, "within\noutside\n")]
    assert heard.error is not None
