"""What needs a browser is left out, with its reason; what it called stays."""

from __future__ import annotations

import pytest
from notebooks import plan_for, program_of

from converter.rewrite.widgets import without_widgets

FROM = "from ipywidgets import interact, interact_manual, IntSlider"
SAID = "# left out, it needs a browser: "


def edited(*cells: str) -> list[str]:
    return [cell.code for cell in without_widgets(program_of(*cells)).cells]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("interact(f, x=(0, 10))", f"pass  {SAID}interact(f, x=(0, 10))"),
        ("interact_manual(f, x=1);", f"pass  {SAID}interact_manual(f, x=1);"),
        ("interact(\n    f,\n    x=1,\n)", f"pass  {SAID}interact(\n# f,\n# x=1,\n# )"),
        ("interact(f, x=1); y = 2", "pass; y = 2"),
        ("if show:\n    interact(f, x=1)  # try", f"if show:\n    pass  {SAID}interact(f, x=1)  # try"),
        ("@interact(x=(0, 10))\ndef f(x):\n    return x", f"{SAID}@interact(x=(0, 10))\ndef f(x):\n    return x"),
        (
            "def g():\n    @interact\n    @cached\n    def f(x=3):\n        return x",
            f"def g():\n    {SAID}@interact\n    @cached\n    def f(x=3):\n        return x",
        ),
        ("interact.options(manual=True)(f, x=1)", f"pass  {SAID}interact.options(manual=True)(f, x=1)"),
    ],
)
def test_what_moves_sliders_is_left_out(before: str, after: str) -> None:
    assert edited(FROM, "kinds = interact, interact_manual", before) == [FROM, "kinds = interact, interact_manual", after]


@pytest.mark.fast
def test_what_is_no_longer_used_is_not_imported() -> None:
    called = "interact(f)\ninteract_manual(f)"
    assert edited(FROM, called)[0] == "from ipywidgets import IntSlider"
    assert edited("from ipywidgets import interact as move", "move(f)")[0] == "pass"
    several = "from ipywidgets import (\n    interact,\n    IntSlider,\n)\nx = 1"
    assert edited(several, "interact(f)")[0] == "from ipywidgets import IntSlider\n\n\n\nx = 1"


@pytest.mark.fast
def test_by_whatever_name_the_library_has() -> None:
    cells = ("import ipywidgets as w", "import ipywidgets.widgets", "w.interact(f)", "ipywidgets.interact(f)")
    assert edited(*cells)[2:] == [f"pass  {SAID}w.interact(f)", f"pass  {SAID}ipywidgets.interact(f)"]


@pytest.mark.fast
@pytest.mark.parametrize(
    "cells",
    [
        ("def interact(f):\n    f()", "interact(print)"),
        (FROM, "def interact(f):\n    f()", "interact(print)"),
        (FROM, "slider = IntSlider(value=3)\nn = slider.value"),
        (FROM, "shown = interact(f, x=1)"),
        ("from tqdm import tqdm", "for i in tqdm(range(3)):\n    pass"),
    ],
)
def test_what_is_kept(cells: tuple[str, ...]) -> None:
    program = program_of(*cells)
    assert without_widgets(program) is program


@pytest.mark.fast
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from tqdm.notebook import tqdm, trange as t", "from tqdm.auto import tqdm, trange as t"),
        ("from tqdm import tqdm_notebook", "from tqdm.auto import tqdm as tqdm_notebook"),
        ("from tqdm import tnrange as r", "from tqdm.auto import trange as r"),
    ],
)
def test_bars_of_notebooks_are_those_of_where_the_project_runs(before: str, after: str) -> None:
    assert edited(before) == [after]


def test_the_ledger_says_why() -> None:
    plan = plan_for(FROM, "def f(x):\n    return 2 * x", "interact(f, x=(0, 10))", "y = f(3)")
    (entry,) = [each for each in plan.ledger if each.fate == "dropped"]
    assert entry.why == "needs a browser"
