"""Translated magics do what IPython does: their code is run, IPython's own code is the oracle."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from IPython.utils.text import DollarFormatter
from parse_programs import cell, codes, program

from converter.parse.literals import interpolated
from converter.parse.magics import plain
from converter.parse.rows import rows_of, text_of

VALUES = {"x": 3, "d": {"k": "v"}, "path": "a b", "rows": [1, 2, 3]}


@pytest.mark.parametrize(
    "text",
    [
        "ls",
        "echo {x} $x ${x} $$x",
        "echo '$x' \"$x\"",
        "echo {d['k']} {rows[1:3]} {x!r}",
        "echo {missing} {x}",
        "echo $HOME {x}",
        "awk '{print $1}' f",
        "echo {{x}} {x}",
        "echo {",
        "echo {}",
        "echo {x:>5}",
        "echo $path.upper \\n 'q' \"r\"",
        "echo {x + 1} {'{'} é",
        "cat {path}.{x}",
    ],
)
def test_interpolation_is_ipythons(text: str) -> None:
    try:
        expected = DollarFormatter().vformat(text, (), dict(VALUES))
    except Exception:  # IPython's own rule: any failure leaves the text alone
        expected = text
    assert eval(interpolated(text, frozenset(VALUES)), dict(VALUES)) == expected


PIECES = (
    "x = 1|%matplotlib inline|!ls|y = !ls|y = %pwd|df?|s = '''|'''|f(|  % 3)|   !x)|x = [1,|2]"
    "|a = 1 \\|% 3|    %time z|if x:|    pass|# comment?|print('%d' % 3)|z = x != 3||d['k'] = !ls"
    "|a, b = !ls|    !ls|for i in x:|  %who|!ls \\|t = f'{x}'|x['a'] = %env HOME|k = {|}"
    "|def f():|'abc \\|  % def'"
).split("|")


def test_magics_are_found_where_ipython_finds_them() -> None:
    """Drawn cells: where IPython's result is Python, ours is, with as many magics."""
    draw = random.Random(7)
    ipython = TransformerManager()
    compared = 0
    for _ in range(1500):
        source = "\n".join(draw.choice(PIECES) for _ in range(draw.randint(1, 5)))
        try:
            theirs = ipython.transform_cell(source)
            ast.parse(theirs)
            ast.parse(source.replace("%", "#").replace("!", "#").replace("?", "#"))
        except SyntaxError:
            continue
        ours = plain(rows_of(source), 1, frozenset())
        ast.parse(text_of(ours.rows))
        assert theirs.count("get_ipython()") == len(ours.magics), source
        compared += 1
    assert compared > 200


def printed(code: str, folder: Path) -> str:
    """What the code of a cell prints, run in `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_shell_output_comes_in_order(tmp_path: Path) -> None:
    source = "x = 'b'\nprint('a')\n!echo {x}; echo err >&2\nprint('c')\ny = !echo 1; echo 2\ny"
    code = cell(source).code + "\nprint(y)"
    assert printed(code, tmp_path) == "a\nb\nerr\nc\n['1', '2']\n"


def test_a_file_is_written_as_by_writefile(tmp_path: Path) -> None:
    text = "a = '''x\\n'''\nb = \"\"\"y\"\"\"\n\nc = 'end\"'"
    first, again, more = (
        cell(f"%%writefile {option} out.py\n{text}").code for option in ("", "", "-a")
    )
    assert printed(first, tmp_path) == "Writing out.py\n"
    assert (tmp_path / "out.py").read_text() == text + "\n"
    assert printed(again, tmp_path) == "Overwriting out.py\n"
    assert printed(more, tmp_path) == "Appending to out.py\n"
    assert (tmp_path / "out.py").read_text() == (text + "\n") * 2


def test_bash_prints_and_fails_like_ipythons(tmp_path: Path) -> None:
    assert printed(cell("%%bash -s one\necho $1 \\\n  'two'").code, tmp_path) == "one two\n"
    with pytest.raises(subprocess.CalledProcessError):
        printed(cell("%%bash\nfalse").code, tmp_path)
    assert printed(cell("%%sh --no-raise-error\nexit 3").code, tmp_path) == ""
    assert printed(cell("%%bash --out x\necho 5").code + "\nprint([x])", tmp_path) == "['5\\n']\n"


def test_captured_output_is_kept_from_stdout(tmp_path: Path) -> None:
    source = "%%capture out\nprint('a')\ns = '''\nb'''\nif s:\n    !echo c\n"
    code = cell(source).code + "\nprint('-')\nout.show()\nprint([out.stdout, s])"
    assert printed(code, tmp_path) == "-\na\nc\n['a\\nc\\n', '\\nb']\n"
    assert printed(cell("%%capture\nprint(1)").code, tmp_path) == ""


def test_a_folder_is_changed_and_printed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert printed(cell("%cd data").code, tmp_path).strip() == str(tmp_path.resolve() / "data")


@pytest.mark.parametrize("source", ["%%bash --bg\nls", "%%capture 1x\ny", "%%writefile\nx"])
def test_options_that_cannot_be_translated_are_refused(source: str) -> None:
    assert codes(program(source)) == ["NB403"]
