"""Portraits: what two runs share is equal, what differs is found, and looking changes nothing."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import enum
import functools
import io
import itertools
import json
import random
import re
import sys
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from IPython.utils.capture import CapturedIO
from IPython.utils.text import SList

from converter.probe.compare import Comparison
from converter.probe.context import Context, Limits
from converter.probe.portrait import Painter
from converter.probe.store import Arrays

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")


class Colour(enum.Enum):
    RED = 1


class Point(NamedTuple):
    x: float
    y: float


@dataclasses.dataclass
class Order:
    number: int
    lines: list[str]


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self) -> None:
        self.a = [1]


class Own:
    shared = {"n": 1}

    def __init__(self, value: object) -> None:
        self.value = value


class Watchful:
    """Notices whoever looks further than at its attributes."""

    touched: list[str] = []

    def __init__(self) -> None:
        self.plain = 1

    @property
    def computed(self) -> int:
        self.touched.append("property")
        return 2

    @functools.cached_property
    def late(self) -> int:
        self.touched.append("cached_property")
        return 3

    def __repr__(self) -> str:
        self.touched.append("repr")
        return "Watchful()"

    def __eq__(self, other: object) -> bool:
        self.touched.append("eq")
        return True

    def __len__(self) -> int:
        self.touched.append("len")
        return 0

    def __getattr__(self, name: str) -> Any:
        self.touched.append(name)
        raise AttributeError(name)


class Uncooperative:
    @property
    def __dict__(self) -> Any:  # type: ignore[override]
        raise RuntimeError("no")


def function(x: int, k: int = 3) -> int:
    return x + k


def scaled(x: float, *, factor: float) -> float:
    return x * factor


class Studio:
    """Two recordings' worth of portraits in one folder each."""

    def __init__(self, folder: Path, **context: Any) -> None:
        self.folder = folder
        self.context = context
        self.comparison: Any = None

    def portrait(self, value: object, side: str = "left", **more: Any) -> Any:
        painter = Painter(Context(**{**self.context, **more}), self.folder / side)
        node = painter.portrait(value)
        assert painter.store is not None
        painter.store.flush()
        return json.loads(json.dumps(node))

    def compare(self, left: object, right: object, **more: Any) -> list[tuple[str, str]]:
        nodes = self.portrait(left, "left"), self.portrait(right, "right")
        found = Comparison(Arrays(self.folder / "left"), Arrays(self.folder / "right"), **more)
        found.compare("x", *nodes)
        self.comparison = found
        return [(each.path, each.why) for each in found.differences]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def fitted(**words: Any) -> Any:
    ensemble = pytest.importorskip("sklearn.ensemble")
    X = np.random.default_rng(0).random((60, 3))
    y = (X[:, 0] > 0.5).astype(int)
    return ensemble.RandomForestClassifier(5, random_state=0, **words).fit(X, y)


def pipeline() -> Any:
    make = pytest.importorskip("sklearn.pipeline").make_pipeline
    scaler = pytest.importorskip("sklearn.preprocessing").StandardScaler
    return make(scaler(), fitted())


def frame() -> Any:
    return pd.DataFrame(
        {
            "f": [1.0, np.nan, 3.0],
            "i": [1, 2, 3],
            "o": ["a", None, 3],
            "c": pd.Categorical(["u", "v", "u"]),
            "t": pd.to_datetime(["2020", "2021", None]),
            "n": pd.array([1, None, 3], dtype="Int64"),
        },
        index=pd.Index(["x", "y", "z"], name="key"),
    )


def cyclic() -> Any:
    found: list[Any] = [1]
    found.append(found)
    return found


def shared_list() -> Any:
    inner = [1]
    return {"a": inner, "b": inner}


EQUAL: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "dictionaries in another order": (lambda: {"a": 1, "b": 2}, lambda: {"b": 2, "a": 1}),
    "sets": (lambda: {"p", "q", 3}, lambda: {3, "q", "p"}),
    "sets of tuples": (lambda: {(1, "a"), (2, "b")}, lambda: {(2, "b"), (1, "a")}),
    "nan": (lambda: [float("nan"), np.nan], lambda: [float("nan"), np.nan]),
    "nan arrays": (lambda: np.array([np.nan, 1]), lambda: np.array([np.nan, 1])),
    "minus zero": (lambda: [-0.0, np.array([-0.0])], lambda: [0.0, np.array([0.0])]),
    "last digits": (lambda: 0.1 + 0.2, lambda: 0.3),
    "last digits of arrays": (lambda: np.array([0.1 + 0.2]), lambda: np.array([0.3])),
    "object columns": (frame, frame),
    "nested estimators": (pipeline, pipeline),
    "trees": (fitted, fitted),
    "lambdas": (lambda: lambda x: x, lambda: lambda x: x + 1),
    "functions": (lambda: function, lambda: function),
    "generators": (lambda: (i for i in ()), lambda: (i for i in ())),
    "cycles": (cyclic, cyclic),
    "shared parts": (shared_list, lambda: {"a": [1], "b": [1]}),
    "random states": (lambda: random.Random(1), lambda: random.Random(1)),
    "generators of numpy": (lambda: np.random.default_rng(1), lambda: np.random.default_rng(1)),
    "plain objects": (lambda: Own([1]), lambda: Own([1])),
    "addresses in texts": (lambda: "<f at 0x7f0011223344>", lambda: "<f at 0x7fffffff0000>"),
    "enums": (lambda: Colour.RED, lambda: Colour.RED),
    "named tuples": (lambda: Point(1.0, 2.0), lambda: Point(1.0, 2.0)),
    "defaultdicts": (
        lambda: collections.defaultdict(list, a=[1]),
        lambda: collections.defaultdict(list, a=[1]),
    ),
    "deques": (lambda: collections.deque([1], 3), lambda: collections.deque([1], 3)),
    "slots": (Slotted, Slotted),
    "patterns": (lambda: re.compile("a+"), lambda: re.compile("a+")),
    "long lists of texts": (lambda: list(map(str, range(9999))), lambda: list(map(str, range(9999)))),
    "long mixed lists": (
        lambda: [(i, str(i)) for i in range(9999)],
        lambda: [(i, str(i)) for i in range(9999)],
    ),
    "what a shell command printed": (lambda: SList(["a", "b"]), lambda: ["a", "b"]),
    "what a cell printed": (lambda: captured_io("a"), lambda: captured("a")),
    "dates": (
        lambda: [datetime.date(2020, 1, 1), decimal.Decimal("1.50"), Path("a/b"), 1 << 80],
        lambda: [datetime.date(2020, 1, 1), decimal.Decimal("1.50"), Path("a/b"), 1 << 80],
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_runs_of_tricky_values_are_equal(name: str, studio: Studio) -> None:
    left, right = EQUAL[name]
    assert studio.compare(left(), right()) == []


def changed_frame(**more: Any) -> Any:
    found = frame()
    for column, value in more.items():
        found.loc["z", column] = value
    return found


def changed_forest() -> Any:
    found = fitted()
    found.estimators_[3].tree_.threshold[0] += 0.1
    return found


def captured_io(text: str) -> Any:
    """What `%%capture name` gives in a notebook."""
    return CapturedIO(io.StringIO(text), io.StringIO("a warning"), [])


def captured(text: str) -> Any:
    """What it becomes in a project."""
    return types.SimpleNamespace(stdout=text, stderr="", outputs=[], show=lambda: None)


DIFFERENT: dict[str, tuple[Callable[[], Any], Callable[[], Any], str]] = {
    "numbers": (lambda: 1.0, lambda: 1.000001, "x"),
    "what a cell printed": (lambda: captured_io("a"), lambda: captured("b"), "x.stdout"),
    "types of numbers": (lambda: 1, lambda: 1.0, "x"),
    "truth and one": (lambda: True, lambda: 1, "x"),
    "numpy and Python": (lambda: np.float64(1), lambda: 1.0, "x"),
    "texts": (lambda: ["a"], lambda: ["b"], "x[0]"),
    "tuple and list": (lambda: (1,), lambda: [1], "x"),
    "lengths": (lambda: [1], lambda: [1, 2], "x"),
    "keys": (lambda: {"a": 1}, lambda: {"b": 1}, "x['a']"),
    "ordered dictionaries": (
        lambda: collections.OrderedDict(a=1, b=2),
        lambda: collections.OrderedDict(b=2, a=1),
        "x",
    ),
    "one number of an array": (lambda: np.zeros(9), lambda: np.eye(1, 9).ravel(), "x"),
    "integers of an array": (lambda: np.arange(9), lambda: np.arange(1, 10), "x"),
    "dtypes": (lambda: np.zeros(3), lambda: np.zeros(3, "f4"), "x"),
    "a number of a frame": (frame, lambda: changed_frame(f=3.5), "x['f']"),
    "a text of a frame": (frame, lambda: changed_frame(o=4), "x['o'][2]"),
    "a category": (frame, lambda: changed_frame(c="v"), "x['c'].codes"),
    "a nullable number": (frame, lambda: changed_frame(n=4), "x['n']"),
    "an index": (frame, lambda: frame().rename({"z": "w"}), "x.index[2]"),
    "columns": (frame, lambda: frame().rename(columns={"f": "g"}), "x.columns[0]"),
    "parameters of an estimator": (fitted, lambda: fitted(max_features=None), "x.max_features"),
    "a threshold in a tree": (fitted, changed_forest, "x.estimators_[3].tree_.state['nodes']['threshold']"),
    "a draw from a generator": (lambda: random.Random(1), lambda: random.Random(2), "x.state[1]"),
    "state of an object": (lambda: Own([1]), lambda: Own([2]), "x.value[0]"),
    "defaults of a function": (lambda: function, lambda: _other_default(), "x.defaults[0]"),
    "bytes": (lambda: b"a", lambda: b"b", "x"),
    "dates": (lambda: datetime.date(2020, 1, 1), lambda: datetime.date(2020, 1, 2), "x"),
    "long lists": (
        lambda: [(i, 0) for i in range(9999)],
        lambda: [(i, int(i == 9998)) for i in range(9999)],
        "x[9998][1]",
    ),
    "long lists where no sample is": (
        lambda: [(i, 0) for i in range(9999)],
        lambda: [(i, int(i == 5)) for i in range(9999)],
        "x",
    ),
    "fields": (lambda: Order(1, ["a"]), lambda: Order(1, ["b"]), "x.lines[0]"),
    "sets": (lambda: {1, 2}, lambda: {1, 3}, "x[1]"),
}


def _other_default() -> Any:
    other = type(function)(function.__code__, {}, "function", (4,))
    other.__module__, other.__qualname__ = function.__module__, function.__qualname__
    return other


@pytest.mark.parametrize("name", DIFFERENT)
def test_differences_are_found_and_named(name: str, studio: Studio) -> None:
    left, right, path = DIFFERENT[name]
    assert path in [place for place, _ in studio.compare(left(), right())]


def test_texts_of_numpys_are_texts_wherever_they_stand(studio: Studio) -> None:
    label = np.array(["ham"])[0]
    assert type(label) is np.str_
    assert studio.compare(label, "ham") == []
    assert studio.compare([label, label, [1]], ["ham", "ham", [1]]) == []


def test_looking_changes_nothing(studio: Studio) -> None:
    watchful = Watchful()
    Watchful.touched.clear()
    numbers = itertools.count()
    generator = random.Random(5)
    state = generator.getstate()
    lazy = map(print, ["never"])
    studio.portrait([watchful, numbers, generator, lazy])
    assert Watchful.touched == []
    assert vars(watchful) == {"plain": 1}
    assert next(numbers) == 0
    assert generator.getstate() == state
    assert list(lazy) == [None]


def test_what_cannot_be_compared_is_counted_never_equal_silently(studio: Studio) -> None:
    values = [iter([1]), threading.Lock(), open("/dev/null"), (i for i in ())]
    assert studio.compare(values, values) == []
    assert len(studio.comparison.unseen) == 4
    assert studio.compare([iter([1])], [iter({1})]) == [("x[0]", "of another type")]


def test_an_object_that_refuses_is_told_as_such(studio: Studio) -> None:
    class Refuses:
        def __reduce_ex__(self, protocol: Any) -> Any:
            raise RuntimeError

    studio.compare([Refuses(), Uncooperative()], [Refuses(), Uncooperative()])
    assert studio.comparison.differences == []


def test_an_image_that_one_side_has_not_read_yet_is_no_difference(
    studio: Studio, tmp_path: Path
) -> None:
    image = pytest.importorskip("PIL.Image")
    image.new("L", (4, 4), 7).save(tmp_path / "small.png")
    image.new("L", (5, 4), 7).save(tmp_path / "large.png")
    read, waiting = image.open(tmp_path / "small.png"), image.open(tmp_path / "small.png")
    read.load()
    assert studio.compare(read, waiting) == []
    assert studio.comparison.unseen
    assert studio.compare(read, image.open(tmp_path / "large.png")) != []


def test_a_private_attribute_on_one_side_only_does_not_count(studio: Studio) -> None:
    left, right = Own(1), Own(1)
    right._late = 2  # type: ignore[attr-defined]
    assert studio.compare(left, right) == []
    right.extra = 2  # type: ignore[attr-defined]
    assert studio.compare(left, right) == [("x.extra", "on one side only")]


def test_caches_do_not_count(studio: Studio) -> None:
    left, right = Watchful(), Watchful()
    assert right.late == 3
    assert studio.compare(left, right) == []


def test_own_classes_are_the_same_in_main_and_in_the_package(tmp_path: Path) -> None:
    own = type("Model", (), {"__module__": "__main__", "size": 1})
    theirs = type("Model", (), {"__module__": "churn.train", "size": 1})
    studio = Studio(tmp_path, package="churn")
    assert studio.compare(own(), theirs()) == []
    other = type("Model", (), {"__module__": "elsewhere", "size": 1})
    assert studio.compare(own(), other()) == [("x", "of another type")]


def test_a_partial_of_a_lifted_function_is_the_function(tmp_path: Path) -> None:
    studio = Studio(tmp_path, package=__name__, lifted={"scaled": ["factor"]})
    assert studio.compare(scaled, functools.partial(scaled, factor=2.0)) == []
    partial = functools.partial(scaled, 1.0)
    more = functools.partial(functools.partial(scaled, factor=2.0), 1.0)
    assert studio.compare(partial, more) == []
    assert studio.compare(scaled, partial) != []


def test_secrets_and_folders_do_not_get_into_portraits(tmp_path: Path) -> None:
    studio = Studio(tmp_path, hidden=("hunter22",), folders=("/tmp/copy",))
    values = ["pw=hunter22", b"hunter22", np.array(["hunter22"]), "/tmp/copy/data.csv", {"hunter22": 1}]
    text = json.dumps(studio.portrait(values))
    assert "hunter22" not in text and "/tmp/copy" not in text
    assert "<folder>/data.csv" in text
    assert b"hunter22" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*.npz"))


def test_large_values_are_sampled_by_rule(tmp_path: Path) -> None:
    limits = Limits(array_bytes=800, elements=50, samples=10)
    studio = Studio(tmp_path, limits=limits)
    numbers = np.arange(1000.0)
    node = studio.portrait(numbers)
    assert node["at"] == [round(i * 999 / 9) for i in range(10)]
    other = numbers.copy()
    other[1] += 0.5  # not among the samples: the digest and the sum tell
    assert studio.compare(numbers, other) == [("x", "numbers differ that were not sampled")]
    assert studio.compare(numbers, numbers) == []
    tiny = numbers * (1 + 1e-15)
    assert studio.compare(numbers, tiny) == []
    assert "x" in studio.comparison.sampled


def test_a_huge_tree_ends_at_its_budget(tmp_path: Path) -> None:
    studio = Studio(tmp_path, limits=Limits(nodes=100))
    value = [[i, [i]] for i in range(1000)]
    assert len(json.dumps(studio.portrait(value))) < 200_000
    assert studio.compare(value, value) == []
    assert studio.comparison.sampled


def test_deep_nesting_does_not_overflow(studio: Studio) -> None:
    value: Any = []
    for _ in range(5000):
        value = [value]
    assert studio.compare(value, value) == []


def test_tolerance_is_stated(studio: Studio) -> None:
    assert studio.compare(1.0, 1.0 + 1e-6, rtol=1e-5) == []
    assert studio.compare(0.0, 1e-9, atol=1e-8) == []
    single = np.float32([1.0])
    assert studio.compare(single, single * np.float32(1 + 2e-6)) == []


def test_sparse_matrices(studio: Studio) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    one = sparse.csr_matrix(np.eye(3))
    other = one.copy()
    other.data[1] = 5
    assert studio.compare(one, one.copy()) == []
    assert studio.compare(one, other) == [("x.data", "1 of 3 numbers differ, the first at [1]")]


def test_figures_are_known_by_class_only(studio: Studio) -> None:
    figure = pytest.importorskip("matplotlib.figure")
    drawn = figure.Figure()
    drawn.subplots()
    assert studio.compare([drawn, drawn.axes], [drawn, drawn.axes]) == []
    assert len(studio.comparison.drawn) == 2


def test_objects_that_are_numbered_are_equal_whatever_came_before(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("param")

    class Parameterized:
        """As in param: the values of parameters lie in a private object."""

        def __init__(self, name: str, label: str) -> None:
            values = {"name": name, "label": label}
            self._param__private = types.SimpleNamespace(values=values, watchers=[])

    Parameterized.__module__ = "param"
    module.Parameterized = Parameterized  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "param", module)
    first, second = Parameterized("Parameterized00012", "a"), Parameterized("Parameterized00013", "a")
    assert studio.compare(first, second) == []
    assert studio.compare(first, Parameterized("Parameterized00012", "b")) != []
    assert studio.compare(Parameterized("mine00012", "a"), Parameterized("mine00013", "a")) != []
