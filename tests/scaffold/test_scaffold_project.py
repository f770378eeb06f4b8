"""The whole project: what is in it, that all of it parses, and that nothing escapes its place."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

import black
import pytest
import yaml
from factories import a_dataflow, a_parameter, a_plan, a_stage, some_modules
from services import churn_service, many_service

from converter.errors import InternalError
from converter.model.project import Module
from converter.model.service import Artifact, Format, Service
from converter.model.settings import DEPLOY_PARTS, Settings
from converter.scaffold.layout import LAYOUT, Piece
from converter.scaffold.project import scaffold
from converter.scaffold.requirements import Requirements, requirements_of
from converter.scaffold.templates import template_root

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXTRA = {
    "notebooks/churn.ipynb": b"{}\n",
    "notebooks/data.csv": b"\xff\x00",
    "src/helper.py": b"x=1\n",
}
HOSTILE = [
    "\"'\"\"\"''' \\",
    "a\nimport os\r\n]] [x]\n- b: c\u2028d",
    "{{ 7 * 7 }} {% for %} {# ${{ github.token }} $(HOME) `id` ; exit",
    "</p><script>x</script><!-- --> | ``` ~~~",
    "\0\x1b[31m\u202e\ud800",
    "y" * 10_000,
]


def formatted(text: str) -> str:
    return black.format_str(text, mode=black.Mode())


def files_of(format: Callable[[str], str] = str, **more: object) -> Mapping[str, bytes]:
    """The project of `a_plan` with these fields, for Python 3.11.7 and few known versions."""
    return scaffold(
        a_plan(**more),
        some_modules(),
        EXTRA,
        format=format,
        version=lambda name: "1.0" if name == "pydantic" else None,
        python="3.11.7",
    ).files


def hostile_files(words: str) -> Mapping[str, bytes]:
    """A project where everything that is free text is `words`."""
    return files_of(
        title=words,
        prose=words,
        dataflow=a_dataflow(words),
        parameters=(
            a_parameter("X", "str", repr(words), value=words, comment=words),
            a_parameter("API_KEY", "SecretStr", None, secret=True, comment=words),
        ),
        stages=(a_stage("load", title=words), a_stage("train", title=words)),
        figures=True,
        shows=True,
    )


def check_parses(files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        if path in EXTRA:
            continue
        text = content.decode("utf-8")
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".toml"):
            tomllib.loads(text)
        elif path.endswith((".yaml", ".yml")):
            assert all(isinstance(part, dict) for part in yaml.safe_load_all(text))
        elif path.endswith(".json"):
            json.loads(text)


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return files_of(formatted, figures=True, shows=True, recorded=True, commands=True, charts=True)


def test_every_file_parses_and_python_is_as_black_writes_it(files: Mapping[str, bytes]) -> None:
    check_parses(files)
    for path, content in files.items():
        if path.endswith(".py") and not path.startswith("src/helper"):
            compile(content, path, "exec")


def test_every_template_is_in_the_layout_and_every_piece_exists() -> None:
    root = template_root()
    there = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "report" not in path.parts
    }
    assert there == {piece.template for piece in LAYOUT}


@pytest.mark.parametrize("piece", LAYOUT, ids=lambda piece: piece.template)
def test_every_piece_is_rendered(
    piece: Piece, files: Mapping[str, bytes], service_files: Mapping[str, bytes]
) -> None:
    rendered = service_files if piece.template.startswith("service/") else files
    assert piece.path.format(package="churn") in rendered


@pytest.fixture(scope="module")
def service_files() -> Mapping[str, bytes]:
    """The files of a service that has all that a service can have."""
    service = replace(many_service(), compiled=True)
    return files_of(settings=Settings(target="service"), service=service)


def test_modules_and_extra_files_are_taken_as_they_are(files: Mapping[str, bytes]) -> None:
    for module in some_modules():
        assert files[f"src/churn/{module.name}.py"].decode() == module.text
    for path, content in EXTRA.items():
        assert files[path] == content


def test_the_same_bytes_twice(files: Mapping[str, bytes]) -> None:
    again = files_of(formatted, figures=True, shows=True, recorded=True, commands=True, charts=True)
    assert dict(again) == dict(files)


def test_figures_and_display_only_where_needed() -> None:
    plain = files_of()
    assert "src/churn/figures.py" not in plain
    assert "src/churn/display.py" not in plain


def test_a_package_has_no_shell() -> None:
    files = files_of(settings=Settings(target="package"))
    check_parses(files)
    gone = ("src/churn/__main__.py", "src/churn/outputs.py", ".dockerignore", "tests/test_job.py")
    assert not [path for path in files if path in gone or path.startswith(("deploy/", ".github"))]
    assert "src/churn/pipeline.py" in files and "src/churn/parameters.py" in files
    document = tomllib.loads(files["pyproject.toml"].decode())
    assert "scripts" not in document["project"]
    assert not any("yaml" in line for line in document["project"]["dependencies"])
    assert "churn run" not in files["README.md"].decode()


@pytest.mark.parametrize("part", DEPLOY_PARTS)
def test_each_deploy_part_may_be_left_out(part: str) -> None:
    marks = {
        "docker": "deploy/Dockerfile",
        "kubernetes": "deploy/cronjob.yaml",
        "airflow": "deploy/airflow_dag.py",
        "ci": ".github/workflows/ci.yml",
    }
    rest = tuple(each for each in DEPLOY_PARTS if each != part)
    files = files_of(settings=Settings(deploy=rest))
    assert marks[part] not in files
    assert all(marks[each] in files for each in rest)
    assert marks[part] not in files["README.md"].decode()


def test_nothing_to_deploy_says_nothing() -> None:
    assert "## Deployment" not in files_of(settings=Settings(deploy=()))["README.md"].decode()


def test_pyproject(files: Mapping[str, bytes]) -> None:
    document = tomllib.loads(files["pyproject.toml"].decode())
    project, tool = document["project"], document["tool"]
    assert project["name"] == "churn" and project["description"] == "Customer churn"
    assert "pydantic==1.0" in project["dependencies"]
    assert project["scripts"] == {"churn": "churn.__main__:main"}
    shell = ast.parse(files["src/churn/__main__.py"])
    assert "main" in [node.name for node in shell.body if isinstance(node, ast.FunctionDef)]
    assert tool["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/churn", "src/helper.py"]
    assert tool["ruff"]["lint"]["per-file-ignores"] == {
        "src/churn/train.py": ["E401", "F401", "I001"]
    }
    ignored = tool["mypy"]["overrides"][1]
    assert ignored == {"module": ["churn.load", "churn.train", "helper"], "ignore_errors": True}


def test_no_ignores_no_table() -> None:
    plan = a_plan()
    text = scaffold(plan, (Module("pipeline", ""),), format=str).files["pyproject.toml"].decode()
    assert "per-file-ignores" not in text and "ignore_errors" not in text


def test_source_map_and_provenance(files: Mapping[str, bytes]) -> None:
    lines = json.loads(files["src/churn/source_map.json"])
    assert lines == {"load.py": [[5, 2, 1], [6, 2, 2]], "train.py": [[7, 3, 1]]}
    document = json.loads(files[".nbship/provenance.json"])
    assert set(document["manifest"]) == set(files) - {".nbship/provenance.json"}
    assert document["notebook"] == {"name": "churn.ipynb", "sha256": "0" * 64}
    assert document["ledger"][0]["fate"] == "kept"


def test_readme(files: Mapping[str, bytes]) -> None:
    text = files["README.md"].decode()
    assert "# Customer churn\n\n> Who leaves, and **why**.\n" in text
    assert "churn run --workdir notebooks" in text
    assert "| `SEED` | `int` | `7` | `CHURN_SEED` | `--seed` |" in text
    assert re.search(r"```mermaid\nflowchart TD\n[^`]*\n```\n", text)
    assert "\n\n\n" not in text


def test_secrets_are_named_and_never_shown() -> None:
    secret = a_parameter(
        "API_KEY", "SecretStr", 'SecretStr("hunter2")', value="hunter2", secret=True
    )
    required = a_parameter("TOKEN", "SecretStr", None, secret=True)
    files = files_of(parameters=(secret, required))
    for path in ("README.md", "deploy/cronjob.yaml", "deploy/airflow_dag.py", "pyproject.toml"):
        assert b"hunter2" not in files[path]
    assert (
        "| `TOKEN` | `SecretStr` | secret, required | `CHURN_TOKEN` |"
        in files["README.md"].decode()
    )
    cronjob, _ = yaml.safe_load_all(files["deploy/cronjob.yaml"])
    pod = cronjob["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    names = [entry["name"] for entry in pod["containers"][0]["env"]]
    assert names == ["CHURN_API_KEY", "CHURN_TOKEN"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_in_their_place(words: str) -> None:
    files = hostile_files(words)
    check_parses(files)
    plain = hostile_files("plain")
    assert set(files) == set(plain)
    outline = [line for line in plain["README.md"].decode().split("\n") if line.startswith("#")]
    lines = files["README.md"].decode().split("\n")
    assert [line for line in lines if line.startswith("#")][1:] == outline[1:]
    assert not any("<script" in line.replace("\\<", "") for line in lines if line.startswith(">"))
    for path in (
        "deploy/Dockerfile",
        "deploy/cronjob.yaml",
        ".github/workflows/ci.yml",
        ".gitignore",
    ):
        assert files[path] == plain[path]
    document = tomllib.loads(files["pyproject.toml"].decode())
    assert set(document) == set(tomllib.loads(plain["pyproject.toml"].decode()))
    assert len(document["project"]["description"]) <= 120


@pytest.mark.parametrize(
    "names", [{"name": "../x"}, {"package": "a-b"}, {"package": "class"}, {"name": ""}]
)
def test_names_that_the_plan_must_not_give(names: dict[str, str]) -> None:
    with pytest.raises(InternalError):
        files_of(**names)


def test_two_files_of_one_name() -> None:
    with pytest.raises(InternalError, match="parameters.py"):
        scaffold(a_plan(), (Module("parameters", ""),))


def test_kubernetes_accepts_the_cronjob() -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    parameters = (
        a_parameter("DAY", "date", None),
        a_parameter("API_KEY", "SecretStr", None, secret=True),
    )
    for some in ((), parameters):
        for document in yaml.safe_load_all(files_of(parameters=some)["deploy/cronjob.yaml"]):
            for version in ("1.27", "1.30", kubernetes_validate.latest_version()):
                kubernetes_validate.validate(document, version, strict=True)


def test_airflow_dag_compiles_and_passes_values_by_environment(files: Mapping[str, bytes]) -> None:
    text = files["deploy/airflow_dag.py"].decode()
    compile(text, "airflow_dag.py", "exec")
    assert '"JOB_PARAMETERS": "{{ params | tojson }}"' in text


def test_dockerfile_has_two_stages_a_user_and_a_health_check(files: Mapping[str, bytes]) -> None:
    text = files["deploy/Dockerfile"].decode()
    assert text.count("\nFROM ${PYTHON}") == 2
    assert "ARG PYTHON=python:3.11.7-slim" in text
    assert "\nUSER 10001:10001\n" in text
    assert re.search(r'HEALTHCHECK [^\n]*\\\n +CMD \["churn", "run", "--dry-run"', text)


def test_requirements_are_pinned_and_not_repeated() -> None:
    plan = a_plan(requirements=("pandas==2.2.1", "PyYAML==6.0", "scikit-learn==1.5"), shows=True)
    needs = requirements_of(plan, version=lambda name: None if name == "joblib" else "9.9+cpu")
    assert needs.runtime == (
        "ipython==9.9",
        "joblib>=1.3",
        "pandas==2.2.1",
        "pyarrow==9.9",
        "pydantic==9.9",
        "pydantic-settings==9.9",
        "PyYAML==6.0",
        "scikit-learn==1.5",
    ) or needs.runtime[-1].startswith("tomli")
    assert not needs.direct


def test_direct_references_are_told_to_hatchling() -> None:
    files = files_of(requirements=("thing @ https://example.org/thing-1.0.tar.gz",))
    document = tomllib.loads(files["pyproject.toml"].decode())
    assert document["tool"]["hatch"]["metadata"] == {"allow-direct-references": True}


def test_a_line_that_is_no_requirement_becomes_a_remark() -> None:
    text = files_of(requirements=("git+https://x\n]", "numpy"))["pyproject.toml"].decode()
    assert "which is no requirement: git+https://x ]\n" in text
    assert "numpy" in tomllib.loads(text)["project"]["dependencies"]


def outline(text: str) -> list[str]:
    """The blocks of a Markdown text outside quotations, and any HTML wherever it stands."""
    markdown_it = pytest.importorskip("markdown_it")
    found, depth = [], 0
    for token in markdown_it.MarkdownIt("commonmark").enable("table").parse(text):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if not depth or token.type.startswith("html"):
            found.append(token.type)
        found += [part.type for part in token.children or () if part.type.startswith("html")]
        assert not [part for part in token.children or () if part.type == "image"]
    return found


@pytest.mark.parametrize(
    "words",
    [
        *HOSTILE,
        "- [ ] a\n\n      code\n<div>\n\n<!-- open",
        "Title\n=====\n\n---\n\n| a |\n|---|",
        "```\nopen fence",
        "$$x < y$$\n\n![i](attachment:a.png)\n\n<img src=x>",
        "[Quick start]: http://example.org\n[^1]: note",
        "\\",
        "# heading",
        "1. one\n2. two",
    ],
    ids=range(len(HOSTILE) + 8),
)
def test_hostile_words_leave_the_readme_its_outline(words: str) -> None:
    text, plain = hostile_files(words)["README.md"], hostile_files("plain")["README.md"]
    assert outline(text.decode()) == outline(plain.decode())


def test_pandas_gets_pyarrow_in_a_service_only_where_it_was_there_or_is_needed() -> None:
    """pandas loads it wherever it is installed, which each worker pays with memory."""

    def needs(installed: str | None, format: str = "joblib", own: str = "pandas==3.1") -> Requirements:
        service = Service((), (Artifact("kept", cast(Format, format)),))
        plan = a_plan(settings=Settings(target="service"), service=service, requirements=(own,))
        return requirements_of(plan, version=lambda name: installed if name == "pyarrow" else "1.0")

    lean = needs(None)
    assert not [line for line in lean.runtime if line.startswith("pyarrow")]
    assert lean.parquet == ("pyarrow>=15",)
    assert "pyarrow>=15" in lean.development
    for found, line in (
        (needs("26.0"), "pyarrow==26.0"),
        (needs(None, "parquet"), "pyarrow>=15"),
        (needs(None, own="numpy==2.0"), "pyarrow>=15"),  # where nothing loads it before it is used
    ):
        assert (line in found.runtime, found.parquet) == (True, ())


def test_a_lean_service_tells_how_parquet_is_read() -> None:
    plan = a_plan(
        settings=Settings(target="service", deploy=DEPLOY_PARTS),
        service=churn_service(),
        requirements=("pandas==3.1",),
    )
    modules = (*some_modules(), Module("scoring", ""))
    made = scaffold(plan, modules, EXTRA, version=lambda _: None).files
    files = {path: data.decode(errors="replace") for path, data in made.items()}
    extras = tomllib.loads(files["pyproject.toml"])["project"]["optional-dependencies"]
    assert extras["parquet"] == ["pyarrow>=15"]
    assert "EXTRAS=parquet" in files["deploy/Dockerfile"]
    assert "(with the extra `parquet`)" in files["README.md"]
