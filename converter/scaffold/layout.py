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


def service(plan: Plan) -> bool:
    """True when the target is a service."""
    return plan.settings.target == "service"


def program(plan: Plan) -> bool:
    """True when the target has a command: a job, or a service that also trains."""
    return job(plan) or service(plan)


def compiles(plan: Plan) -> bool:
    """True when training may make faster forms of its models."""
    return service(plan) and plan.service is not None and plan.service.compiled


def tables(plan: Plan) -> bool:
    """True when rows become pandas objects or arrays before they are answered."""
    return plan.service is not None and any(
        each.argument in ("frame", "series", "matrix")
        or (each.argument in ("column", "vector") and each.fields[0].dtype)
        for each in plan.service.endpoints
    )


def draws(plan: Plan) -> bool:
    """True when the notebook may draw figures."""
    return plan.figures


def shows(plan: Plan) -> bool:
    """True when the modules print what the notebook displayed."""
    return plan.shows


def commands(plan: Plan) -> bool:
    """True when the modules run shell commands."""
    return plan.commands


def charts(plan: Plan) -> bool:
    """True when the modules save charts of plotly."""
    return plan.charts


def _serves(part: str) -> Callable[[Plan], bool]:
    return lambda plan: service(plan) and part in plan.settings.deploy


def not_service(plan: Plan) -> bool:
    """True for the targets that share the job's README and ignore file."""
    return not service(plan)


def recorded(plan: Plan) -> bool:
    """True when the project has a recording of the notebook."""
    return plan.recorded


def _deployed(part: str) -> Callable[[Plan], bool]:
    return lambda plan: job(plan) and part in plan.settings.deploy


LAYOUT = (
    Piece("job/pyproject.toml.jinja", "pyproject.toml", always),
    Piece("job/README.md.jinja", "README.md", not_service),
    Piece("job/gitignore", ".gitignore", not_service),
    Piece("job/src/__init__.py.jinja", "src/{package}/__init__.py", always),
    Piece("job/src/parameters.py.jinja", "src/{package}/parameters.py", always),
    Piece("job/src/progress.py.jinja", "src/{package}/progress.py", always),
    Piece("job/src/figures.py.jinja", "src/{package}/figures.py", draws),
    Piece("job/src/display.py.jinja", "src/{package}/display.py", shows),
    Piece("job/src/chart_pages.py.jinja", "src/{package}/chart_pages.py", charts),
    Piece("job/src/shell_lines.py.jinja", "src/{package}/shell_lines.py", commands),
    Piece("job/src/__main__.py.jinja", "src/{package}/__main__.py", program),
    Piece("job/src/cli.py.jinja", "src/{package}/cli.py", program),
    Piece("job/src/failure.py.jinja", "src/{package}/failure.py", program),
    Piece("job/src/job.py.jinja", "src/{package}/job.py", program),
    Piece("job/src/logs.py.jinja", "src/{package}/logs.py", program),
    Piece("job/src/outputs.py.jinja", "src/{package}/outputs.py", job),
    Piece("job/src/record.py.jinja", "src/{package}/record.py", program),
    Piece("job/src/sources.py.jinja", "src/{package}/sources.py", program),
    Piece("job/src/stopping.py.jinja", "src/{package}/stopping.py", program),
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
    Piece("service/src/schemas.py.jinja", "src/{package}/schemas.py", service),
    Piece("service/src/endpoints.py.jinja", "src/{package}/endpoints.py", service),
    Piece("service/src/serving/__init__.py.jinja", "src/{package}/serving/__init__.py", service),
    Piece("service/src/serving/answering.py.jinja", "src/{package}/serving/answering.py", service),
    Piece("service/src/serving/answers.py.jinja", "src/{package}/serving/answers.py", service),
    Piece("service/src/artifacts.py.jinja", "src/{package}/artifacts.py", service),
    Piece("service/src/serving/batching.py.jinja", "src/{package}/serving/batching.py", service),
    Piece("service/src/serving/compiled.py.jinja", "src/{package}/serving/compiled.py", compiles),
    Piece("service/src/serving/compiling.py.jinja", "src/{package}/serving/compiling.py", compiles),
    Piece("service/src/serving/direct.py.jinja", "src/{package}/serving/direct.py", compiles),
    Piece(
        "service/src/serving/direct_columns.py.jinja",
        "src/{package}/serving/direct_columns.py",
        compiles,
    ),
    Piece(
        "service/src/serving/documented.py.jinja", "src/{package}/serving/documented.py", service
    ),
    Piece("service/src/examples.py.jinja", "src/{package}/examples.py", service),
    Piece("service/src/serving/frames.py.jinja", "src/{package}/serving/frames.py", tables),
    Piece("service/src/serving/golden.py.jinja", "src/{package}/serving/golden.py", service),
    Piece("service/src/serving/loading.py.jinja", "src/{package}/serving/loading.py", service),
    Piece("service/src/serving/metrics.py.jinja", "src/{package}/serving/metrics.py", service),
    Piece("service/src/serving/observing.py.jinja", "src/{package}/serving/observing.py", service),
    Piece(
        "service/src/serving/onnx_models.py.jinja", "src/{package}/serving/onnx_models.py", compiles
    ),
    Piece("service/src/serving/problems.py.jinja", "src/{package}/serving/problems.py", service),
    Piece("service/src/profiles.py.jinja", "src/{package}/profiles.py", service),
    Piece("service/src/serving/rows.py.jinja", "src/{package}/serving/rows.py", service),
    Piece("service/src/serving/server.py.jinja", "src/{package}/serving/server.py", service),
    Piece("service/src/service.py.jinja", "src/{package}/service.py", service),
    Piece("service/src/serving/settings.py.jinja", "src/{package}/serving/settings.py", service),
    Piece("service/src/training.py.jinja", "src/{package}/training.py", service),
    Piece("service/src/serving/uploads.py.jinja", "src/{package}/serving/uploads.py", service),
    Piece("service/README.md.jinja", "README.md", service),
    Piece("service/gitignore", ".gitignore", service),
    Piece("service/tests/seeded.py.jinja", "tests/seeded.py", service),
    Piece("service/tests/test_service.py.jinja", "tests/test_service.py", service),
    Piece("service/deploy/Dockerfile.jinja", "deploy/Dockerfile", _serves("docker")),
    Piece("service/deploy/no-artifacts", "deploy/no-artifacts", _serves("docker")),
    Piece("service/deploy/compose.yaml.jinja", "deploy/compose.yaml", _serves("docker")),
    Piece("service/deploy/prometheus.yaml.jinja", "deploy/prometheus.yaml", _serves("docker")),
    Piece("service/dockerignore", ".dockerignore", _serves("docker")),
    Piece("service/deploy/kubernetes.yaml.jinja", "deploy/kubernetes.yaml", _serves("kubernetes")),
    Piece("service/.github/workflows/ci.yml.jinja", ".github/workflows/ci.yml", _serves("ci")),
)


def pieces_of(plan: Plan) -> tuple[Piece, ...]:
    """The pieces that the project of `plan` has."""
    return tuple(piece for piece in LAYOUT if piece.wanted(plan))
