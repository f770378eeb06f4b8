"""The executed notebook as a page."""

from __future__ import annotations

import pytest

from converter.errors import EnvironmentProblem
from converter.run.html import html_of

nbconvert = pytest.importorskip("nbconvert")


def test_templates_that_are_not_installed_are_the_environments_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.setattr(nbconvert.HTMLExporter, "_template_name_default", lambda _: "nowhere")
    with pytest.raises(EnvironmentProblem, match="nowhere"):
        html_of(nbformat.v4.new_notebook(), "title")
