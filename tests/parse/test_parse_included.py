"""`%run` puts the code of the other file where the line stood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from notebooks import notebook_of

from converter.model.notebook import Included
from converter.model.program import Program
from converter.parse.program import parse_program

pytestmark = pytest.mark.fast

PREP = Included(
    "prep.ipynb", False, ("%%time\nx = 1\nx", "%matplotlib inline\ny = 2"), "prep.ipynb"
)
TOOLS = Included("tools.py", True, ("n = 1\ndef f():\n    return n\n",), "tools.py")


def program(*cells: str, files: tuple[Included, ...] = (PREP, TOOLS)) -> Program:
    return parse_program(replace(notebook_of(*cells), included=files))


def errors(found: Program) -> list[str]:
    return [each.code for each in found.diagnostics if each.severity == "error"]


def test_the_code_stands_where_the_line_stood() -> None:
    found = program("a = 0\n%run prep.ipynb\nb = y")
    (cell,) = found.cells
    assert cell.code == "a = 0\nx = 1\nx\ny = 2\nb = y"
    assert cell.lines == (1, 2, 2, 2, 3)
    assert [magic.text for magic in cell.magics] == [
        "%run prep.ipynb",
        "%%time",
        "%matplotlib inline",
    ]
    assert errors(found) == []


def test_values_of_the_other_file_are_not_displayed() -> None:
    assert (
        not program("%run prep.ipynb", files=(replace(PREP, cells=("x = 1\nx",)),)).cells[0].shows
    )
    assert program("%run prep.ipynb\ny").cells[0].shows


def test_a_script_that_reads_its_arguments_gets_them() -> None:
    script = replace(TOOLS, cells=("import sys\nprint(sys.argv)",))
    (cell,) = program("%run -i tools.py 'a b' 2", files=(script,)).cells
    assert cell.code.split("\n")[:2] == ["import sys", 'sys.argv = ["tools.py", "a b", "2"]']


@pytest.mark.parametrize(
    "cell",
    [
        "%run gone.py",
        "if x:\n    %run tools.py",
        "%run -p tools.py",
        "y = %run tools.py",
    ],
)
def test_what_is_refused(cell: str) -> None:
    assert errors(program(cell)) in (["NB402"], ["NB402", "NB101"])


def test_a_file_that_runs_itself_is_refused() -> None:
    files = (
        replace(PREP, cells=("%run b.ipynb",)),
        Included("b.ipynb", False, ("%run prep.ipynb",)),
    )
    assert errors(program("%run prep.ipynb", files=files)) == ["NB402"]


def test_a_string_that_looks_like_it_is_left_alone() -> None:
    text = 's = """\n%run prep.ipynb\n"""'
    assert program(text).cells[0].code == text


def test_a_script_whose_global_the_notebook_binds_too_is_refused() -> None:
    assert errors(program("%run tools.py", "n = 2")) == ["NB407"]
    assert errors(program("%run tools.py", "m = n")) == []
    assert errors(program("%run prep.ipynb", "x = 2")) == []


def test_errors_of_the_other_file_name_it() -> None:
    found = program("a = 1\n%run prep.ipynb", files=(replace(PREP, cells=("%%R\nx",)),))
    (error,) = [each for each in found.diagnostics if each.severity == "error"]
    assert error.message.startswith("prep.ipynb: ")
    assert error.span is not None and error.span.line == 2
