"""`nbship runs`: the table of all runs, and what can be done with it."""

from __future__ import annotations

import difflib
import importlib
import keyword
from collections.abc import Sequence

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.selecting import Choice, chosen, opened, selection_options
from converter.errors import EXIT_OK, UsageError

# Subcommand -> what it does. Its code is converter.cli.runs.<subcommand>.
SUBCOMMANDS = {
    "show": "Show all that is known of one run.",
    "compare": "Show how two runs differ: parameters, metrics, changed cells.",
    "export": "Write the runs to a CSV, JSON or Parquet file.",
    "report": "Write one HTML page: a table to sort, and plots.",
    "import": "Keep the records that a generated job wrote itself.",
    "mirror": "Mirror runs to MLflow.",
    "rm": "Remove records from the store.",
}
_LIMIT = 50


class LazyRuns(click.Group):
    """Subcommands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"converter.cli.runs.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in SUBCOMMANDS:
            close = difflib.get_close_matches(args[0], SUBCOMMANDS, n=1)
            known = f"did you mean {close[0]!r}?" if close else f"there is {', '.join(SUBCOMMANDS)}"
            ctx.fail(f"no such command `nbship runs {args[0]}`: {known}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.command(cls=LazyRuns, invoke_without_command=True)
@selection_options
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=_LIMIT,
    show_default=True,
    help="Show at most so many; 0 shows all.",
)
@click.option(
    "--columns", default="", metavar="NAMES", help="The columns, as in id,alpha,accuracy."
)
@json_option
@click.pass_context
def runs(
    context: click.Context,
    store: str | None,
    where: str,
    sweep: str,
    sort: str,
    limit: int,
    columns: str,
    as_json: bool,
) -> int:
    """List runs from the run store, newest first.

    A condition compares parameters, metrics and fields (id, name, status, started, seconds,
    sweep, error, host, tags, ...): --where "accuracy > 0.9 and alpha < 1 and status == 'complete'".
    """
    if context.invoked_subcommand is not None:
        if where or sweep or sort or columns:
            word = context.invoked_subcommand
            raise UsageError(
                "options that choose runs stand after the subcommand",
                hint=f"write `nbship runs {word} ... --where CONDITION`",
            )
        return EXIT_OK
    choice = Choice(store, where, sweep, sort)
    wanted = _columns(store, columns) if columns else []
    found = chosen(choice, limit=limit + 1 if limit else None)
    records = found[:limit] if limit else found
    more = len(found) > len(records)
    if as_json:
        from converter.cli.documents import success_document
        from converter.model.run_document import as_document

        documents = [as_document(record) for record in records]
        render.document(success_document(runs=documents, more=more))
        return EXIT_OK
    from converter.cli.run_table import table_of

    note = f"the first {limit}; --limit 0 shows all" if more else ""
    render.sections([table_of(records, columns=wanted, note=note or _nothing(records, choice))])
    return EXIT_OK


def _nothing(records: Sequence[object], choice: Choice) -> str:
    if records:
        return ""
    return "no run is like that" if choice.where or choice.sweep else "no runs yet"


def _columns(store: str | None, text: str) -> list[tuple[str, str]]:
    from converter.store.names import checked_columns

    names = checked_columns(opened(store), text.split(","))
    return [(str(name.scope), name.name) for name in names]
