"""A generated service passes its own checks, whatever the notebook's words were."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from factories import a_parameter, a_plan, a_stage
from projects import OnDisk, ended, written
from services import FIT, WORK, churn_project, many_project, many_service, service_files
from started import Trained

from converter.model.plan import Result
from converter.model.project import Module
from converter.model.settings import Settings

HOSTILE = '"\'""" \\ {{ 1 }} {% if %} ]\n# type: ignore\r\n\u202e<b>$(id)`'


def hostile_project(folder: Path) -> OnDisk:
    """The project of many endpoints with odd words wherever the notebook's go."""
    service = many_service()
    endpoints = tuple(
        replace(
            each,
            summary=HOSTILE,
            fields=tuple(replace(field, description=HOSTILE) for field in each.fields),
            recorded=tuple(
                replace(r, rows=tuple({**row, "text": HOSTILE} if "text" in row else row for row in r.rows))
                for r in each.recorded
            ),
        )
        for each in service.endpoints
    )
    plan = a_plan(
        name="many",
        package="many",
        title=HOSTILE,
        prose=HOSTILE,
        settings=Settings(target="service"),
        parameters=(
            a_parameter("SEED", "int", "3", value=3, comment=HOSTILE),
            a_parameter("RATE", "float", "0.1", value=0.1, comment=HOSTILE),
        ),
        stages=(a_stage("fit", module="work", title=HOSTILE, settings=("SEED",), outputs=("model",)),),
        results=tuple(
            Result(name, "fit", name) for name in ("frame", "model", "vectorizer", "classifier", "medians")
        ),
        requirements=("numpy", "pandas", "scikit-learn"),
        service=replace(service, endpoints=endpoints),
    )
    modules = (Module("work", WORK, ignores=("E501",)), Module("pipeline", FIT))
    return written(service_files(plan, modules, {}), "many", folder)


def check(project: OnDisk, *words: str) -> str:
    import sys

    done = ended(sys.executable, "-m", *words, at=project.folder, **project.environment())
    assert done.code == 0, done.out + done.err
    return done.out


MAKERS = {
    "churn": churn_project,
    "compiled": lambda folder: churn_project(folder, compiled=True),
    "many": many_project,
    "hostile": hostile_project,
}


@pytest.mark.parametrize("name", MAKERS)
def test_ruff_has_nothing_to_say(tmp_path: Path, name: str) -> None:
    project = MAKERS[name](tmp_path)
    check(project, "ruff", "check", "--no-cache", ".")
    for path in (project.folder / "src").rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_mypy_and_its_own_tests_pass(tmp_path: Path, name: str) -> None:
    project = MAKERS[name](tmp_path)
    check(project, "mypy")
    if name != "hostile" and name != "many":
        assert "passed" in check(project, "pytest", "-q", "-p", "no:cacheprovider")


def test_functions_named_like_what_the_module_has_get_another_name(tmp_path: Path) -> None:
    service = many_service()
    renamed = tuple(
        replace(each, function="frame") if each.name == "price" else each for each in service.endpoints
    )
    plan = a_plan(
        name="many", package="many", settings=Settings(target="service"), parameters=(),
        service=replace(service, endpoints=renamed),
    )  # fmt: skip
    modules = (Module("work", WORK.replace("def price", "def frame")), Module("pipeline", FIT))
    project = written(service_files(plan, modules, {}), "many", tmp_path)
    text = (project.folder / "src/many/endpoints.py").read_text(encoding="utf-8")
    assert "frame as frame_" in text
    assert "frame_(\n        frame(rows, PRICE_DTYPES)" in text or "frame_(frame(rows" in text


def test_a_project_needs_only_what_it_names(churn: Trained) -> None:
    import re
    import sys

    text = (churn.project.folder / "pyproject.toml").read_text(encoding="utf-8")
    named = {re.split(r"[=<>!~;\[]", line)[0] for line in re.findall(r'^    "([^"]+)",$', text, re.MULTILINE)}
    modules = {"yaml": "pyyaml", "sklearn": "scikit-learn"}
    optional = {"tomllib", "tomli", "IPython"}
    for path in (churn.project.folder / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for top in {name.split(".")[0] for name in names}:
                if top not in sys.stdlib_module_names and top not in optional | {"churn"}:
                    assert modules.get(top, top).replace("_", "-") in named, (path.name, top)


def test_examples_and_references_are_the_recorded_rows(churn: Trained) -> None:
    folder = churn.project.folder
    examples = json.loads((folder / "src/churn/examples.json").read_text(encoding="utf-8"))
    reference = json.loads((folder / "tests/reference/predict.json").read_text(encoding="utf-8"))
    assert [request["rows"] for request in reference] == examples["predict"]
    assert reference[0]["answers"][0] == {"probability": 0.9838, "churn": True}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert '{"age": 64, "income": 31000.0, "visits": 1}' in readme


def broken(**changes: object) -> dict[str, object]:
    service = many_service()
    first, *rest = service.endpoints
    return {"service": replace(service, endpoints=(replace(first, **changes), *rest))}  # type: ignore[arg-type]


BROKEN: list[tuple[dict[str, object], str]] = [
    ({"service": None}, "told what it serves"),
    ({"service": replace(many_service(), endpoints=())}, "names of their own"),
    (broken(name="route"), "names of their own"),
    (broken(name="metrics"), "not the name of an endpoint"),
    (broken(name="a b"), "not the name of an endpoint"),
    (broken(fields=()), "no field or no recorded row"),
    (broken(recorded=()), "no field or no recorded row"),
    (broken(fields=many_service().endpoints[0].fields[:1]), "other fields than the schema"),
]


@pytest.mark.parametrize(("changes", "message"), BROKEN, ids=lambda v: v if isinstance(v, str) else "")
def test_a_service_that_breaks_the_contract_is_a_bug(changes: dict[str, object], message: str) -> None:
    from converter.errors import InternalError

    plan = a_plan(**{"settings": Settings(target="service"), **changes})
    with pytest.raises(InternalError, match=message):
        service_files(plan, (), {})
