"""The options that several commands share, and the Settings that they amount to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from converter.errors import UsageError
from converter.model.settings import DEPLOY_PARTS, Displays, Settings, Target

Command = TypeVar("Command", bound=Callable[..., Any])

notebook_argument = click.argument("notebook", metavar="NOTEBOOK", type=click.Path())
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document on stdout, also for errors."
)

_PLANNING = (
    click.option(
        "--to",
        "target",
        type=click.Choice(["job", "package", "service"]),
        default="job",
        show_default=True,
        help="What to make: a batch job, only its modules and tests, or an HTTP service.",
    ),
    click.option(
        "--serve",
        "serve",
        multiple=True,
        metavar="FUNCTION",
        help="For a service: serve this function (repeatable); by default what predicts.",
    ),
    click.option(
        "--compile",
        "compiled",
        is_flag=True,
        help="For a service: give `train` the option to compile models for speed.",
    ),
    click.option("--name", help="The project's name; by default the notebook's file name."),
    click.option(
        "--displays",
        type=click.Choice(["drop", "print"]),
        default="drop",
        show_default=True,
        help="What becomes of values that cells merely display.",
    ),
    click.option(
        "--with",
        "wanted",
        multiple=True,
        type=click.Choice(DEPLOY_PARTS),
        help="Write only these deploy parts (repeatable).",
    ),
    click.option(
        "--without",
        "unwanted",
        multiple=True,
        type=click.Choice(DEPLOY_PARTS),
        help="Leave this deploy part out (repeatable).",
    ),
    click.option(
        "--no-offer",
        is_flag=True,
        help="Take only the parameters cell: do not offer plain constants as parameters.",
    ),
)


def planning_options(command: Command) -> Command:
    """`command` with the options that steer a conversion."""
    for option in reversed(_PLANNING):
        command = option(command)
    return command


def settings_of(
    *,
    target: Target,
    name: str | None,
    displays: Displays,
    wanted: tuple[str, ...],
    unwanted: tuple[str, ...],
    no_offer: bool,
    serve: tuple[str, ...],
    compiled: bool,
) -> Settings:
    """The settings that the planning options amount to."""
    both = sorted(set(wanted) & set(unwanted))
    if both:
        raise UsageError(f"--with and --without both name {', '.join(both)}")
    if name is not None and not name.strip():
        raise UsageError("--name is empty")
    if target != "service" and (serve or compiled):
        raise UsageError("--serve and --compile are for services", hint="add --to service")
    parts = wanted or DEPLOY_PARTS
    return Settings(
        target=target,
        name=name,
        displays=displays,
        deploy=tuple(part for part in DEPLOY_PARTS if part in parts and part not in unwanted),
        offer=not no_offer,
        serve=serve,
        compiled=compiled,
    )
