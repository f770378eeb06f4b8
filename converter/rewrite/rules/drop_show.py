"""Nobody looks at a screen: `plt.show()` closes the cell's figures, which are saved."""

from __future__ import annotations

from collections.abc import Iterator

from converter.rewrite.body import Body
from converter.syntax.references import references
from converter.syntax.text import Edit

CODE = "RW104"
KEEPS = ["show()\n", '"plt.show()"\n', "fig = plt.show\n"]
CHANGES = [
    ("plt.show()\n", "close_figures()\n"),
    ("if x:\n    show_plots(1)\n", "if x:\n    close_figures()\n"),
    ("for x in y:\n    plt.show(block=False)\n", "for x in y:\n    close_figures()\n"),
]


def edits(body: Body) -> Iterator[Edit]:
    """`plt.show()` becomes `close_figures()`, as the notebook's own backend does it."""
    if "show" not in body.text:
        return
    for name in sorted(body.decisions.pyplot):
        for match in body.find(f"{name}.show($$$ARGS)"):
            span = match.range()
            yield Edit(span.start.index, span.end.index, f"{body.decisions.close_figures}()")
    for use in references(body.tree, body.decisions.shows):
        if use.call is not None:
            start, end = body.offsets.start(use.call), body.offsets.end(use.call)
            yield Edit(start, end, f"{body.decisions.close_figures}()")
