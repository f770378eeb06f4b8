"""Door to nbconvert: the executed notebook as one HTML page."""

from __future__ import annotations

from typing import Any

from converter.errors import EnvironmentProblem


def html_of(node: Any, title: str) -> str:
    """The notebook as HTML."""
    from nbconvert import HTMLExporter

    try:
        body, _ = HTMLExporter().from_notebook_node(node, resources={"metadata": {"name": title}})
    except ValueError as exc:  # what it raises where its templates are not found
        message = f"the page cannot be made: {str(exc).splitlines()[0]}"
        hint = "install nbconvert in this Python; the notebook itself was saved"
        raise EnvironmentProblem(message, hint=hint) from exc
    return str(body)
