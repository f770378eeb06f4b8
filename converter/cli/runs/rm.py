"""`nbship runs rm`: records taken out of the store; files of the runs stay."""

from __future__ import annotations

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.selecting import Choice, chosen, opened, selection_options
from converter.errors import EXIT_OK, UsageError
from converter.model.run_record import RunRecord

_SHOWN = 20


@click.command("rm")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@selection_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def command(
    ids: tuple[str, ...],
    store: str | None,
    where: str,
    sweep: str,
    sort: str,
    yes: bool,
    as_json: bool,
) -> int:
    """Remove the records of runs, by ID or by --where and --sweep. Their files stay."""
    if bool(ids) == bool(where or sweep):
        raise UsageError("name runs by ID, or choose them with --where or --sweep")
    found = opened(store)
    records = (
        [found.record(one) for one in ids] if ids else chosen(Choice(store, where, sweep, sort))
    )
    if records and not yes and not _agreed(records, as_json=as_json):
        render.remark("nothing was removed")
        return EXIT_OK
    removed = found.remove({one.id for one in records})
    if as_json:
        from converter.cli.documents import success_document

        render.document(success_document(removed=removed))
    else:
        render.say(f"removed {removed} runs from {found.name}")
    return EXIT_OK


def _agreed(records: list[RunRecord], *, as_json: bool) -> bool:
    """Whether the user says yes, having seen what would go."""
    import sys

    if as_json or not sys.stdin.isatty():
        raise UsageError(
            f"{len(records)} runs would be removed", hint="--yes says that you mean it"
        )
    from converter.cli.run_table import table_of

    more = f"... and {len(records) - _SHOWN} more" if len(records) > _SHOWN else ""
    render.sections([table_of(records[:_SHOWN], note=more)])
    return click.confirm(f"Remove {len(records)} runs from the store?", err=True)
