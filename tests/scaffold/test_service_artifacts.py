"""How values are stored: each as what it was, or refused."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

NET = """
import torch


class Net(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.first = torch.nn.Linear(size, size)
        self.tied = torch.nn.Linear(size, size)
        self.tied.weight = self.first.weight
        self.tied.bias.requires_grad_(False)
        self.norm = torch.nn.BatchNorm1d(size)
        self.register_buffer("scale", torch.full((size,), 2.0), persistent=False)
        self.names = ["a", "b"]

    def forward(self, rows):
        return self.norm(self.tied(self.first(rows))) * self.scale + len(self.names)
"""
TEXT = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"])})
VALUES: list[tuple[str, Any, str]] = [
    ("json", {"a": [1, 2.5, None, "x"], "b": {"c": True}}, "json"),
    ("json", [0.1, 1e300, -5], "json"),
    ("json", {1: "a"}, "joblib"),
    ("json", (1, 2), "joblib"),
    ("json", {"x": float("nan")}, "joblib"),
    ("json", {"x": {1, 2}}, "joblib"),
    ("json", [True, 1, 1.0], "json"),
    ("npy", np.arange(6).reshape(2, 3), "npy"),
    ("npy", np.array(["a", "bc"]), "npy"),
    ("npy", np.array([{1}, None], dtype=object), "joblib"),
    ("parquet", TEXT, "parquet"),
    ("parquet", TEXT.set_index("b"), "parquet"),
    ("joblib", {"any": {1, 2}}, "joblib"),
]


@pytest.fixture
def artifacts(runtime: Path) -> Any:
    return importlib.import_module("churn.artifacts")


@pytest.mark.parametrize(("format", "value", "used"), VALUES, ids=lambda v: str(v)[:20])
def test_values_come_back_as_they_were(artifacts: Any, tmp_path: Path, format: str, value: Any, used: str) -> None:
    entry = artifacts.saved("it", value, tmp_path, format=format)
    assert entry["format"] == used
    assert {path.name for path in tmp_path.iterdir()} == {entry["file"]}
    found = artifacts.loaded(tmp_path, {"artifacts": {"it": entry}})["it"]
    if isinstance(value, pd.DataFrame):
        pd.testing.assert_frame_equal(found, value)
    elif isinstance(value, np.ndarray):
        assert found.dtype == value.dtype
        assert (found == value).all()
    else:
        assert repr(found) == repr(value)


def test_a_booster_of_lightgbm_is_kept_as_its_own_text(artifacts: Any, tmp_path: Path) -> None:
    lightgbm = pytest.importorskip("lightgbm")
    X = np.random.default_rng(0).normal(size=(200, 3))
    booster = lightgbm.train({"verbose": -1}, lightgbm.Dataset(X, X[:, 0]), 5)
    entry = artifacts.saved("it", booster, tmp_path, format="lightgbm")
    found = artifacts.loaded(tmp_path, {"artifacts": {"it": entry}})["it"]
    assert (found.predict(X) == booster.predict(X)).all()


@pytest.mark.parametrize("kind", ["XGBClassifier", "XGBRegressor"])
def test_a_model_of_xgboost_is_kept_as_its_own_file(artifacts: Any, tmp_path: Path, kind: str) -> None:
    xgboost = pytest.importorskip("xgboost")
    X = np.random.default_rng(0).normal(size=(200, 3))
    y = (X[:, 0] > 0).astype(int) if "Class" in kind else X[:, 0]
    model = getattr(xgboost, kind)(n_estimators=5).fit(X, y)
    entry = artifacts.saved("it", model, tmp_path, format="xgboost")
    assert entry["file"] == "it.ubj"
    found = artifacts.loaded(tmp_path, {"artifacts": {"it": entry}})["it"]
    assert type(found) is type(model)
    assert (found.predict(X) == model.predict(X)).all()


def test_a_module_of_torch_is_kept_as_its_state(
    artifacts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch")
    (tmp_path / "nets.py").write_text(NET)
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module("nets").Net(3)
    rows = torch.ones(4, 3)
    module(rows)
    module.eval()
    entry = artifacts.saved("it", module, tmp_path, format="joblib")
    assert (entry["file"], entry["format"]) == ("it.pt", "torch")
    state = torch.load(tmp_path / "it.pt", weights_only=True)["state"]
    assert {*state} == {*module.state_dict()}
    found = artifacts.loaded(tmp_path, {"artifacts": {"it": entry}})["it"]
    assert torch.equal(found(rows), module(rows)) and not found.training
    assert found.tied.weight is found.first.weight and torch.equal(found.scale, module.scale)
    assert [p.requires_grad for p in found.parameters()] == [p.requires_grad for p in module.parameters()]


def test_a_model_of_keras_is_kept_as_its_own_file(
    artifacts: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    entry = artifacts.saved("it", model, tmp_path, format="joblib")
    assert (entry["file"], entry["format"]) == ("it.keras", "keras")
    found = artifacts.loaded(tmp_path, {"artifacts": {"it": entry}})["it"]
    rows = np.ones((2, 3))
    answers = model.predict(rows, verbose=0)
    capsys.readouterr()
    assert (found.predict(rows) == answers).all()
    assert capsys.readouterr().out == ""  # a service draws no bars


@pytest.mark.parametrize("format", ["torch", "keras"])
def test_a_library_that_is_not_there_is_named(artifacts: Any, tmp_path: Path, format: str) -> None:
    if importlib.util.find_spec(format):
        pytest.skip(f"{format} is installed")
    (tmp_path / "it").write_bytes(b"")
    entry = {"file": "it", "format": format}
    with pytest.raises(artifacts.BadArtifacts, match=f"an artifact needs {format}, which cannot be imported"):
        artifacts.loaded(tmp_path, {"artifacts": {"it": entry}})


def test_json_is_readable(artifacts: Any, tmp_path: Path) -> None:
    artifacts.saved("it", {"a": 1}, tmp_path, format="json")
    assert json.loads((tmp_path / "it.json").read_text()) == {"a": 1}
