"""The table of nbship's peers counts what their processes did; fake tools stand for them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from corpus_files import Bench, Item
from peers import sampled
from peers_convert import Conversion, Ended, code_of, conversion, conversions, ended
from peers_run import Compared, Outcome, judged, run_of, stdout_of
from peers_table import Findings, document, markdown, percentile, ratios
from peers_tools import Installed, Tool, environment_of, installed

RUFF = Path(sys.executable).with_name("ruff")
WRITES = "import pathlib, sys; pathlib.Path(sys.argv[2], 'made.py').write_text({code!r})"
TOOLS = {
    "good": WRITES.format(code="x = 1\nprint(x)\n"),
    "names": WRITES.format(code="print(missing)\n"),
    "syntax": WRITES.format(code="print(\n"),
    "refuses": "raise SystemExit('Error: no headings here')",
    "crashes": "raise ValueError('unforeseen')",
    "empty": "pass",
}


def fake(name: str, folder: Path, *, refusals: tuple[int, ...] = ()) -> Installed:
    """A tool whose console script is `TOOLS[name]`."""
    script = folder / name
    script.write_text(f"#!{sys.executable}\n{TOOLS[name]}\n", encoding="utf-8")
    script.chmod(0o755)
    words = (name, "{notebook}", "{out}")
    return Installed(Tool(name, (), words, words, ("*.py",), "script", refusals), folder)


@pytest.fixture
def item(tmp_path: Path) -> Item:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "one.ipynb").write_text('{"cells": []}', encoding="utf-8")
    return Item("some==1", "one.ipynb", folder / "one.ipynb", True)


@pytest.mark.parametrize(
    ("name", "verdict", "remark", "sound"),
    [
        ("good", "converted", "", (True, True, True)),
        ("names", "converted", "", (True, False, False)),
        ("syntax", "converted", "", (False, True, False)),
        ("refuses", "refused", "Error: no headings here", (True, True, True)),
        ("crashes", "crashed", "ValueError: unforeseen", (True, True, True)),
        ("empty", "refused", "exit 0, no code", (True, True, True)),
    ],
)
def test_a_conversion_is_judged_by_what_the_process_did(
    name: str, verdict: str, remark: str, sound: tuple[bool, ...], item: Item, tmp_path: Path
) -> None:
    made = conversion(item, fake(name, tmp_path), tmp_path / "work", RUFF)
    assert (made.verdict, made.remark) == (verdict, remark)
    assert (not made.uncompiled, not made.undefined, not made.lint) == sound
    assert made.seconds > 0 and made.cpu > 0


def test_an_exit_code_that_is_no_documented_refusal_is_a_crash(item: Item, tmp_path: Path) -> None:
    tool = fake("refuses", tmp_path, refusals=(2,))
    assert conversion(item, tool, tmp_path / "work", RUFF).verdict == "crashed"


def test_a_refusal_may_come_with_a_traceback(item: Item, tmp_path: Path) -> None:
    tool = fake("crashes", tmp_path)
    known = replace(tool, tool=replace(tool.tool, refuses="ValueError: unfore"))
    assert conversion(item, known, tmp_path / "work", RUFF).verdict == "refused"
    other = replace(tool, tool=replace(tool.tool, refuses="InputError"))
    assert conversion(item, other, tmp_path / "work", RUFF).verdict == "crashed"


def test_tools_take_turns_in_beginning(item: Item, tmp_path: Path) -> None:
    tools = [fake(name, tmp_path) for name in ("good", "names", "empty")]
    made = conversions(item, tools, tmp_path / "work", RUFF, 4)
    assert [one.tool for one in made] == ["names", "empty", "good"]


def test_a_process_is_stopped_at_its_limit(tmp_path: Path) -> None:
    done = ended([sys.executable, "-c", "import time; time.sleep(600)"], tmp_path, {}, 0.5)
    assert done.code is None and done.seconds < 300


def test_emitted_scripts_run_beside_the_notebook(item: Item, tmp_path: Path) -> None:
    tool = fake("good", tmp_path)
    conversion(item, tool, tmp_path / "work", RUFF)
    out = tmp_path / "work" / item.slug / "good"
    bench = Bench(Path(sys.executable), tmp_path / "runs", 120)
    done = run_of(item, tool, bench, out, item.file.parent)
    assert judged(done, ["1"], "") == ("equal", "")


@pytest.mark.parametrize(
    ("done", "verdict", "remark"),
    [
        (Ended(0, "a\nb\n\n", "", 1), "equal", ""),
        (Ended(0, "a\n", "", 1), "differs", "line 2: 'b' became '(end)'"),
        (Ended(0, "a\nc\n", "", 1), "differs", "line 2: 'b' became 'c'"),
        (Ended(0, "a\nb\nd\n", "", 1), "differs", "line 3: '(end)' became 'd'"),
        (Ended(1, "a\nb\n", "Traceback\nNameError: x\n", 1), "fails", "NameError: x"),
        (Ended(None, "a\nb\n", "", 1), "fails", "no end within the limit"),
    ],
)
def test_printed_text_is_compared_line_by_line(done: Ended, verdict: str, remark: str) -> None:
    assert judged(done, ["a", "b"], "") == (verdict, remark)


def test_what_a_notebook_printed_is_its_standard_output(tmp_path: Path) -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
        {"output_type": "stream", "name": "stderr", "text": "warned\n"},
        {"output_type": "execute_result", "data": {"text/plain": "3"}},
        {"output_type": "stream", "name": "stdout", "text": "c\n"},
    ]
    cells = [{"cell_type": "code", "source": ["%time 1 + 1\n", "x"], "outputs": outputs}]
    file = tmp_path / "run.ipynb"
    file.write_text(json.dumps({"cells": [*cells, {"cell_type": "markdown", "source": "#"}]}))
    assert stdout_of(file) == "a\nb\nc\n"
    compile(code_of(file), "task", "exec")


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_the_order() -> None:
    items = [Item("s==1", str(n), Path(str(n)), False) for n in range(50)]
    drawn = sampled(items, 10, 1)
    assert drawn == sampled(items, 10, 1) != sampled(items, 10, 2)
    assert [int(one.path) for one in drawn] == sorted(int(one.path) for one in drawn)
    assert sampled(items, 0, 1) == sampled(items, 99, 1) == items


@pytest.mark.slow
def test_a_tool_that_is_not_there_is_told_not_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    tool = Tool("peer", ("no-such-peer==1.0",), ("peer",), ("peer",), ("*.py",), "script")
    assert "no-such-peer" in installed(tool, tmp_path).trouble
    assert not environment_of(tool.pins, tmp_path)[0].parent.joinpath(".complete").exists()


def found() -> Findings:
    """Two notebooks by two tools: the peer takes half the time, and fails at one of them."""
    ours = Conversion("a", "nbship", "converted", "", 1.0, 0.8)
    theirs = Conversion("a", "peer", "converted", "", 0.5, 0.2, (), ("x",), ("F821", "F821"))
    lost = Conversion("b", "peer", "crashed", "in /home/me/x.py", 9.0)
    outcomes = (
        Outcome("a", "nbship", "equal"),
        Outcome("a", "peer", "fails", "NameError: get_ipython", "equal"),
    )
    return Findings(
        ("nbship", "peer"),
        {"other": "no matching distribution"},
        (ours, theirs, replace(ours, key="b", seconds=3.0), lost),
        (Compared("a", 7, outcomes), Compared("c", 0, (), "URLError: no network")),
        {"nbship": [0.2], "peer": [0.1, 0.3, 0.2]},
        frozenset("a"),
        frozenset("ab"),
        626,
    )


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_counts_each_set_and_each_tool() -> None:
    text = markdown(found(), ["nbship", "peer 1"])
    lines = rows(text)
    assert ["peer", "1", "0", "0", "1", "0", "0"] in lines  # the bench set
    assert ["peer", "1", "0", "1", "1", "0", "0"] in lines  # the sample
    assert ["nbship", "2", "0", "0", "2", "2", "2"] in lines
    assert ["nbship", "1", "1", "100 %", ""] in lines
    assert ["peer", "0", "0", "0 %", "1, 1"] in lines
    assert ["peer", "1", "0.50", "0.50", "0.20", "0.20", "0.50", "0.25"] in lines
    assert ["a", "7", "equal", "fails (IPython: equal)"] in lines
    assert ["c", "0", "notebook fails", "notebook fails"] in lines
    assert "1 notebooks ran; 1 do not run here." in text
    assert "2 of all 626 Python notebooks" in text
    assert "Not installed: other: no matching distribution" in text
    assert "ruff on peer: F821 in 1" in text


def test_ratios_are_of_notebooks_that_both_converted() -> None:
    assert ratios(found().conversions, "peer") == [0.5]
    assert ratios(found().conversions, "nbship") == [1.0, 1.0]
    assert percentile([3, 1, 2, 4, 5, 6, 7, 8, 9, 10], 0.9) == 9
    assert percentile([1], 0.9) == 1


def test_the_saved_findings_name_no_folder_of_this_machine() -> None:
    text = json.dumps(document(found(), []))
    assert "/home/" not in text and "x.py" in text
