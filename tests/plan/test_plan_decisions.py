"""Stages, lifting, merging, results and refusals, on small notebooks."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.plan import Plan
from converter.model.settings import Settings
from converter.plan.idle import WRITTEN_DOWN
from converter.plan.naming import package_name, slug, unused

pytestmark = pytest.mark.fast


def lifted(plan: Plan) -> dict[str, list[str]]:
    return {each.name: [value for value, _ in each.lifted] for each in plan.definitions}


def stages(plan: Plan) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(each.name, each.inputs, each.outputs) for each in plan.stages]


def codes(plan: Plan, severity: str = "error") -> list[str]:
    return [each.code for each in plan.diagnostics if each.severity == severity]


@pytest.mark.parametrize("line", ["import joblib\njoblib.dump(1, 'x')", "from joblib import dump, load"])
def test_to_store_is_no_affair_of_other_processes(line: str) -> None:
    assert "f" in lifted(plan_for(f"{line}\nk = len('a')", "def f():\n    return k", "strange(f)"))


def test_a_function_without_globals_is_importable() -> None:
    plan = plan_for("def f(x):\n    return x + 1", "y = f(1)")
    assert lifted(plan) == {"f": []}


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("df = spark.read.table('t')", "SparkSession.builder.getOrCreate()"),
        ("env = dbutils.widgets.get('env')", "`parameters`"),
        ("x = unheard_of + 1", "define 'unheard_of' in a cell above"),
    ],
)
def test_what_a_host_defines_has_a_remedy_of_its_own(cell: str, remedy: str) -> None:
    (found,) = [each for each in plan_for("y = 1", cell).diagnostics if each.severity == "error"]
    assert (found.code, remedy in (found.hint or "")) == ("NB201", True)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ("'a.xlsx'", "pd.DataFrame"),
        ("'a.xlsx', sheet_name='costs'", "pd.DataFrame"),
        ("'a.xlsx', 1", "pd.DataFrame"),
        ("'a.xlsx', sheet_name=f'{2020}'", "pd.DataFrame"),
        ("'a.xlsx', sheet_name=None", None),
        ("'a.xlsx', sheet_name=['costs', 'sales']", None),
        ("'a.xlsx', None", None),
        ("'a.xlsx', sheet_name=sheets", None),
    ],
)
def test_several_sheets_are_no_frame(arguments: str, kind: str | None) -> None:
    plan = plan_for("import pandas as pd", "sheets = None", f"book = pd.read_excel({arguments})")
    assert dict(plan.types).get("book") == kind


def test_runtime_values_are_lifted_through_callees() -> None:
    plan = plan_for("k = len('a')", "def f():\n    return k", "def g():\n    return f()", "y = g()")
    assert lifted(plan) == {"f": ["k"], "g": ["k"]}


def test_recursion_is_lifted_once() -> None:
    plan = plan_for("k = len('a')\ndef f(n):\n    return n and f(n - 1) + k\ny = f(3)")
    assert lifted(plan) == {"f": ["k"]}


@pytest.mark.parametrize(
    "cells",
    [
        ("k = len('a')", "def f(x=k):\n    return x", "list(map(f, 'a'))"),
        ("k = len('a')", "def f(x=(lambda: k)()):\n    return x", "f()"),
        ("k = len('a')", "class f:\n    a = sorted('a', key=lambda x: k)", "f()"),
        ("k = len('a')", "class f:\n    def m():\n        return k\n    a = m()", "f()"),
        ("from joblib import Parallel\nk = len('a')", "def f():\n    return k", "strange(f)"),
        ("import joblib\nk = len('a')\njoblib.Parallel()", "def f():\n    return k", "strange(f)"),
        ("def f():\n    return k", "import math as k\ndel k", "strange(f)"),
        ("def f():\n    return 1\ng = f", "g()", "def f():\n    return 2", "b = f()"),
    ],
)
def test_what_cannot_move_stays_in_its_stage(cells: tuple[str, ...]) -> None:
    plan = plan_for("from functools import cache\nstrange = print", *cells)
    assert "f" not in lifted(plan)
    assert any("stays in its stage" in entry.why for entry in plan.ledger)


@pytest.mark.parametrize(
    "cells",
    [
        ("k = len('a')", "@cache\ndef f():\n    return k", "f()"),
        ("k = len('a')", "def f():\n    return k", "fs = [f]"),
        ("k = len('a')", "def f():\n    return k", "print(f.__name__, f())"),
        ("k = len('a')", "def f():\n    return k", "xs = [f() for k in 'ab']"),
        ("k = len('a')", "def f():\n    return k", "strange(f)"),
        ("def f():\n    return k", "if f:\n    k = 1", "f()"),
        ("k = len('a')", "def f(x, y=lambda: k):\n    return y()", "f(1)"),
        ("k = len('a')", "class f:\n    a = property(lambda s: k)", "f().a"),
        ("k = len('a')", "class f:\n    def m(self):\n        return k", "f().m()"),
        ("k = 0", "def f():\n    global k\n    k += 1", "f()"),
    ],
)
def test_what_cannot_be_lifted_shares_its_values(cells: tuple[str, ...]) -> None:
    plan = plan_for("from functools import cache\nstrange = print", *cells)
    assert [each.name for each in plan.definitions if each.shares] == ["f"]
    assert plan.shared.names == ("k",)
    assert plan.literal == ""


def test_values_bound_in_blocks_or_by_functions_live_in_the_module() -> None:
    plan = plan_for(
        "a = b = c = len('a')\nfor c in 'ab':\n    pass",
        "class F:\n    def m(self):\n        return a, b, c",
        "def g():\n    global b\n    b = F().m()\ng()",
    )
    assert plan.shared.names == ("a", "b", "c")
    assert plan.shared.kept == {"b", "c"}
    assert [names for _, names in plan.shared.copies] == [("a",)]


def test_the_same_function_word_for_word_is_one() -> None:
    plan = plan_for("def f():\n    return 1", "a = f()", "def f():\n    return 1", "b = f()")
    assert lifted(plan) == {"f": []}


def test_headings_divide() -> None:
    plan = plan_for("#%md # T", "#%md ## One", "a = len('x')", "#%md ## Two", "b = a + 1")
    assert stages(plan) == [("one", (), ("a",)), ("two", ("a",), ("b",))]


def test_tags_divide_and_untagged_cells_continue() -> None:
    tags = {1: ("stage:prep",), 3: ("stage:use",)}
    plan = plan_for("a = len('x')", "b = a + 1", "c = a + b", tags=tags)
    assert [(each.name, each.cells) for each in plan.stages] == [("prep", (1, 2)), ("use", (3,))]


def test_a_closure_over_a_name_bound_again_merges_stages() -> None:
    head = ("#%md # T", "#%md ## One", "k = len('x')\nf = lambda: k", "#%md ## Two")
    assert len(plan_for(*head, "k = 2\nprint(f())").stages) == 1
    assert len(plan_for(*head, "j = 2\nprint(f())").stages) == 2


def test_a_name_bound_on_some_paths_merges_stages() -> None:
    head = ("#%md # T", "#%md ## One", "import sys\nif sys.argv:\n    x = 1", "#%md ## Two")
    assert len(plan_for(*head, "print(x)").stages) == 1
    assert len(plan_for(*head, "x = 2\nprint(x)").stages) == 2


def test_what_an_if_may_rebind_passes_through() -> None:
    head = ("#%md # T", "#%md ## One", "import sys\nx = len('x')", "#%md ## Two")
    plan = plan_for(*head, "if sys.argv:\n    x = 1", "#%md ## Three", "y = x")
    assert stages(plan)[1] == ("two", ("x",), ("x",))


def test_results_are_what_no_later_cell_reads() -> None:
    plan = plan_for("a = len('x')", "b = a + 1", "c = b + 1\nd = c", "b")
    assert [each.name for each in plan.results] == ["b", "c", "d"][1:]


def test_what_a_later_cell_changes_in_place_is_a_result_unless_it_is_read_after_that() -> None:
    plan = plan_for("kept = []\nread = []", "kept.append(1)\nread.append(2)", "total = sum(read)")
    assert [each.name for each in plan.results] == ["kept", "total"]


@pytest.mark.parametrize(
    "code",
    [
        "with open('x') as a, open('y') as b:\n    n = a.read()",
        "with open('x') as a:\n    with open('y') as b:\n        n = b.read()",
        "n = 0\nfor a in 'ab':\n    with open(a) as b:\n        n = a",
        "n = len('a')\ntry:\n    from tqdm import tqdm as a\nexcept ImportError:\n    a = lambda x: x",
        "import csv\nn = len('a')\na = csv.writer(open('x', 'w'))",
        "import sqlite3 as db\nn = len('a')\na = db.connect('x')\nb = a.cursor()",
        "import threading, queue\nn = len('a')\na = threading.Lock()\nb = queue.Queue()",
        "from flask import Flask\nn = len('a')\na = Flask(__name__)",
        "import gradio as gr\nn = len('a')\na = gr.Interface(print, 'text', 'text')",
        "import torch, matplotlib.pyplot as plt\nwith torch.no_grad():\n"
        "    n = len('a')\n    a, b = plt.subplots()",
        "import matplotlib.pyplot as p\nn = len('a')\nf = p.figure()\na = f.add_subplot()\nb = a.twinx()",
    ],
)
def test_handles_are_no_results(code: str) -> None:
    assert "n" in [each.name for each in plan_for(code).results]
    assert not {"a", "b"} & {each.name for each in plan_for(code).results}


def test_what_the_notebooks_own_class_makes_is_a_result() -> None:
    plan = plan_for("class Queue:\n    pass", "a = Queue()\nb = 'x'\nif b:\n    b = 1")
    assert [each.name for each in plan.results] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "moves"),
    [
        ("A = namedtuple('A', 'x y')", True),
        ("A = namedtuple('A', ['x', 'y'], defaults=[1])", True),
        ("A = Enum('A', {'RED': 1})", True),
        ("A = collections.namedtuple('A', 'x')", True),
        ("A = namedtuple('B', 'x')", False),  # it is not found by its own name
        ("A = namedtuple('A', fields)", False),
        ("A = namedtuple('A', 'x')\nA = namedtuple('A', 'y')", False),
    ],
)
def test_classes_that_calls_make_are_importable(line: str, moves: bool) -> None:
    cells = ("import collections\nfrom collections import namedtuple\nfrom enum import Enum", "fields = 'x y'.split()")
    plan = plan_for(*cells, line, "def f():\n    return A\nb = f()")
    assert ("A" in [each.name for each in plan.definitions]) is moves


@pytest.mark.parametrize(
    ("code", "results"),
    [
        ("done = True\nn = len('a')", ["n"]),
        ("n: int = 3\nsizes = [1, {'a': 2}]\nshare = 1 / 3", []),
        ("found = []\nfound.append(1)", ["found"]),
        ("found = {}\nfill(found)", ["found"]),
        ("n = 1\nm = n + 1", ["m"]),
        ("n = len('a')\nn = 4", []),
        ("n = 4\nn += 1", ["n"]),
        ("if len('a'):\n    n = 4\nelse:\n    n = 5", ["n"]),
    ],
)
def test_what_is_only_written_down_is_no_result(code: str, results: list[str]) -> None:
    assert [each.name for each in plan_for(code).results] == results


def test_a_value_that_is_asked_for_is_a_result_however_it_is_made() -> None:
    plan = plan_for("n = 1\nm = 2", tags={1: ("output:n",)})
    assert [each.name for each in plan.results] == ["n"]
    plan = plan_for("n = 1", "print('a')", tags={1: ("metrics",)})
    assert [each.name for each in plan.results] == ["n"]


@pytest.mark.parametrize(
    ("cells", "left_out"),
    [
        (("done = True", "print(1)"), ["done"]),
        (("x = 1\nx = 2", "print(1)"), ["x", "x"]),
        (("x = 1", "print(x)"), []),
        (("x = 1", "def f():\n    return x", "print(f())"), []),
        (("x = 1\ndel x", "print(1)"), []),
        (("x = 1", "def f():\n    global x\n    x = 2", "f()"), []),
        (("x = 1\nx = len('a')", "print(1)"), []),
        (("x = 1", "print(globals())"), []),
        (("x = [1]", "x.append(2)"), []),
    ],
)
def test_plain_values_that_nothing_reads_are_left_out(
    cells: tuple[str, ...], left_out: list[str]
) -> None:
    plan = plan_for(*cells)
    orders = [each.statement for each in plan.ledger if each.why == WRITTEN_DOWN]
    statements = {each.order: each for each in plan.dataflow.statements}
    assert [name for order in orders for name in statements[order].binds] == left_out


def test_output_tags_choose_the_results() -> None:
    plan = plan_for("a = len('x')", "b = a + 1", tags={1: ("output:a",)})
    assert [each.name for each in plan.results] == ["a"]
    assert codes(plan_for("a = 1", tags={1: ("output:nothing",)})) == ["NB603"]


@pytest.mark.parametrize(
    ("tags", "results"),
    [
        ({}, ["z"]),
        ({2: ("metrics",)}, ["z", "acc", "f1"]),
        ({2: ("metrics", "output:y")}, ["y", "acc", "f1"]),
    ],
)
def test_what_a_metrics_cell_assigns_are_results(
    tags: dict[int, tuple[str, ...]], results: list[str]
) -> None:
    metrics = "import math\nacc = sum(y) / 2\nfor i in y:\n    pass\nf1 = 2"
    plan = plan_for("y = [1, 2]", metrics, "z = acc + f1\nprint(z)", tags=tags)
    assert [result.name for result in plan.results] == results


def test_a_name_that_nobody_binds_is_an_error() -> None:
    (error,) = [e for e in plan_for("a = 1", "b = aa").diagnostics if e.severity == "error"]
    assert (error.code, error.span.cell if error.span else 0) == ("NB201", 2)
    assert codes(plan_for("b = a", "a = 1")) == ["NB201"]
    assert codes(plan_for("try:\n    x\nexcept NameError:\n    x = 1")) == []


def test_input_and_history_are_refused() -> None:
    assert codes(plan_for("x = input()")) == ["NB601"]
    assert codes(plan_for("x = 1", "y = _ + 1")) == ["NB602"]
    assert codes(plan_for("_ = 1", "y = _ + 1")) == []


@pytest.mark.parametrize(
    "cell",
    [
        "for k, v in list(globals().items()):\n    print(k)",
        "print(sorted(n for n in dir() if n != 'x'))",
        "names = dir()",
        "sizes = {k: len(k) for k in vars().keys()}",
        "def all_names():\n    return [*globals()]",
    ],
)
def test_names_that_ipython_added_are_warned_of(cell: str) -> None:
    assert codes(plan_for("x = 1", cell), "warning") == ["NB604"]


@pytest.mark.parametrize(
    "cell",
    [
        "if 'y' not in globals():\n    y = 2",
        "print(globals()['x'], vars().get('x'), f'{x}'.format(**locals()))",
        "def f(a):\n    for name, value in locals().items():\n        print(name)\n    return dir()",
        "print(dir(x), [k for k in vars(str)])",
        "def dir():\n    return [1]\nprint(list(dir()))",
    ],
)
def test_names_that_are_looked_up_are_not(cell: str) -> None:
    assert codes(plan_for("x = 1", cell), "warning") == []


@pytest.mark.parametrize(
    "cell",
    [
        "from nothing_of_this_name import *",
        "g = globals()",
        "exec('x = ' + str(1))",
        "n = 0\ndef f(x=n):\n    global n\n    n += 1",
        "x = 1\nclass A:\n    x = x",
    ],
)
def test_code_that_needs_one_namespace_keeps_it(cell: str) -> None:
    assert plan_for(cell, "y = 1").literal
    assert not plan_for("y = 1").literal


@pytest.mark.parametrize(
    ("code", "moves"),
    [
        ("class f(torch.nn.Sequential):\n    x = 1", True),
        ("def f(act=torch.relu):\n    return act", True),
        ("class f(torch.made(3)):\n    x = 1", False),
        ("def f(act=torch.rand(3)):\n    return act", False),
        ("class f:\n    x = torch.rand(3)", False),
    ],
)
def test_what_a_definition_only_names_draws_nothing(code: str, moves: bool) -> None:
    plan = plan_for("import torch\nprint(1)", code, "print(f)")
    assert ("f" in {each.name for each in plan.definitions}) == moves


@pytest.mark.parametrize(
    ("code", "late"),
    [
        ("a = 'CI' in os.environ", False),
        ("a = os.environ.get('CI', '') or os.environ['HOME']", False),
        ("a = [k for k in os.environ.keys() if k not in os.environ]", False),
        ("a = os.environ.setdefault('CI', '1')", True),
        ("a = os.environ.pop('CI', None)", True),
        ("a = os.environ\na['CI'] = '1'", True),
        ("del os.environ['CI']", True),
        ("a = 'CI' in os.environ\nos.environ.update(CI='1')", True),
        ("a = os.environ.get('CI')\nos.chdir('..')", True),
    ],
)
def test_looking_a_variable_up_changes_no_environment(code: str, late: bool) -> None:
    plan = plan_for(f"import os\n{code}", "import numpy as np")
    assert [line.late for line in plan.imports if line.names == ("np",)] == [late]


def test_imports_after_a_change_of_the_environment_are_late() -> None:
    plan = plan_for("import os\nos.environ['A'] = '1'", "import numpy as np\nimport json")
    assert {line.text: line.late for line in plan.imports} == {
        "import os": False,
        "import numpy as np": True,
        "import json": False,
    }


def test_an_import_whose_name_is_bound_again_is_no_import() -> None:
    plan = plan_for("import json", "for json in 'ab':\n    print(json)")
    assert plan.imports == ()


def test_every_statement_is_accounted_for() -> None:
    plan = plan_for("import os\nx = 1", "x", "def f():\n    return x", "f()")
    assert [entry.statement for entry in plan.ledger] == list(range(5))
    assert [entry.fate for entry in plan.ledger] == ["import", "kept", "dropped", "lifted", "kept"]


def test_displays_are_kept_when_they_are_printed() -> None:
    plan = plan_for("x = 1", "x", settings=Settings(offer=False, displays="print"))
    assert [entry.fate for entry in plan.ledger] == ["kept", "kept"]
    assert plan.shows


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Load the data", "load_the_data"),
        ("1. Données brutes!", "donnees_brutes"),
        ("🎉", ""),
        ("数据", ""),
        ("../../etc/passwd", "etc_passwd"),
        ("a" * 100, "a" * 40),
        ("Prices of flats with balconies and of the others", "prices_of_flats_with_balconies"),
        ("What it is for", "what_it_is_for"),
    ],
)
def test_slugs(text: str, name: str) -> None:
    assert slug(text) == name


def test_names_of_others_are_not_taken() -> None:
    assert unused("class", set()) == "class_stage"
    assert unused("print", set()) == "print_stage"
    assert unused("load", {"load"}) == "load_stage"
    assert unused("load", {"load", "load_stage"}) == "load_stage_2"
    assert package_name("statistics", []) == "statistics_job"
    assert package_name("seaborn", ["seaborn"]) == "seaborn_job"


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("print(lines.n)", r'write "\n".join(lines)'),
        ("for x in lines.grep('a'):\n    print(x)", "re.search(pattern, line)"),
        ("print(lines.fields(0))", "line.split()"),
        ("print(lines[0], lines.index('a'))", ""),
    ],
)
def test_what_only_the_list_of_ipython_has_is_refused(cell: str, remedy: str) -> None:
    plan = plan_for("lines = !echo a", cell)
    found = [each for each in plan.diagnostics if each.code == "NB403"]
    assert [remedy in each.hint for each in found] == [True] * bool(remedy)
