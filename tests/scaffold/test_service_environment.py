"""Environment variables that the notebook sets: there when libraries are imported, to serve too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from notebooks import plan_for
from projects import ended
from services import many_project

from converter.model.settings import Settings
from converter.plan.service import environment_of


def test_the_package_sets_them_before_anything_else(tmp_path: Path) -> None:
    project = many_project(tmp_path / "many")
    code = "import os, many; print([os.environ[name] for name in ('TOKENIZERS_PARALLELISM', 'ODD')])"
    done = ended(sys.executable, "-c", code, at=project.folder, **project.environment(ODD="other"))
    assert done.out.strip() == repr(["false", 'a"b\n']), done.err


@pytest.mark.fast
def test_what_training_sets_is_found_secrets_left_out() -> None:
    plan = plan_for(
        "import os\nfrom os import environ\nos.environ['KERAS_BACKEND'] = 'torch'\nenviron['X'] = '1'\n"
        "os.environ['API_KEY'] = 'sk-1234567890abcdef'\nos.environ['N'] = str(3)\nos.environ['X'] = '2'",
        "from sklearn.linear_model import Ridge\nimport pandas as pd\ndf = pd.read_csv('x.csv')",
        "model = Ridge().fit(df[['a']], df['b'])",
        "def predict(rows):\n    return model.predict(rows)\npredict(df[['a']])",
        settings=Settings(offer=False, target="service"),
    )
    assert environment_of(plan) == {"KERAS_BACKEND": "torch", "X": "1"}
