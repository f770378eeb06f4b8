"""JSON forms: what `--json` prints, as plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterable

from converter.cli.failure import Failure
from converter.model.diagnostic import Diagnostic, Span
from converter.model.parameter import Parameter


def success_document(**content: object) -> dict[str, object]:
    """The document of a command that did what it was asked to."""
    return {"ok": True, "error": None, **content}


def failure_document(failure: Failure) -> dict[str, object]:
    """The document of a command that ended without its result."""
    return {
        "ok": False,
        "error": {
            "kind": failure.kind,
            "message": failure.message,
            "hint": failure.hint,
            "exit_code": failure.exit_code,
        },
        "diagnostics": diagnostics_document(failure.diagnostics),
    }


def diagnostics_document(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """Every diagnostic with its place."""
    return [
        {
            "code": found.code,
            "severity": found.severity,
            "message": found.message,
            "hint": found.hint,
            "span": span_document(found.span),
        }
        for found in diagnostics
    ]


def span_document(span: Span | None) -> dict[str, int] | None:
    """A place in the notebook, or None."""
    if span is None:
        return None
    return {"cell": span.cell, "line": span.line, "column": span.column}


def parameter_document(parameter: Parameter) -> dict[str, object]:
    """A parameter; a secret's default is not told."""
    return {
        "name": parameter.name,
        "field": parameter.field,
        "type": parameter.annotation,
        "required": parameter.default is None,
        "default": None if parameter.secret else parameter.default,
        "secret": parameter.secret,
        "offered": parameter.offered,
        "comment": parameter.comment,
        "span": span_document(parameter.span),
    }
