"""Magics become Python, or are left out, or refused."""

from __future__ import annotations

import pytest
from parse_programs import cell, codes, program

from converter.parse.automagic import spelled_out
from converter.parse.rows import rows_of

RUN = "shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False"


@pytest.mark.parametrize(
    "source",
    [
        "x = (5\n% 3)",
        "x = (1\n!= 2)",
        "x = 5 \\\n% 3",
        "s = '''\n%matplotlib inline\n!ls\nhelp?\n'''",
        "s = 'a \\\n%b'",
        "d = {'a': 1,\n     # !ls\n     'b': 2}",
        "print('%d' % 3)",
        "x = 3  # why?",
        "s = f'{x!r}'",
        "x.y = z != 3",
        "ls = 1\nls",
    ],
)
def test_what_only_looks_like_a_magic_stays(source: str) -> None:
    found = cell(source)
    assert found.code == source
    assert found.magics == ()
    assert found.lines == tuple(range(1, source.count("\n") + 2))


@pytest.mark.parametrize(
    ("source", "code", "action"),
    [
        ("%matplotlib inline\nx", "x", "drop"),
        ("x = 1\nx?", "x = 1", "drop"),
        ("?print\nx", "x", "drop"),
        ("%load_ext autoreload\n%autoreload 2\nx", "x", "drop"),
        ("%timeit -n 3 f()\nx", "x", "drop"),
        ("%time x = 1", "x = 1", "keep"),
        ("y = %time f()", "y = f()", "keep"),
        ("%prun -s cumulative f(1)", "f(1)", "keep"),
        ("%lprun -f f f(1)", "f(1)", "keep"),
        ("if x:\n    %matplotlib inline\n    y = 1", "if x:\n    y = 1", "drop"),
        ("if x:\n    %who", "if x:\n    pass  # %who", "drop"),
        ("try:\n    a\nexcept E:\n    !pip install a", "try:\n    a\nexcept E:\n"
         "    pass  # !pip install a", "requirement"),
        ("%cd data", 'import os\nos.chdir("data")\nprint(os.getcwd())', "translate"),
        ("%cd -q ~/x", 'import os\nos.chdir(os.path.expanduser("~/x"))', "translate"),
        ("%pwd", "import os\nos.getcwd()", "translate"),
        ("%env A=b c", 'import os\nos.environ["A"] = "b c"\nprint("env: A=b c")', "translate"),
        ("%env API_KEY=x", 'import os\nos.environ["API_KEY"] = "x"', "translate"),
        ("x = %env HOME", 'import os\nx = os.environ["HOME"]', "translate"),
        ("!ls -l \\\n  a", f'import subprocess\nprint(subprocess.run("ls -l    a", {RUN}).stdout, '
         'end="")', "translate"),
        ("!ls a", f'import subprocess\nprint(subprocess.run("ls -C a", {RUN}).stdout, end="")',
         "translate"),
        ("!ls | wc", f'import subprocess\nprint(subprocess.run("ls | wc", {RUN}).stdout, end="")',
         "translate"),
        ("if x:\n  y = !ls", "if x:\n  import subprocess\n  y = subprocess.run("
         f'"ls", {RUN}).stdout.splitlines()', "translate"),
        ("%%time\nx = 1\nx", "x = 1\nx", "keep"),
        ("%%timeit\nx = 1", "", "drop"),
        ("%timeit -n 1 -r 1 f(x)\nx", "f(x)\nx", "keep"),
        ("%timeit -r1 -n1 -q f(x)\nx", "f(x)\nx", "keep"),
        ("%timeit -n 1 f(x)\nx", "x", "drop"),
        ("%timeit -n 1 -r 1 y = f(x)\nx", "x", "drop"),
        ("%%timeit -n1 -r1\n# why\nf(x)\na.append(1)", "# why\nf(x)\na.append(1)", "keep"),
        ("%%timeit -n1 -r1 y = 2\nf(y)", "", "drop"),
        ("%%timeit -n1 -r1\n!ls\nf(x)", "", "drop"),
        ("%%html\n<b>", "", "drop"),
    ],
)  # fmt: skip
def test_magics_of_every_action(source: str, code: str, action: str) -> None:
    found = program("x = a = f = E = None", source)
    assert [m.action for m in found.cells[1].magics][0] == action
    assert found.cells[1].code == code


def test_lines_lead_back_to_the_source() -> None:
    assert cell("%matplotlib inline\nx = 1\n%cd a\ny").lines == (2, 3, 3, 3, 4)
    assert cell("\n  %%time\n  x\n  y").lines == (3, 4)


@pytest.mark.parametrize(
    "source",
    ["%sql select 1", "%%R\nx", "%run a.py", "%store x", "%%cython\nx", "%reset -f", "%%px\nx"],
)
def test_what_cannot_be_converted_is_refused_with_remedy(source: str) -> None:
    found = program("x = 1", f"y = 1\n{source}" if source[1] != "%" else source)
    assert codes(found) == ["NB402"]
    assert found.diagnostics[0].hint
    assert found.diagnostics[0].span is not None
    assert (found.diagnostics[0].span.cell, found.diagnostics[0].severity) == (2, "error")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("%nonsense", "NB401"),
        ("%%nonsense\nx", "NB401"),
        ("x = 1\n%%time\ny", "NB403"),
        ("x = %timeit -o f()", "NB403"),
        ("%cd -", "NB403"),
        ("get_ipython().config", "NB406"),
    ],
)
def test_other_refusals(source: str, code: str) -> None:
    assert codes(program(source)) == [code]


def test_reset_of_an_empty_session_is_nothing() -> None:
    assert codes(program("%reset -f\nx = 1", "y")) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("get_ipython().run_line_magic('matplotlib', 'inline')\nx", "x"),
        ("get_ipython().magic('time x = 1')", "x = 1"),
        ("get_ipython().run_cell_magic('time', '', 'x = 1\\ny\\n')\n", "x = 1\ny"),
        ("get_ipython().system('pip install a')\nx", "x"),
    ],
)
def test_calls_of_nbconvert_are_magics(source: str, code: str) -> None:
    assert cell(source).code == code


def test_a_look_at_the_shell_finds_none() -> None:
    found = cell("import os\nif 'colab' in str(get_ipython()):\n    pass")
    assert found.code.startswith("from IPython import get_ipython\nimport os\n")


def test_code_ready_for_no_shell_is_left_alone() -> None:
    source = "try:\n    get_ipython().x\nexcept NameError:\n    pass"
    assert cell(source).code == source


def test_interactivity_is_noted_and_left_out() -> None:
    text = "from IPython.core.interactiveshell import InteractiveShell\n"
    found = program(text + "InteractiveShell.ast_node_interactivity = 'all'\nx")
    assert (found.all_displayed, found.cells[0].code) == (True, "x")
    assert found.cells[0].lines == (3,)
    assert program('%config InteractiveShell.ast_node_interactivity = "all"\nx').all_displayed
    assert not program("x.ast_node_interactivity = 'none'").all_displayed


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\ncd ..",
        "cd ..\n\n",
        "# where am I\npwd",
        "pip(install)",
        "ls.pwd",
        "ls = 3",
        "spark",
        "hist(1)",
        "print",
    ],
)
def test_words_are_no_magics_in_longer_cells_or_where_python_reads_them(source: str) -> None:
    assert not spelled_out(rows_of(source), frozenset())[0].text.startswith("%")


@pytest.mark.parametrize("source", ["ls", "ls -l", "pip install x", "cd .."])
def test_words_that_cells_bound_are_no_magics(source: str) -> None:
    rows = rows_of(source)
    assert spelled_out(rows, frozenset({source.split()[0]})) == rows


@pytest.mark.parametrize(
    "source", ["cd ..", "cd ..\n", "\n  cd ..", "pip install x", "ls", "ls -l", "matplotlib inline"]
)
def test_one_line_names_a_magic_without_its_percent_sign(source: str) -> None:
    named, said = program(source, "y = 1"), program(f"%{source.strip()}", "y = 1")
    assert [each.code.rstrip() for each in named.cells] == [each.code for each in said.cells]
    assert [each.text for each in named.cells[0].magics] == [f"%{source.strip()}"]
    assert named.requirements == said.requirements
