"""`__name__ == "__main__"` is true in a notebook: what it guards runs."""

from __future__ import annotations

from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.text import Edit

CODE = "RW105"
KEEPS = ["print(__name__)\n", 'x = "__name__"\n']
CHANGES = [
    ('if __name__ == "__main__":\n    go()\n', "if True:\n    go()\n"),
    ("if '__main__' == __name__ and x:\n    go()\n", "if True and x:\n    go()\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """The comparison becomes `True`; the statement keeps its shape."""
    if "__main__" not in body.text:
        return
    for quote in ('"', "'"):
        main = f"{quote}__main__{quote}"
        for pattern in (f"__name__ == {main}", f"{main} == __name__"):
            for match in body.find(pattern):
                span = match.range()
                yield Edit(span.start.index, span.end.index, "True")
