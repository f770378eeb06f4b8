"""What the drawn notebooks found, shrunk: each is a notebook whose job once did otherwise."""

from __future__ import annotations

import pytest
from both_ways import differences, plan_or_refusal, run_job, run_notebook, texts_of

from converter.model.settings import Displays

NEXT = "\n#--\n"
FOUND = {
    "a loop that never ran": "for b in []:\n    c = 3",
    "a loop that never ran, in one namespace": (
        "for c in []:\n    def a(x):\n        global b\n        b += x\nprint(1)"
    ),
    "a loop that never ran, after another stage": (
        "#!Model\n#--\nf = 3\n#--\n#!Load the data\n#--\nfor b in []:\n    f, *c = 3, 4"
    ),
    "a loop that never ran, cleared in a later stage": (
        "#!Load\n#--\nfor a in []:\n    pass\n#--\n#!Model\n#--\n"
        "try:\n    del a\nexcept NameError:\n    pass\nprint(1)"
    ),
    "a loop that never ran, read later on some paths": (
        "#!Load\n#--\nfor a in []:\n    b = 1\n#--\n#!Model\n#--\nif 3 > 4:\n    print(b)\nprint(1)"
    ),
    "class body that draws": (
        "import random\nprint(random.randint(0, 99))\n"
        "class Box:\n    c = random.randint(0, 99)\nprint(random.randint(0, 99))"
    ),
    "class body that reads and binds": "a = 3\nb: int\nclass Box:\n    a = a\nb = 3\nprint(b)",
    "annotated name in one namespace": (
        "a: int = 3\ndef f(x):\n    global a\n    a += x\nf(2)\nprint(a)"
    ),
    "lambda in a default": "f = 3\ndef a(x, k=(lambda x: f)(0)):\n    return x + k\nprint(a(1))",
    "default that prints": "def a(x):\n    print(8)\ndef c(x, k=a(2)):\n    return 3\nx = 1",
    "import again after its name was used": (
        "from math import floor as a\na = 3\nif a == 4:\n    from math import floor as a\nprint(a)"
    ),
    "result that shadows an import": "from math import floor as f\nf = 3",
    "call in a class body that binds what it reads": (
        "SEED = 3\ndef f(x):\n    return SEED\nclass Box:\n    SEED = f(7)\nprint(Box.SEED)"
    ),
    "name that only a later stage binds": (
        "#!One\n#--\nb = 1\nb += 1\ng = 3\ndef g(x):\n    return f\n#--\n#!Load the data\n#--\nf = 3"
    ),
    "display that calls a function it is given": (
        "import random\ndef a(x):\n    return random.randint(0, 99)\n"
        "b = c = a\nsorted([0], key=a)\nmax([0, 1], key=[c][0])\nprint(a(0))"
    ),
    "bare annotation of a shared name": (
        "a = 2\nwhile not a == 0:\n    b: int\n    a = 0\nb = 1\n"
        "def c(x):\n    global b\n    b += x\nc(2)\nprint(b)"
    ),
    "lambda called in a class body": (
        "a = 'xy'\nclass Box:\n    a = (lambda x: len(a))(0)\nprint(Box.a)"
    ),
    "handler that unbinds": "a = 3\ntry:\n    1 / 0\nexcept Exception as a:\n    pass",
    "import, value and function of one name": (
        "from math import ceil as a\na = 3\ndef a(x):\n    return x\nprint(a(2))"
    ),
    "import, value and function, read by another": (
        "f = 3\nfrom math import floor as g\ng = 3\ndef g(x):\n    return f\n"
        "f, *c = [sum(map(g, [5])), 2, 3]\nprint(f, c)"
    ),
    "bare annotation of a function": "def f(x):\n    return 3\nf: int\nprint(f(0))",
    "parameter that is bound again": (
        "#| tags: parameters\nSEED = 3\n#--\ndef f():\n    return SEED\nSEED = f() + 1\nprint(SEED)"
    ),
    "generator that waited": "k = 1\nlater = (x + k for x in [1, 2])\nk = 5\nprint(list(later))",
    "bare annotation in a block": (
        "def c(x):\n    return 3\nif c:\n    c: int\n    print(c(1))"
    ),
    "bound again by a function that assigns a global": (
        "SEED = 3\nSEED = SEED + 1\ndef b(x):\n    global SEED\n    SEED += x\nb(2)\nprint(SEED)"
    ),
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND.keys())
@pytest.mark.parametrize("displays", ["drop", "print"])
def test_the_job_does_what_the_notebook_does(text: str, displays: Displays) -> None:
    cells = text.split(NEXT)
    plan = plan_or_refusal(cells, displays)
    assert not differences(run_notebook(cells, displays), run_job(plan, texts_of(plan)))


def test_a_call_of_display_prints_wherever_it_stands() -> None:
    cells = ["display(0)\na = 3"]
    plan = plan_or_refusal(cells, "print")
    assert run_job(plan, texts_of(plan)).text == "0\n" == run_notebook(cells, "print").text
