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
            Größe=parameters.Größe,
            _hidden=parameters.hidden_,
            copy=parameters.copy_,
            dict_=parameters.dict_,
            json=parameters.json_,
            model_config=parameters.model_config_,
            model_fields=parameters.model_fields_,
            schema=parameters.schema_,
        )
    return Results()
