"""The import blocks of modules that templates make."""

from __future__ import annotations

from notebooks import plan_for

from converter.model.service import Artifact, Service
from converter.scaffold.imports import endpoint_imports

IMPUTER = Artifact(
    "imp", annotation="IterativeImputer", imports=("from sklearn.impute import IterativeImputer",)
)
SWITCH = "from sklearn.experimental import enable_iterative_imputer"


def test_what_makes_types_of_artifacts_importable_is_imported_before_them() -> None:
    plan = plan_for(f"{SWITCH}\nfrom sklearn.impute import IterativeImputer", "a = 1", "print(a)")
    lines = endpoint_imports(Service(endpoints=(), artifacts=(IMPUTER,)), plan, ()).splitlines()
    assert lines.index(f"{SWITCH}  # noqa: F401") < lines.index(IMPUTER.imports[0])


def test_switches_of_packages_that_artifacts_are_not_of_are_left_alone() -> None:
    plan = plan_for(f"{SWITCH}\nfrom sklearn.impute import IterativeImputer", "a = 1", "print(a)")
    assert "experimental" not in endpoint_imports(Service(endpoints=(), artifacts=()), plan, ())
