"""Modules: exact imports, line origins, formatting, and what never leaves the package."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from notebooks import plan_for

from converter.emit.annotations import checking_imports
from converter.emit.lines import Line, origins_of
from converter.emit.lint import sorted_imports
from converter.emit.modules import modules_of
from converter.emit.test_cells import test_cells_text as cells_as_tests
from converter.emit.wording import cells_text, listed, one_line
from converter.model.plan import ObservedValue, Plan
from converter.model.project import Module
from converter.model.split import Made
from converter.rewrite.bodies import bodies_of


def modules(plan: Plan) -> dict[str, Module]:
    return {module.name: module for module in modules_of(plan, bodies_of(plan))}


def imports_of(text: str) -> list[str]:
    tree = ast.parse(text)
    return [
        ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_each_module_imports_exactly_what_it_needs() -> None:
    head = ("#%md # T", "import os, sys\nimport json as j", "#%md ## One")
    plan = plan_for(*head, "a = os.sep", "#%md ## Two", "b = j.dumps(a)\nprint(b)")
    made = modules(plan)
    assert imports_of(made["one"].text) == ["import os", "from typing import Any"]
    assert imports_of(made["two"].text) == ["import json as j", "from typing import Any"]


def test_functions_are_imported_from_where_they_live() -> None:
    head = ("#%md # T", "#%md ## One", "def f(x):\n    return x", "a = f(1)", "#%md ## Two")
    made = modules(plan_for(*head, "print(f(a))"))
    assert "from drawn_stage.one import f" not in made["one"].text
    assert any(line.endswith(".one import f") for line in imports_of(made["two"].text))


def test_functions_that_need_each_other_across_stages_share_a_module() -> None:
    head = ("#%md # T", "#%md ## One", "def f(x):\n    return g(x)\nb = 1", "#%md ## Two")
    made = modules(plan_for(*head, "def g(x):\n    return x", "a = f(1)"))
    assert "def f" in made["functions"].text and "def g" in made["functions"].text


def test_functions_that_were_made_are_not_called_the_notebooks() -> None:
    plan = plan_for("#| tags: module:answers\ndef predict(x):\n    return x", "print(predict(1))")
    assert modules(plan)["answers"].text.startswith('"""predict of the notebook."""')
    made = replace(plan, made=(Made("predict", "model", "rows", "rows_", "X"),))
    assert modules(made)["answers"].text.startswith('"""What answers requests: predict."""')


def test_an_unused_import_that_may_do_something_is_kept() -> None:
    made = modules(plan_for("import scienceplots\nimport json\nfrom ipywidgets import fixed\nx = 1"))
    first, *_ = made.values()
    assert "import scienceplots  # noqa: F401" in first.text
    assert "json" not in first.text and "ipywidgets" not in first.text


def test_an_import_is_not_kept_where_the_package_is_loaded_anyhow() -> None:
    cells = (
        "import shapely\nimport shapely.ops\nimport spopt",
        "from shapely.geometry import Point",
        "def near(x):\n    return Point(x, x)",
        "x = near(1)",
    )
    text = "".join(each.text for each in modules(plan_for(*cells)).values())
    assert "import shapely  #" not in text and "from shapely.geometry import Point\n" in text
    assert "import shapely.ops  # noqa: F401" in text and "import spopt  # noqa: F401" in text


def test_an_import_is_kept_where_only_what_nobody_calls_loads_the_package() -> None:
    cells = (
        "import shapely\nfrom shapely.geometry import Point",
        "def near(x):\n    return Point(x, x)",
        "x = 1",
    )
    text = "".join(each.text for each in modules(plan_for(*cells)).values())
    assert "import shapely  # noqa: F401" in text


def test_late_imports_stand_in_every_function_that_needs_them() -> None:
    head = "import sys\nsys.path.append('lib')\nimport mine"
    plan = plan_for(
        "#%md # T",
        "#%md ## One",
        head,
        "def f():\n    return mine.x",
        "a = f()",
        "#%md ## Two",
        "print(mine.y)",
    )
    made = modules(plan)
    assert made["one"].text.count("import mine") == 2
    assert made["two"].text.count("    import mine") == 1
    assert "import mine" not in imports_of(made["one"].text)


def test_every_kept_statement_knows_its_cell_and_line() -> None:
    plan = plan_for("# first\nx = len('a')", "if x:\n    y = [\n      1,\n    ]\nelse:\n    y = 2")
    module = next(iter(modules(plan).values()))
    lines = module.text.split("\n")
    found = {lines[each.line - 1].strip(): (each.cell, each.cell_line) for each in module.origins}
    assert found['x = len("a")'] == (1, 2)
    assert found["y = ["] == (2, 2) if "y = [" in found else found["y = [1]"] == (2, 2)
    assert found["y = 2"] == (2, 6)


def test_origins_follow_the_formatter() -> None:
    lines = [Line("x=1", 3, 1), Line("y=2", 3, 2)]
    origins = origins_of(lines, "x = 1\n\n\ny = 2\n")
    assert [(each.line, each.cell_line) for each in origins] == [(1, 1), (4, 2)]


def test_conversion_is_repeatable() -> None:
    cells = ("import os", "a = {1}\nb = a\nc = [a, b]", "def f():\n    return a, b, c\nf()")
    first, second = modules(plan_for(*cells)), modules(plan_for(*cells))
    assert {name: each.text for name, each in first.items()} == {
        name: each.text for name, each in second.items()
    }


def test_rules_that_the_notebook_breaks_are_named() -> None:
    made = modules(plan_for("def f(x):\n    l = x\n    return l\ny = f(1)"))
    assert any("E741" in module.ignores for module in made.values())
    assert made["pipeline"].ignores == ()


def test_names_of_ours_give_way_to_the_notebook() -> None:
    import dataclasses

    from converter.model.settings import Settings

    settings = dataclasses.replace(Settings(offer=False), displays="print")
    plan = plan_for("def show(x, y):\n    return x + y", "show(1, 2)", settings=settings)
    text = "".join(module.text for module in modules(plan).values())
    assert "show as show_" in text and "show_(show(1, 2))" in text


def test_the_notebooks_own_parameters_and_stage_names_do_not_collide() -> None:
    head = ("#%md # T", "#%md ## One", "parameters = len('a')\nstage = 2", "#%md ## Two")
    made = modules(plan_for(*head, "run = parameters + stage"))
    compile(made["pipeline"].text, "pipeline.py", "exec")
    assert "parameters_" in made["pipeline"].text and "stage_" in made["pipeline"].text


def test_await_makes_the_pipeline_asynchronous() -> None:
    made = modules(plan_for("import asyncio", "await asyncio.sleep(0)\nx = 1"))
    assert "async def run_async" in made["pipeline"].text
    assert "return asyncio.run(run_async(parameters))" in made["pipeline"].text


def test_test_cells_become_tests() -> None:
    plan = plan_for(
        "def f(x):\n    return x",
        "y = f(2)",
        "assert f(1) == 1\nassert y == 2",
        tags={3: ("test",)},
    )
    text = cells_as_tests(plan, bodies_of(plan))
    assert "def test_cell_3(finished: Finished) -> None:" in text
    assert "    y = finished.results.y" in text
    assert cells_as_tests(plan_for("x = 1"), {}) == ""


@pytest.mark.fast
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Plain.", "Plain"),
        ('a """ b', "a ''' b"),
        ("back\\slash\nnew", "back/slash new"),
        ("\u202eevil\x00", "evil"),
        ("w" * 200, "w" * 66 + " ..."),
        ("word " * 20, "word " * 13 + "..."),
    ],
)
def test_titles_fit_into_a_docstring(text: str, line: str) -> None:
    assert one_line(text) == line
    assert len(line) <= 70


@pytest.mark.fast
@pytest.mark.parametrize(
    ("limit", "line"),
    [(9, "load, fit"), (8, "load and 1 more"), (3, "load and 1 more")],
)
def test_names_that_do_not_fit_are_counted(limit: int, line: str) -> None:
    assert listed(["load", "fit"], limit) == line


@pytest.mark.fast
def test_cells_are_told_in_runs() -> None:
    assert cells_text((3,)) == "cell 3"
    assert cells_text((1, 2, 3, 7)) == "cells 1-3, 7"


def test_a_parameter_that_is_bound_again_is_a_value_of_the_run() -> None:
    head = ("n = 1\nnames = ['a']", "#%md # T", "#%md ## One", "n += 1\nnames.append('b')")
    plan = plan_for(*head, "#%md ## Two", "print(n, names)", tags={1: ("parameters",)})
    pipeline = modules(plan)["pipeline"].text
    assert "    n = parameters.n\n    names = copy.deepcopy(parameters.names)\n" in pipeline
    assert "n = one(n, names)" in pipeline and "two(n, names)" in pipeline
    assert [each.name for each in plan.results] == []


def test_in_one_namespace_too_a_parameter_is_the_start_value() -> None:
    plan = plan_for("SEED = 3", "SEED = SEED + 1\ng = globals()", tags={1: ("parameters",)})
    assert "    SEED = parameters.SEED\n" in modules(plan)["notebook"].text


def test_imports_that_share_a_statement_stay_together() -> None:
    cells = (
        "from typing import List\nfrom collections.abc import Mapping\nprint(List, Mapping)",
        "from typing import List, Mapping\nprint(List, Mapping)",
    )
    first, *_ = modules(plan_for(*cells)).values()
    assert "typing import" not in "".join(imports_of(first.text))
    compile(first.text, "first.py", "exec")


def test_a_waiting_import_leaves_early_names_alone() -> None:
    head = "import sys\nsys.path.append('x')\nimport sys, mine\nprint(sys.path, mine)"
    first, *_ = modules(plan_for(head)).values()
    assert "    import mine\n" in first.text and "    import sys" not in first.text


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("plt.plot([1])\nplt.show()", 1),
        ("plt.plot([1])", 1),
        ("plt.plot([1])\nif len('x'):\n    plt.show()", 2),
        ("plt.show()\nplt.plot([1])", 2),
    ],
)
def test_a_cell_closes_its_figures_once_at_its_end(cell: str, count: int) -> None:
    plan = plan_for("import matplotlib.pyplot as plt", cell)
    (stage,) = plan.stages
    text = modules(plan)[stage.module].text
    assert text.count("    close_figures()\n") == count


def observed(plan: Plan, annotation: str, *imports: str) -> Plan:
    (stage,) = plan.stages
    seen = (ObservedValue(stage.name, "x", "out", annotation, imports),)
    return replace(plan, observed=seen)


def test_a_class_of_the_same_module_stands_as_it_is_in_its_annotations() -> None:
    plan = plan_for("class Box:\n    pass", "x = [Box()]")
    (stage,) = plan.stages
    home = f"from {plan.package}.{stage.module} import Box"
    text = modules(observed(plan, "Box", home))[stage.module].text
    assert "-> Box:" in text and "TYPE_CHECKING" not in text


def test_any_within_a_quoted_annotation_is_imported() -> None:
    plan = plan_for("def f():\n    return {}", "x = f()")
    (stage,) = plan.stages
    made = modules(observed(plan, "Frame[Any]", "from frames import Frame"))[stage.module]
    assert '-> "Frame[Any]":' in made.text
    assert "from typing import TYPE_CHECKING, Any" in made.text
    assert "F821" not in made.ignores


def test_what_is_imported_is_not_imported_for_types_again() -> None:
    seen = ObservedValue("s", "x", "out", "pd.Series", ("import pandas as pd", "import numpy as np"))
    block = checking_imports([seen], frozenset(), "pipeline", "ours", frozenset({"import pandas as pd"}))
    assert block == "if TYPE_CHECKING:\n    import numpy as np\n"


def test_packages_in_the_working_folder_change_no_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("theirs", "src/others"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").touch()
    text = "from ours import a\nfrom others import b\nfrom theirs import c\n"
    here = sorted_imports(text, "ours")
    monkeypatch.chdir(tmp_path)
    assert sorted_imports(text, "ours") == here
    assert here == "from others import b\nfrom theirs import c\n\nfrom ours import a\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("g", "g, which shares rate with the stages."),
        ("g" * 70, f"{'g' * 70}, and what it shares."),
    ],
)
def test_the_shared_module_says_a_whole_sentence(name: str, sentence: str) -> None:
    definition = f"def {name}(x):\n    return x * rate\ntable = [{name}]"
    plan = plan_for("rate = float('2')", definition, "rate = rate + 1\nprint(table[0](2))")
    assert modules(plan)["shared"].text.split("\n")[0] == f'"""{sentence}"""'


def test_files_beside_the_notebook_count_as_the_projects_own() -> None:
    text = "from zlib_ng import a\nfrom model import b\nfrom ours import c\n"
    ordered = "from zlib_ng import a\n\nfrom model import b\nfrom ours import c\n"
    assert sorted_imports(text, "ours", ("model.py", "tools/__init__.py")) == ordered


def test_many_cells_of_a_stage_are_told_as_ranges() -> None:
    cells = [f"a{number} = len('{number}')" for number in range(1, 13)]
    plan = plan_for("#%md ## One", *cells, "#%md ## Two", "print(a1)")
    pipeline = modules(plan)["pipeline"].text
    assert 'with stage("one", cells=(*range(2, 14),)):' in pipeline
    assert 'with stage("two", cells=(15,)):' in pipeline


def test_the_remark_at_an_import_that_nothing_uses_stays_in_its_line() -> None:
    switch = "from sklearn.experimental import enable_iterative_imputer"
    plan = plan_for(
        "#%md # T", f"{switch}\nfrom sklearn.impute import IterativeImputer", "#%md ## One",
        "imp = IterativeImputer()\nprint(imp)",
    )  # fmt: skip
    assert f"\n{switch}  # noqa: F401\n" in modules(plan)["one"].text
