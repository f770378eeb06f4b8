"""`__main__` is the notebook itself: on module globals, that is the module which became of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.own_module import own_module_places
from converter.syntax.text import Edit

CODE = "RW115"
KEEPS = [
    'if __name__ == "__main__":\n    go()\n',
    'told = "from __main__ import x"\n',
    "import main\n",
]
CHANGES = [
    ("import __main__\n", "import demo.notebook as __main__\n"),
    ("import sys, __main__ as own\n", "import sys, demo.notebook as own\n"),
    ("from __main__ import x\n", "from demo.notebook import x\n"),
    ('own = sys.modules["__main__"]\n', 'own = sys.modules["demo.notebook"]\n'),
    (
        't = timeit.timeit("f(x)", setup="from __main__ import f, x")\n',
        't = timeit.timeit("f(x)", setup="from demo.notebook import f, x")\n',
    ),
    (
        't = Timer("f()", f"from __main__ import {name}")\n',
        't = Timer("f()", f"from demo.notebook import {name}")\n',
    ),
]


def edits(body: Body) -> Iterator[Edit]:
    """Each place names the project's module."""
    module = body.decisions.module
    if not body.decisions.literal or not module or "__main__" not in body.text:
        return
    for _, place in own_module_places(body.tree):
        start, end = body.offsets.start(place), body.offsets.end(place)
        text = body.text[start:end]
        for found in re.finditer(r"\b__main__\b", text):
            plain = isinstance(place, ast.Import) and not re.match(r"\s+as\b", text[found.end() :])
            new = f"{module} as __main__" if plain else module
            yield Edit(start + found.start(), start + found.end(), new)
