"""Marks: our tags, comments, other tools' dialects, slips and hostile text."""

from __future__ import annotations

import pytest
from parse_programs import codes, program

from converter.model.notebook import Cell
from converter.model.program import Marks, Program


def with_tags(*tags: str, source: str = "x = 1") -> Program:
    return program(Cell(1, "code", source, tags))


@pytest.mark.parametrize(
    "tags", [(), ("hide-input",), ("remove_output", "slideshow"), ("prev:a",), ("papermill-x",)]
)
def test_tags_without_meaning_here(tags: tuple[str, ...]) -> None:
    found = with_tags(*tags)
    assert (found.cells[0].marks, found.diagnostics) == (Marks(), ())


@pytest.mark.parametrize(
    ("tag", "marks"),
    [
        ("parameters", Marks(parameters=True)),
        ("injected-parameters", Marks(parameters=True)),
        ("stage:Load Data", Marks(stage="load_data")),
        ("stage:1-load", Marks(stage="stage_1_load")),
        ("stage:class", Marks(stage="class_")),
        ("train", Marks(stage="train")),
        ("imports", Marks(imports=True)),
        ("module:tools", Marks(module="tools")),
        ("predict", Marks(predict=True)),
        ("output:a, b", Marks(outputs=("a", "b"))),
        ("test", Marks(test=True)),
        ("metrics", Marks(metrics=True)),
        ("functions", Marks(module="functions")),
        ("node", Marks(module="nodes")),
    ],
)
def test_each_tag(tag: str, marks: Marks) -> None:
    found = with_tags(tag)
    assert (found.cells[0].marks, found.diagnostics) == (marks, ())


def test_comments_are_tags_and_leave_the_code() -> None:
    text = "#| tags: predict, output:a,b, stage:fit\n#| echo: false\n# why\nx = 1"
    found = program(text, "#| tags: [parameters]\n%%time\ny = 1")
    first, second = found.cells
    assert first.marks == Marks(stage="fit", predict=True, outputs=("a", "b"))
    assert (first.code, first.lines) == ("# why\nx = 1", (3, 4))
    assert second.marks == Marks(parameters=True)
    assert (second.code, second.lines) == ("y = 1", (3,))


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        (("skip",), "x"),
        (("active-ipynb",), "x"),
        (("skip-execution",), "x"),
        ((), "#| eval: false\nx"),
        ((), "#| tags: skip\nx = = bad"),
    ],
)
def test_skipped_cells_are_not_even_parsed(tags: tuple[str, ...], text: str) -> None:
    found = program("y = 1", Cell(2, "code", text, tags))
    assert [number for number, _ in found.skipped] == [2]
    assert codes(found) == []


def test_hidden_cells_go_unless_their_names_are_needed() -> None:
    hidden = [Cell(n, "code", f"{name} = 1", ("remove_cell",)) for n, name in ((1, "a"), (2, "b"))]
    found = program(*hidden, "print(b)")
    assert found.skipped == ((1, "left out by nbconvert"),)
    assert codes(found) == ["NB505"]


def test_kale_cells_continue_and_name_metrics() -> None:
    found = program(
        Cell(1, "code", "x = 1", ("block:load", "prev:a")),
        Cell(2, "code", "y = x"),
        Cell(3, "code", "y\nprint(x)", ("pipeline-metrics",)),
    )
    assert [c.marks.stage for c in found.cells] == ["load", None, None]
    assert [c.marks.continues for c in found.cells] == [False, True, True]
    assert found.cells[2].marks.outputs == ("y", "x")


def test_nbdev_exports_go_to_its_module() -> None:
    found = program("#| default_exp core\n#| export\nx = 1", "#| export\ny = 1", "#| hide\nz = 1")
    assert [c.marks.module for c in found.cells] == ["core", "core", None]
    assert codes(found) == []


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("trian", "train"), ("paramters", "parameters"), ("stge:x", "stage:x"), ("Skip", "skip")],
)
def test_slips_are_warned_of(tag: str, meant: str) -> None:
    found = with_tags(tag)
    assert codes(found) == ["NB502"]
    assert meant in found.diagnostics[0].hint


def test_unknown_and_doubled_tags() -> None:
    assert codes(with_tags("mytag")) == ["NB501"]
    assert codes(with_tags("raises-exception")) == ["NB105"]
    assert "NB105" not in codes(with_tags("raises-exception", "skip"))
    assert with_tags("raises-exception").cells[0].code.startswith("import traceback\ntry:\n    x")
    assert "try:\n    import a" in with_tags("raises-exception", source="import a").cells[0].code
    assert with_tags("raises-exception", source="# nothing").cells[0].code == "# nothing"
    assert "try" not in with_tags("raises-exception", "test").cells[0].code
    assert codes(with_tags("stage:a", "train")) == ["NB504"]
    assert codes(program("#| stage: a\nx = 1")) == ["NB502"]


@pytest.mark.parametrize(
    "tag",
    [
        "stage:../../x",
        "stage:/etc/passwd",
        "stage:a\\b",
        "stage:",
        "stage:\U0001f600",
        "stage:a'b",
        'module:a"b',
        "stage:a\nb",
        "stage:a\0b",
        "stage:" + "x" * 500,
        "stage:a\u202eb",
        "module:..",
        "stage:{{ 7*7 }}",
        "output:a b",
        "output:",
        "output:class",
        "output:$(ls)",
    ],
    ids=ascii,
)
def test_hostile_names_are_refused(tag: str) -> None:
    found = with_tags(tag)
    assert codes(found) == ["NB503"]
    assert found.diagnostics[0].severity == "error"
    text = found.diagnostics[0].text("x.ipynb")
    assert text.count("\n") == 1
    assert "\0" not in text
    assert "\u202e" not in text
