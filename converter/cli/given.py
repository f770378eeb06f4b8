"""The parameters of a notebook, for the commands that replace their values."""

from __future__ import annotations

from dataclasses import dataclass

from converter.errors import NotebookError
from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic
from converter.model.parameter import ParameterSet

_NO_PYTHON = frozenset({"NB101", "NB102", "NB103"})


@dataclass(frozen=True)
class Given:
    """A notebook as it stands, the parameters it declares or plainly has, remarks on them."""

    flow: Dataflow
    parameters: ParameterSet
    remarks: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        """The notebook's name for messages."""
        return self.flow.program.notebook.name


def given_notebook(path: str) -> Given:
    """The notebook at `path`. Raises NotebookError when a cell is no Python."""
    from converter.pipeline import parameters_in

    flow, parameters, remarks = parameters_in(path)
    wrong = tuple(each for each in flow.program.diagnostics if each.code in _NO_PYTHON)
    if any(each.severity == "error" for each in wrong):
        raise NotebookError(f"{flow.program.notebook.name} is not Python", diagnostics=wrong)
    return Given(flow, parameters, remarks)
