"""The files that templates make: which template, where to, and when. One literal table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from converter.model.plan import Plan


class Piece(NamedTuple):
    """A template under `templates/`, the path it becomes, and when it is wanted.

    `{package}` in a path is the import name. A template whose name does not end in `.jinja` is
    taken as it is.
    """

    template: str
    path: str
    wanted: Callable[[Plan], bool]


def always(plan: Plan) -> bool:
    """True: every target has it."""
    return True


def job(plan: Plan) -> bool:
    """True when the target is a job."""
    return plan.settings.target == "job"


def draws(plan: Plan) -> bool:
    """True when the notebook may draw figures."""
    return plan.figures


def shows(plan: Plan) -> bool:
    """True when the modules print what the notebook displayed."""
    return plan.shows


def recorded(plan: Plan) -> bool:
    """True when the project has a recording of the notebook."""
    return plan.recorded


def _deployed(part: str) -> Callable[[Plan], bool]:
    return lambda plan: job(plan) and part in plan.settings.deploy


LAYOUT = (
    Piece("job/pyproject.toml.jinja", "pyproject.toml", always),
    Piece("job/README.md.jinja", "README.md", always),
    Piece("job/gitignore", ".gitignore", always),
    Piece("job/src/__init__.py.jinja", "src/{package}/__init__.py", always),
    Piece("job/src/parameters.py.jinja", "src/{package}/parameters.py", always),
    Piece("job/src/progress.py.jinja", "src/{package}/progress.py", always),
    Piece("job/src/figures.py.jinja", "src/{package}/figures.py", draws),
    Piece("job/src/display.py.jinja", "src/{package}/display.py", shows),
    Piece("job/src/__main__.py.jinja", "src/{package}/__main__.py", job),
    Piece("job/src/cli.py.jinja", "src/{package}/cli.py", job),
    Piece("job/src/failure.py.jinja", "src/{package}/failure.py", job),
    Piece("job/src/job.py.jinja", "src/{package}/job.py", job),
    Piece("job/src/logs.py.jinja", "src/{package}/logs.py", job),
    Piece("job/src/outputs.py.jinja", "src/{package}/outputs.py", job),
    Piece("job/src/record.py.jinja", "src/{package}/record.py", job),
    Piece("job/src/sources.py.jinja", "src/{package}/sources.py", job),
    Piece("job/src/stopping.py.jinja", "src/{package}/stopping.py", job),
    Piece("job/tests/conftest.py.jinja", "tests/conftest.py", always),
    Piece("job/tests/test_parameters.py.jinja", "tests/test_parameters.py", always),
    Piece("job/tests/test_stages.py.jinja", "tests/test_stages.py", always),
    Piece("job/tests/test_job.py.jinja", "tests/test_job.py", job),
    Piece("job/tests/test_against_notebook.py.jinja", "tests/test_against_notebook.py", recorded),
    Piece("job/deploy/Dockerfile.jinja", "deploy/Dockerfile", _deployed("docker")),
    Piece("job/dockerignore", ".dockerignore", _deployed("docker")),
    Piece("job/deploy/cronjob.yaml.jinja", "deploy/cronjob.yaml", _deployed("kubernetes")),
    Piece("job/deploy/airflow_dag.py.jinja", "deploy/airflow_dag.py", _deployed("airflow")),
    Piece("job/.github/workflows/ci.yml.jinja", ".github/workflows/ci.yml", _deployed("ci")),
)


def pieces_of(plan: Plan) -> tuple[Piece, ...]:
    """The pieces that the project of `plan` has."""
    return tuple(piece for piece in LAYOUT if piece.wanted(plan))
