"""Notebook and project, both run: verdicts on small notebooks, and the statement that explains them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from notebooks import flow_of
from small_notebooks import write_notebook

from converter.errors import InputError, UsageError
from converter.model.proof import Proof
from converter.model.settings import Settings
from converter.notebook_runs import Options, folders_above
from converter.pipeline import convert
from converter.proving import proof_page, prove

CELLS = (
    "RATE = 0.5",
    "import json\nrows = [line.split(',') for line in open('data.csv').read().split()]\n"
    "prices = [float(row[1]) for row in rows[1:]]\nprint(len(prices), 'prices')",
    "def discounted(price):\n    return price * RATE\n\ncheap = [discounted(each) for each in prices]",
    "total = sum(cheap)\nbest = max(cheap)\njson.dump(cheap, open('cheap.json', 'w'))\nprint('total', total)",
)
DATA = "name,price\n" + "".join(f"n{i},{i}.5\n" for i in range(1, 9))


def made(folder: Path, *cells: str, tags: dict[int, list[str]] | None = None, **settings: Any) -> tuple[str, Path]:
    """A notebook and its project on disk."""
    path = write_notebook(folder / "notebooks" / "prices.ipynb", *cells, tags=tags)
    (path.parent / "data.csv").write_text(DATA)
    project = folder / "project"
    for name, content in convert(str(path), Settings(**settings)).project.files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
    return str(path), project


def changed(project: Path, old: str, new: str) -> None:
    """One text of the stage modules replaced."""
    files = [p for p in (project / "src").rglob("*.py") if old in p.read_text(encoding="utf-8")]
    assert files, old
    for file in files:
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def verdict(pair: tuple[str, Path], **options: Any) -> Proof:
    return prove(*pair, Options(**options))


@pytest.mark.parametrize("target", ["job", pytest.param("package", marks=pytest.mark.slow)])
def test_a_faithful_project_is_equivalent(target: str, tmp_path: Path) -> None:
    pair = made(tmp_path, *CELLS, tags={1: ["parameters"]}, target=target)
    before = sorted(path for path in tmp_path.rglob("*"))
    found = verdict(pair)
    assert (found.verdict, found.findings) == ("equivalent", ())
    assert found.counts.lines == 2 and found.counts.files == 1 and found.counts.names > 2
    assert sorted(path for path in tmp_path.rglob("*")) == before


PROFILED = (
    "n = 3",
    "%%prun\ndouble = n * 2\nprint(double)\ndouble",
    "if n:\n    %prun -l 3 triple = n * 3\nprint(triple)",
    "%prun n + 1",
    "%time last = n",
)
PYLAB = ("%pylab inline\nspan = linspace(0, 1, 5)", "span * 2", "print(span.sum())\npi")


@pytest.mark.parametrize("cells", [PROFILED, PYLAB], ids=["profilers", "%pylab"])
def test_what_magics_say_of_themselves_is_not_compared(cells: tuple[str, ...], tmp_path: Path) -> None:
    found = verdict(made(tmp_path, *cells, displays="print"))
    assert (found.verdict, found.findings) == ("equivalent", ())
    assert found.counts.lines >= 2


SHOWN = (
    "class Box:\n    def __init__(self):\n        self.shown = 0\n        self.called = 0\n    def _repr_html_(self):\n        self.shown += 1\n"
    "        return '<b>'\n    def asked(self):\n        self.called += 1\n        return self",
    "box, kept = Box(), Box()",
    "kept",
    "box",
    "box.asked()",
    "n = 3",
)


@pytest.mark.parametrize(("last", "verdicts"), [("n = 3", "equivalent"), ("n = box.shown", "different")])
def test_what_showing_a_value_changes_is_left_out_by_name(last: str, verdicts: str, tmp_path: Path) -> None:
    found = verdict(made(tmp_path, *SHOWN[:-1], last))
    assert found.verdict == verdicts
    results = ["kept"] if "box" in last else ["box", "kept"]  # what is read later is none
    assert found.unstable == tuple(f"value {name}.shown (showing it changes it)" for name in results)
    assert {each.path for each in found.findings} == ({"n"} if verdicts == "different" else set())


def test_what_showing_changes_still_has_to_be_what_the_notebook_without_it_has(tmp_path: Path) -> None:
    pair = made(tmp_path, *SHOWN)
    changed(pair[1], "self.shown = 0", "self.shown = 7")
    found = verdict(pair)
    assert found.verdict == "different"
    assert {"box.shown", "kept.shown"} <= {each.path for each in found.findings}


def test_a_changed_operator_is_located(tmp_path: Path) -> None:
    pair = made(tmp_path, *CELLS)
    changed(pair[1], "max(cheap)", "min(cheap)")
    found = verdict(pair)
    assert found.verdict == "different"
    assert {(each.kind, each.path) for each in found.findings} == {("value", "best")}
    assert found.located is not None
    assert (found.located.cell, found.located.line) == (4, 2)
    assert found.located.source == "best = max(cheap)"
    assert found.located.file_source == "best = min(cheap)"
    assert (found.located.notebook, found.located.project) == ("4.25", "0.75")
    page = proof_page(found, "<b>.ipynb", "project")
    assert "best = min(cheap)" in page and "<b>.ipynb" not in page
    assert "http" not in page.split("</style>")[1]


@pytest.mark.slow
def test_a_dropped_statement_is_located(tmp_path: Path) -> None:
    pair = made(tmp_path, *CELLS[:3], "cheap.append(1.0)\ntotal = sum(cheap)")
    changed(pair[1], "cheap.append(1.0)", "pass")
    found = verdict(pair)
    assert found.located is not None and found.located.source == "cheap.append(1.0)"


@pytest.mark.slow
def test_what_always_differs_explains_nothing(tmp_path: Path) -> None:
    last = "import time\nstarted = time.time()\nprint(started)\nused = [started]\nbest = max(cheap)\ntaken = used"
    pair = made(tmp_path, *CELLS[:3], last)
    changed(pair[1], "max(cheap)", "min(cheap)")
    found = verdict(pair)
    assert ("value", "best") in {(each.kind, each.path) for each in found.findings}
    assert found.located is not None and found.located.source == "best = max(cheap)"


def test_an_error_at_the_same_place_is_the_same(tmp_path: Path) -> None:
    cells = (*CELLS[:3], "def pick(k):\n    return {'a': 1}[k]\n\nfirst = pick('a')\nlast = pick('b')")
    pair = made(tmp_path, *cells)
    found = verdict(pair)
    assert (found.verdict, found.counts.errors) == ("equivalent", 1)
    changed(pair[1], "['a']" if False else "pick(\"b\")", "pick(\"c\")")
    assert [each.kind for each in verdict(pair, repeat=1).findings] == ["error"]


RANDOM = ("import random\nimport time", "draw = random.random()\nfixed = 1\nprint(draw)\nprint('same')")


def test_what_the_notebook_does_not_repeat_is_named(tmp_path: Path) -> None:
    found = verdict(made(tmp_path, *RANDOM))
    assert found.verdict == "equivalent"
    assert "value draw" in found.unstable
    assert any("printed line 1" in name for name in found.unstable)
    assert any("--seed" in note for note in found.notes)


@pytest.mark.slow
def test_a_seed_makes_both_sides_draw_the_same(tmp_path: Path) -> None:
    found = verdict(made(tmp_path, *RANDOM), seed=3)
    assert (found.verdict, found.unstable) == ("equivalent", ())


@pytest.mark.slow
def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    assert verdict(made(tmp_path, "pass", "import os")).verdict == "nothing compared"


def test_cells_that_the_project_leaves_out_do_not_run(tmp_path: Path) -> None:
    cells = ("x = 1\nprint(x)", "raise SystemError('exploration')", "assert x == 1", "y = x + 1")
    pair = made(tmp_path, *cells, tags={2: ["skip"], 3: ["test"]})
    found = verdict(pair)
    assert found.verdict == "equivalent"
    assert len([note for note in found.notes if note.startswith("not run")]) == 2


def test_both_sides_go_on_after_cells_that_are_expected_to_fail(tmp_path: Path) -> None:
    cells = (
        "x = [1]",
        "x.append(2)\nx[5]\nx.append(3)",
        "never_bound",
        "print 'of another Python'",
        "print(x)\ny = sum(x)",
    )
    pair = made(tmp_path, *cells, tags=dict.fromkeys((2, 3, 4), ["raises-exception"]))
    found = verdict(pair)
    assert found.verdict == "equivalent"
    assert (found.counts.lines, found.counts.errors) == (1, 0)


def test_secrets_reach_both_sides_and_no_recording(tmp_path: Path) -> None:
    cells = ("API_TOKEN: str", "print('token', API_TOKEN)\nlength = len(API_TOKEN)\nwhole = [API_TOKEN]")
    pair = made(tmp_path, *cells, tags={1: ["parameters"]})
    keep = tmp_path / "kept"
    found = prove(*pair, Options(), given={"API_TOKEN": "s3cr3t-token"}, keep=keep)
    assert (found.verdict, found.counts.lines) == ("equivalent", 1)
    content = b"".join(path.read_bytes() for path in keep.rglob("*") if path.is_file())
    assert b"token **********" in content and b"s3cr3t" not in content


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("open('data.csv')", 0),
        ("open('../data.csv')", 1),
        ("open('../../data/x.csv')", 2),
        ("sys.path.append('..')", 1),
        ("Path.cwd().parent / 'data'", 1),
        ("Path.cwd().parent.parent", 2),
        ("HERE.parents[1]", 2),
        ("os.path.dirname(os.getcwd())", 1),
        ("'../' * 9 + '../../../../../x'", 3),
        ("print('...')", 0),
    ],
)
def test_how_far_a_notebook_reaches_above_its_folder(code: str, above: int) -> None:
    assert folders_above(flow_of(code)) == above


@pytest.mark.slow
def test_other_inputs(tmp_path: Path) -> None:
    pair = made(tmp_path, *CELLS, tags={1: ["parameters"]})
    found = verdict(pair, variations=5)
    assert found.equivalent and len(found.variations) == 5
    assert {each.verdict for each in found.variations} == {"equivalent"}
    assert found.variations[0].title == "RATE = 0.55"
    changed(pair[1], "price * RATE", "price * 0.5")
    found = verdict(pair, variations=2, kinds=("parameters",))
    assert found.verdict == "equivalent" and not found.equivalent
    assert found.variations[0].located is not None


def test_a_project_of_another_notebook_is_refused(tmp_path: Path) -> None:
    path, project = made(tmp_path, *CELLS)
    write_notebook(Path(path), "x = 1")
    with pytest.raises(UsageError, match="another state"):
        verdict((path, project))


@pytest.mark.parametrize("text", [None, "", "{}", '{"project": {"package": "a b"}}', "[1]"])
def test_a_folder_that_is_no_project_is_refused(text: str | None, tmp_path: Path) -> None:
    path, project = made(tmp_path, *CELLS)
    file = project / ".nbship" / "provenance.json"
    file.unlink() if text is None else file.write_text(text)
    with pytest.raises(InputError):
        verdict((path, project))
