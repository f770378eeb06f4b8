"""A notebook becomes the same bytes whoever converts it, wherever, and with whichever Python.

What may differ is told by the environment on purpose: the versions that a project pins, and the
interpreter that its container has. Under another Python, those files are left out, and so are
refusals in that Python's own words (NB101: not valid Python).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from golden.cases import CASES, EXAMPLES, Case
from golden.conversions import digests, fresh_outcome, outcome
from golden.servers import REPOSITORY, Server

# A few of each kind for every run of the suite; all of them where minutes do not count.
NAMED = {"non_ascii"}  # file names that an ASCII system cannot spell: once a crash
SAMPLE = [*(c for at, c in enumerate(CASES) if at % 9 == 0 or c.name in NAMED), *EXAMPLES[:2]]
REST = [case for case in (*CASES, *EXAMPLES) if case not in SAMPLE]
VERSIONS = ("3.10", "3.13")
# Files that name versions of this environment, and the list of all files' digests.
OF_THE_ENVIRONMENT = frozenset(
    {".github/workflows/ci.yml", ".nbship/provenance.json", "deploy/Dockerfile", "pyproject.toml"}
)
EDGE = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "TZ": "Pacific/Kiritimati",
    "COLUMNS": "40",
    "NO_COLOR": "1",
    "USER": "somebody",
    "HOME": os.devnull,
}


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another hash seed, another folder, a path relative to it."""
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "2424"
    server = Server("digests.py", tmp_path_factory.mktemp("elsewhere"), PYTHONHASHSEED=seed)
    yield server
    server.close()


@pytest.fixture(scope="session")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A machine without Unicode, on the other side of the date line."""
    server = Server("digests.py", tmp_path_factory.mktemp("edge"), umask=0o077, **EDGE)
    yield server
    server.close()


@pytest.fixture(scope="session", params=VERSIONS)
def another(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Another Python; `.ci/pythons` makes its environment."""
    version = request.param
    python = REPOSITORY / f".venv-{version}" / "bin" / "python"
    if not python.exists() or version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        pytest.skip(f"no environment of another Python {version}: run .ci/pythons {version}")
    server = Server("digests.py", tmp_path_factory.mktemp(version), python=str(python))
    yield server
    server.close()


@each(CASES)
def test_with_another_hash_seed_and_folder(case: Case, elsewhere: Server) -> None:
    assert elsewhere.ask(case.name) == digests(outcome(case))


@each(EXAMPLES)
def test_examples_with_another_hash_seed_and_folder(case: Case, elsewhere: Server) -> None:
    assert elsewhere.ask(case.name) == digests(fresh_outcome(case))


@each(SAMPLE)
def test_in_another_environment(case: Case, edge: Server) -> None:
    assert edge.ask(case.name) == digests(fresh_outcome(case))


@pytest.mark.slow
@each(REST)
def test_all_in_another_environment(case: Case, edge: Server) -> None:
    assert edge.ask(case.name) == digests(fresh_outcome(case))


def check_under(another: Server, case: Case) -> None:
    """Fail where another Python makes anything else of `case`."""
    done, there = fresh_outcome(case), another.ask(case.name)
    here = digests(done)
    if "[NB101]" in done.messages:
        here["messages"] = there["messages"] = "in the words of each Python"
    differing = {name for name in {*here, *there} if here.get(name) != there.get(name)}
    assert differing <= OF_THE_ENVIRONMENT


@each(SAMPLE)
def test_under_another_python(case: Case, another: Server) -> None:
    check_under(another, case)


@pytest.mark.slow
@each(REST)
def test_all_under_another_python(case: Case, another: Server) -> None:
    check_under(another, case)


def test_nothing_is_remembered(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The notebook in a copied folder, and again after others: the same bytes each time."""
    case = SAMPLE[0]
    copy = tmp_path_factory.mktemp("copy") / case.name
    shutil.copytree(case.folder, copy)
    first = digests(fresh_outcome(case))
    assert digests(fresh_outcome(Case(**{**vars(case), "folder": copy}))) == first
    for other in SAMPLE[1:4]:
        fresh_outcome(other)
    assert digests(fresh_outcome(case)) == first
