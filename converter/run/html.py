"""Door to nbconvert: the executed notebook as one HTML page."""

from __future__ import annotations

from typing import Any


def html_of(node: Any, title: str) -> str:
    """The notebook as HTML."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter().from_notebook_node(node, resources={"metadata": {"name": title}})
    return str(body)
