"""`nbship runs show`: all that is known of one run."""

from __future__ import annotations

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.run_table import local_time, shown
from converter.cli.section import Section
from converter.cli.selecting import opened
from converter.cli.storing import store_option
from converter.errors import EXIT_OK
from converter.model.run_record import RunRecord


@click.command("show")
@click.argument("run", metavar="ID")
@store_option
@click.option("--packages", is_flag=True, help="List the packages that were installed, too.")
@json_option
def command(run: str, store: str | None, packages: bool, as_json: bool) -> int:
    """Show all that is known of the run ID; the beginning or the end of an id is enough."""
    record = opened(store).record(run)
    if as_json:
        from converter.cli.documents import success_document
        from converter.model.run_document import as_document

        render.document(success_document(run=as_document(record)))
    else:
        render.sections(sections_of(record, packages=packages))
    return EXIT_OK


def sections_of(record: RunRecord, *, packages: bool) -> list[Section]:
    """The record as tables."""
    return [
        Section("run", ("field", "value"), tuple(_facts(record))),
        _pairs("parameters", record.parameters.items()),
        _pairs("metrics", record.metrics.items()),
        Section(
            "history",
            ("metric", "step", "value"),
            tuple((one.name, str(one.step), shown(one.value)) for one in record.history),
        ),
        Section(
            "time",
            ("cell or stage", "seconds"),
            tuple((one.name, f"{one.seconds:.3f}") for one in record.steps),
        ),
        Section(
            "outputs",
            ("file", "bytes", "sha256"),
            tuple(
                (one.path, str(one.bytes or ""), (one.sha256 or "")[:16]) for one in record.outputs
            ),
        ),
        _pairs("packages", record.packages.items() if packages else ()),
    ]


def _pairs(title: str, items: object) -> Section:
    rows = tuple((name, shown(value)) for name, value in items)  # type: ignore[attr-defined]
    return Section(title, ("name", "value"), rows)


def _facts(record: RunRecord) -> list[tuple[str, str]]:
    commit = f"{record.git_commit} (files were edited since)" if record.git_dirty else ""
    facts = [
        ("id", record.id),
        (record.kind, f"{record.name}  {record.sha256[:16]}".rstrip()),
        ("status", record.status),
        ("error", record.error.text() if record.error else ""),
        ("started", local_time(record.started)),
        ("seconds", f"{record.seconds:.3f}" if record.seconds is not None else ""),
        ("source", record.source),
        ("output", record.output),
        ("engine", record.engine),
        ("sweep", f"{record.sweep}, point {record.point}" if record.sweep else ""),
        ("tags", ", ".join(record.tags)),
        ("commit", commit or record.git_commit),
        ("host", record.host),
        ("python", record.python),
        ("packages", f"{len(record.packages)}; --packages lists them" if record.packages else ""),
    ]
    return [(name, value) for name, value in facts if value]
