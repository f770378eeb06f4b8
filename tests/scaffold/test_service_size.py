"""The serving support of a generated service stays small enough to be read in one sitting."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

from projects import OnDisk
from services import churn_project, many_project

COMPILED = {"compiled", "compiling", "direct", "direct_columns", "onnx_models"}
"""The option of faster forms of models."""
LINES, CODE = 1277, 925
"""At most, in the rendered project: of all lines; of those that are no blank, comment or docstring."""
LONGEST = 182


def support(project: OnDisk) -> dict[str, str]:
    """The text of each module of the serving support: `serving/`, and the application that it makes.

    Not the notebook's own (`endpoints`, `schemas`), nor what makes and stores artifacts.
    """
    source = project.folder / "src" / project.package
    paths = [source / "service.py", *(source / "serving").glob("*.py")]
    return {path.stem: path.read_text(encoding="utf-8") for path in paths if path.stem not in COMPILED}


def lines_of_code(text: str) -> int:
    """Lines that are no blank, comment or docstring."""
    documented = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }
    marks = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    spans = [
        range(token.start[0], token.end[0] + 1)
        for token in tokens
        if token.type not in (*marks, tokenize.ENDMARKER)
    ]
    return len({line for span in spans for line in span} - documented)


def test_lines_of_code_are_counted_without_words_and_blanks() -> None:
    text = '"""Said\ntwice."""\n\n# A word.\nX = [\n    1,\n]\n"""Said."""\n\n\ndef f():  # here\n    """Said."""\n    return X\n'
    assert lines_of_code(text) == 5


def test_the_serving_support_does_not_grow(tmp_path: Path) -> None:
    found = {
        **support(many_project(tmp_path / "many")),  # which has `frames`, and six endpoints
        **support(churn_project(tmp_path / "churn")),
    }
    assert {"service", "server", "batching", "loading", "observing", "frames"} <= set(found)
    assert sum(len(text.splitlines()) for text in found.values()) <= LINES
    assert sum(map(lines_of_code, found.values())) <= CODE
    assert max(len(text.splitlines()) for text in found.values()) <= LONGEST
