"""Use: the stages in order."""

from dataclasses import dataclass

from demo.parameters import Parameters
from demo.progress import stage
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup."""
    with stage("setup", cells=(3,)):
        setup(
            big=parameters.big,
            day=parameters.day,
            flag=parameters.flag,
            limit=parameters.limit,
            minus=parameters.minus,
            moment=parameters.moment,
            names=parameters.names,
            nothing=parameters.nothing,
            rate=parameters.rate,
            sizes=parameters.sizes,
            table=parameters.table,
            tagged=parameters.tagged,
            text=parameters.text,
            where=parameters.where,
        )
    return Results()
