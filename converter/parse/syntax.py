"""Text -> tree, or the diagnostic that says why it is no Python."""

from __future__ import annotations

import ast
import re
import sys
import warnings

from converter.model.diagnostic import Diagnostic, Span

_PYTHON_2 = (
    (re.compile(r"Missing parentheses in call to 'print'"), "write print(...)"),
    (re.compile(r"Missing parentheses in call to 'exec'"), "write exec(...)"),
    (re.compile(r"multiple exception types must be parenthesized"), "write 'except X as e:'"),
    (re.compile(r"leading zeros in decimal integer"), "write octal numbers as 0o755"),
)
# The line itself tells, where the message of the parser does not.
_PYTHON_2_LINES = (
    (re.compile(r"^\s*print\s+[^(=\s]|^\s*print\s*>>"), "write print(...)"),
    (re.compile(r"^\s*except\s+[\w.()]+\s*,\s*\w+\s*:"), "write 'except X as e:'"),
    (re.compile(r"^\s*raise\s+[\w.]+\s*,"), "write raise X(message)"),
    (re.compile(r"^\s*exec\s+['\"\w]"), "write exec(...)"),
    (re.compile(r"\bur['\"]"), "write r'...'"),
    (re.compile(r"\b\d+[lL]\b"), "write the number without L"),
    (re.compile(r"<>"), "write !="),
    (re.compile(r"`[^`]+`"), "write repr(...)"),
)
_TO_PYTHON_3 = ", or convert the notebook with 2to3, or tag the cell 'skip'"


def tree_of(code: str) -> ast.Module:
    """The tree of a cell; `await` may stand at top level. SyntaxError as Python raises it.

    The tree is compiled too: only that finds `return` outside a function and its like.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        tree = compile(code + "\n", "<cell>", "exec", flags=flags, dont_inherit=True)
        compile(tree, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def parsed(code: str, lines: tuple[int, ...], cell: int) -> ast.Module | Diagnostic:
    """The tree of a cell's code, or an error at its place in the cell's source."""
    bad = re.search(r"[\0\ud800-\udfff]", code)
    if bad:
        span = Span(cell, _source_line(code[: bad.start()].count("\n") + 1, lines))
        message = f"the cell holds U+{ord(bad.group()):04X}, which no Python source may hold"
        return Diagnostic("NB103", "error", message, "delete the character", span)
    try:
        return tree_of(code)
    except SyntaxError as exc:
        return _syntax_diagnostic(exc, code, lines, cell=cell)
    except (RecursionError, MemoryError, ValueError, OverflowError) as exc:
        message = f"Python cannot compile this cell: {str(exc) or 'nested too deep'}"
        return Diagnostic("NB101", "error", message, "split it into smaller parts", Span(cell, 1))


def _source_line(line: int, lines: tuple[int, ...]) -> int:
    return lines[min(max(line, 1), len(lines)) - 1] if lines else max(line, 1)


def _syntax_diagnostic(
    exc: SyntaxError, code: str, lines: tuple[int, ...], *, cell: int
) -> Diagnostic:
    line = exc.lineno or 1
    span = Span(cell, _source_line(line, lines), max(exc.offset or 1, 1))
    all_lines = code.split("\n")
    text = all_lines[line - 1] if line <= len(all_lines) else ""
    hint = _python_2_hint(exc.msg, text)
    if hint:
        message = f"this is Python 2: {text.strip()[:80]}"
        return Diagnostic("NB102", "error", message, hint + _TO_PYTHON_3, span)
    remedy = "mend the line, or tag the cell 'skip'"
    if exc.msg.startswith("f-string") and sys.version_info < (3, 12):
        remedy = "run nbship under Python 3.12 or newer if this is its f-string syntax, or mend it"
    return Diagnostic("NB101", "error", f"not valid Python: {exc.msg}", remedy, span)


def _python_2_hint(message: str, text: str) -> str:
    """What to write instead, when the trouble is Python 2; else nothing."""
    for pattern, hint in _PYTHON_2:
        if pattern.search(message):
            return hint
    for pattern, hint in _PYTHON_2_LINES:
        if pattern.search(text):
            return hint
    return ""
