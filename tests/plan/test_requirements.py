"""What a project requires, by what its code imports and what is installed."""

from __future__ import annotations

from converter.plan.requirements import requirements_of

INSTALLED = {"torch": ("torch", "2.13.0+cpu"), "scikit-learn": ("scikit-learn", "1.7.0")}


def test_a_local_build_is_required_by_the_version_that_indexes_have() -> None:
    found = requirements_of(["torch.nn", "sklearn", "os"], "", ["torch", "other>=2"], INSTALLED.get)
    assert found == ("other>=2", "scikit-learn==1.7.0", "torch==2.13.0")
