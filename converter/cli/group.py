"""The `nbship` command: subcommands are imported only when they are called."""

from __future__ import annotations

import difflib
import importlib

import click

from converter import __version__
from converter.cli.commands import COMMANDS, help_text


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"converter.cli.{cmd_name}_command")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            ctx.fail(f"no such command {args[0]!r}.{_suggestion(args[0])}")
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        return help_text().rstrip()


def _suggestion(wanted: str) -> str:
    close = difflib.get_close_matches(wanted, COMMANDS, n=1)
    if close:
        return f" Did you mean {close[0]!r}?"
    return f" There is: {', '.join(COMMANDS)}."


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nbship", message="%(prog)s %(version)s")
def nbship() -> None:
    """Compile Jupyter notebooks to production projects."""
