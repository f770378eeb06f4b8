"""Use: the stages in order."""

from dataclasses import dataclass
from typing import Any

from demo.parameters import Parameters
from demo.progress import stage
from demo.setup import setup


@dataclass(frozen=True)
class Results:
    """What the notebook leaves behind."""

    header: Any


def run(parameters: Parameters) -> Results:
    """The notebook, top to bottom: setup."""
    with stage("setup", cells=(3,)):
        header = setup(
            api_key=parameters.api_key.get_secret_value(),
            db_password=parameters.db_password.get_secret_value(),
            url=parameters.url,
        )
    return Results(header=header)
