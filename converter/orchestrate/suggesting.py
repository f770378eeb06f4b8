"""A search space proposed for a notebook, or for the notebook that a job was made from."""

from __future__ import annotations

from converter.errors import InputError
from converter.model.parameter import ParameterSet
from converter.orchestrate.subject import Subject
from converter.pipeline import parameters_in
from converter.plan.assignments import aliases_of
from converter.search.suggest import Suggestion, suggestions


def suggested(subject: Subject) -> tuple[Suggestion, ...]:
    """What could be searched. Raises InputError for a job without its notebook."""
    flow, parameters = subject.flow, subject.parameters
    if subject.project:
        file = subject.path / "notebooks" / f"{subject.project.package}.ipynb"
        if not file.is_file():
            raise InputError(f"{file}: the notebook of the job is not there to be read")
        flow, own, _ = parameters_in(str(file))
        # The job's parameters are what it can be given, whatever its notebook has.
        known = {one.name for one in parameters.parameters}
        parameters = ParameterSet(tuple(one for one in own.parameters if one.name in known))
    assert flow is not None
    return suggestions(flow, parameters, aliases_of(flow))
