"""`nbship runs compare`: what differs between two runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from converter.cli import render
from converter.cli.options import json_option
from converter.cli.run_table import shown
from converter.cli.section import Section
from converter.cli.selecting import opened
from converter.cli.storing import store_option
from converter.errors import EXIT_OK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converter.orchestrate.comparing import CellChange, Comparison, Difference


@click.command("compare")
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@store_option
@click.option("--packages", is_flag=True, help="Compare the installed packages, too.")
@json_option
def command(left: str, right: str, store: str | None, packages: bool, as_json: bool) -> int:
    """Show how two runs differ: parameters, metrics, surroundings, changed cells."""
    from converter.orchestrate.comparing import compared

    found = opened(store)
    one, other = found.record(left), found.record(right)
    difference = compared(one, other)
    if as_json:
        from dataclasses import asdict

        from converter.cli.documents import success_document

        document = success_document(left=one.id, right=other.id, **asdict(difference))
        render.document(document)
        return EXIT_OK
    heads = (one.id, other.id)
    render.sections(_sections(difference, heads, packages=packages))
    for change in difference.cells:
        render.say(_told(change))
    return EXIT_OK


def _sections(found: Comparison, heads: tuple[str, str], *, packages: bool) -> list[Section]:
    code = "the same code" if found.same_code else found.note or _count(found.cells)
    return [
        Section("runs", ("", *heads), (("", *heads),), note=code),
        _table("parameters", found.parameters),
        _table("metrics", found.metrics),
        _table("other differences", found.facts),
        _table("packages", found.packages if packages else ()),
    ]


def _count(cells: tuple[CellChange, ...]) -> str:
    return f"{len(cells)} code cells differ" if cells else "the code cells are the same"


def _table(title: str, rows: Iterable[Difference]) -> Section:
    cells = tuple((row.name, _value(row.left), _value(row.right)) for row in rows)
    return Section(title, ("name", "left", "right"), cells)


def _value(value: object) -> str:
    return "-" if value is None else shown(value)  # type: ignore[arg-type]


def _told(change: CellChange) -> str:
    places = [f"cell {number}" if number else "no cell" for number in (change.left, change.right)]
    return "\n".join([f"\n--- {places[0]}\n+++ {places[1]}", *change.diff])
