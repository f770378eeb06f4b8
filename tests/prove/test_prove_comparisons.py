"""Two recordings made by hand: what counts as a difference, and what is left out by name."""

from __future__ import annotations

import csv
import json
import pickle
import struct
import sys
import types
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from converter.model.proof import Provenance, StageOrigin, Tolerance
from converter.model.recording import Failure, FigureShown, FileUse, Output, Point, Recording
from converter.observe.workcopy import digest_of
from converter.prove.figures import differing_pixels
from converter.prove.files import differing_content
from converter.prove.proof import Unstable, proof_of, unstable_between
from converter.runs import boundaries_of

STAGES = (
    StageOrigin("load", "load", (1, 2), (("x", "x"),), ((1, 1, ()),)),
    StageOrigin("train", "train", (4,), (("y", "y"),), ((4, 1, ()),)),
)
PROVENANCE = Provenance(
    "a.ipynb", "0" * 64, "churn", "churn", "job", "print", "", STAGES, (), {}, {}, ()
)


def recorded(folder: Path, side: str = "notebook", **more: Any) -> Recording:
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[str, Any] = {
        "points": (Point("load", {"x": 1}), Point("train", {"x": 1, "y": [1, 2.0]})),
        "outputs": (Output(1 if side == "notebook" else "load", "stdout", "a\nb\n"),),
    }
    return Recording(side=side, name="a", sha256="0", folder=folder, **{**known, **more})  # type: ignore[arg-type]


def proof(left: Recording, right: Recording, **more: Any) -> Any:
    return proof_of(left, right, PROVENANCE, tolerance=Tolerance(), **more)


@pytest.fixture
def sides(tmp_path: Path) -> Callable[..., tuple[Recording, Recording]]:
    def made(left: Any = None, right: Any = None) -> tuple[Recording, Recording]:
        return (
            recorded(tmp_path / "left", **(left or {})),
            recorded(tmp_path / "right", "project", **(right or {})),
        )

    return made


Sides = Callable[..., tuple[Recording, Recording]]


def test_results_are_looked_at_where_they_are_final() -> None:
    ends = [each.cell for each in boundaries_of(PROVENANCE, 7)]
    assert ends == [2, 4, 7]
    service = replace(PROVENANCE, target="service")  # later cells ask what training left
    assert [each.cell for each in boundaries_of(service, 7)] == [2, 4, 4]


def test_equal_recordings_are_equivalent(sides: Sides) -> None:
    found = proof(*sides())
    assert found.verdict == "equivalent" and found.equivalent
    assert (found.counts.stages, found.counts.names, found.counts.lines) == (2, 3, 2)


def test_lines_that_a_notebook_does_not_repeat_stand_for_a_services_own(sides: Sides) -> None:
    service = replace(PROVENANCE, target="service")
    printed = Output(4, "stdout", "looked at\n0: 0.5 51ms\n"), Output("train", "stdout", "0: 0.5 48ms\n")
    left, right = sides({"outputs": printed[:1]}, {"outputs": printed[1:]})
    options = {"tolerance": Tolerance(), "unstable": Unstable(lines={1}, names=["line 2"])}
    assert proof_of(left, right, service, **options).verdict == "equivalent"
    assert proof_of(left, right, service, tolerance=Tolerance()).verdict == "different"
    twice = replace(right, outputs=printed[1:] * 2)
    assert proof_of(left, twice, service, **options).verdict == "different"


def test_nothing_to_compare_is_not_equivalent(sides: Sides) -> None:
    empty = {"points": (), "outputs": ()}
    found = proof(*sides(empty, empty))
    assert found.verdict == "nothing compared" and not found.equivalent


def test_the_earliest_stage_comes_first(sides: Sides) -> None:
    points = (Point("load", {"x": 2}), Point("train", {"x": 2, "y": [1, 3.0]}))
    found = proof(*sides(right={"points": points}))
    assert [each.stage for each in found.findings] == ["load", "train", "train"]
    assert found.stages == (("load", False), ("train", False))


@pytest.mark.parametrize(
    ("nodes", "why"),
    [
        ({"x": 1}, "bound in the notebook only"),
        ({"x": 1, "y": [1, 2.0], "z": 1}, "bound in the project only"),
    ],
)
def test_names_on_one_side_only(nodes: Any, why: str, sides: Sides) -> None:
    points = (Point("load", {"x": 1}), Point("train", nodes))
    (found,) = proof(*sides(right={"points": points})).findings
    assert found.why == why


def test_a_stage_that_was_not_reached(sides: Sides) -> None:
    (found,) = proof(*sides(right={"points": (Point("load", {"x": 1}),)})).findings
    assert (found.stage, found.why) == ("train", "the stage did not end")


def test_names_that_are_one_object_on_one_side_only(sides: Sides) -> None:
    seq = {"k": "seq", "t": "list", "n": 0, "v": []}
    one = Point("load", {"a": seq, "b": seq}, (("a", "b"),))
    left, right = sides({"points": (one,)}, {"points": (replace(one, shared=()),)})
    (found,) = proof(left, right).findings
    assert found.kind == "shared" and found.path == "a is b"


def test_text_tells_the_cell(sides: Sides) -> None:
    outputs = (Output("load", "stdout", "a\n"), Output("train", "stdout", "c\n"))
    left = {"outputs": (Output(1, "stdout", "a\n"), Output(4, "stdout", "b\n"))}
    (found,) = proof(*sides(left, {"outputs": outputs})).findings
    assert (found.kind, found.stage, found.cell) == ("text", "train", 4)
    assert (found.notebook, found.project) == ("b", "c")


def test_displays_count_only_where_they_are_printed(sides: Sides) -> None:
    left = {"outputs": (Output(1, "stdout", "a\n"), Output(1, "display", "7"))}
    right = {"outputs": (Output("load", "stdout", "a\n"),)}
    assert proof(*sides(left, right)).verdict == "different"
    dropped = replace(PROVENANCE, displays="drop")
    found = proof_of(*sides(left, right), dropped, tolerance=Tolerance())
    assert found.verdict == "equivalent"
    assert any("merely display" in note for note in found.notes)


ERROR = Failure("KeyError", "'age'", 4, 2)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (ERROR, None),
        (None, "the notebook fails, the other does not"),
        (replace(ERROR, type="ValueError"), "another type"),
        (replace(ERROR, line=3), "in another line"),
        (replace(ERROR, cell=2), "in another cell"),
        (replace(ERROR, message="'income'"), "another message"),
    ],
)
def test_errors(other: Failure | None, why: str | None, sides: Sides) -> None:
    points = (Point("load", {"x": 1}),)
    ended = {"points": points, "error": ERROR}
    found = proof(*sides(ended, {**ended, "error": other})).findings
    assert [each.why for each in found] == ([why] if why else [])


def test_a_service_s_printed_lines_are_training_s(sides: Sides) -> None:
    left, right = sides()
    service = replace(PROVENANCE, target="service")
    found = proof_of(left, right, service, tolerance=Tolerance(), unstable=Unstable(lines=set(range(9))))
    assert found.counts.lines == 2  # what the notebook prints besides, and does not repeat, is none of them


def test_what_the_notebook_does_not_repeat_is_left_out_by_name(sides: Sides, tmp_path: Path) -> None:
    left, right = sides()
    node = {"k": "object", "t": "Model", "s": {"coef_": 1.0, "fit_time_": 0.1}}
    other = {"k": "object", "t": "Model", "s": {"coef_": 1.0, "fit_time_": 0.2}}
    wrong = {"k": "object", "t": "Model", "s": {"coef_": 2.0, "fit_time_": 0.3}}
    first = replace(left, points=(Point("load", {"m": node}),))
    again = replace(left, points=(Point("load", {"m": other}),), folder=tmp_path / "again")
    unstable = unstable_between(first, [again], PROVENANCE, Tolerance())
    assert unstable.names == ["value m.fit_time_"]
    good = proof(first, replace(right, points=again.points), unstable=unstable)
    assert good.verdict == "equivalent" and good.unstable == ("value m.fit_time_",)
    bad = proof(first, replace(right, points=(Point("load", {"m": wrong}),)), unstable=unstable)
    assert [each.path for each in bad.findings] == ["m.coef_"]


def test_unstable_lines_are_left_out(sides: Sides, tmp_path: Path) -> None:
    left, right = sides({"outputs": (Output(1, "stdout", "a\ntook 1 s\n"),)})
    again = replace(left, outputs=(Output(1, "stdout", "a\ntook 2 s\n"),), folder=tmp_path / "x")
    unstable = unstable_between(left, [again], PROVENANCE, Tolerance())
    other = replace(right, outputs=(Output("load", "stdout", "a\ntook 3 s\n"),))
    assert proof(left, other, unstable=unstable).verdict == "equivalent"
    wrong = replace(right, outputs=(Output("load", "stdout", "b\ntook 3 s\n"),))
    assert proof(left, wrong, unstable=unstable).verdict == "different"


def png(pixels: list[list[tuple[int, int, int]]], kind: int = 0) -> bytes:
    """A picture, its rows stored as they are or as differences from the row above."""
    rows, above = b"", [0] * 3 * len(pixels[0])
    for row in pixels:
        flat = [channel for pixel in row for channel in pixel]
        kept = flat if kind == 0 else [(a - b) & 255 for a, b in zip(flat, above, strict=True)]
        rows += bytes([kind, *kept])
        above = flat
    header = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(struct.pack(">I4s", len(c), n) + c + b"0000" for n, c in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


RED, NEARLY, BLUE = (255, 0, 0), (253, 1, 0), (0, 0, 255)


def test_pixels() -> None:
    picture = png([[RED, BLUE], [BLUE, RED]])
    assert differing_pixels(picture, png([[RED, BLUE], [BLUE, RED]], kind=2)) == ""
    assert differing_pixels(picture, png([[NEARLY, BLUE], [BLUE, RED]])) == ""
    assert differing_pixels(picture, png([[RED, BLUE], [RED, RED]])).startswith("1 of 4 pixels")
    assert "2×1" in differing_pixels(picture, png([[RED, BLUE]]))
    assert "other bytes" in differing_pixels(picture, b"no picture")


def figure_side(folder: Path, *pictures: bytes) -> dict[str, Any]:
    (folder / "figures").mkdir(parents=True)
    for i, content in enumerate(pictures):
        (folder / "figures" / f"{i}.png").write_bytes(content)
    place: Any = 4 if folder.name == "left" else "train"
    return {"figures": tuple(FigureShown(place, f"{i}.png") for i in range(len(pictures)))}


def test_figures_are_compared_by_stage(sides: Sides, tmp_path: Path) -> None:
    one, other = png([[RED]]), png([[BLUE]])
    left = figure_side(tmp_path / "left", one, one)
    right = figure_side(tmp_path / "right", one, other)
    (found,) = proof(*sides(left, right)).findings
    assert (found.kind, found.stage, found.path) == ("figure", "train", "figure 2")
    fewer = {"figures": right["figures"][:1]}
    assert "another number" in proof(*sides(left, fewer)).findings[0].why


def kept(folder: Path, name: str, content: bytes) -> FileUse:
    (folder / "files").mkdir(parents=True, exist_ok=True)
    file = folder / "files" / name
    file.write_bytes(content)
    return FileUse(f"out/{name}", "w", 4, True, len(content), digest_of(file), name)


def test_files(sides: Sides, tmp_path: Path) -> None:
    left = {"files": (kept(tmp_path / "left", "a.csv", b"x\n1.0000000000001\n"),)}
    right = {"files": (kept(tmp_path / "right", "a.csv", b"x\n1.0000000000002\n"),)}
    assert proof(*sides(left, right)).counts.files == 1
    wrong = {"files": (kept(tmp_path / "right", "a.csv", b"x\n2\n"),)}
    (found,) = proof(*sides(left, wrong)).findings
    assert (found.kind, found.path, found.cell) == ("file", "out/a.csv", 4)
    (found,) = proof(*sides(left, {})).findings
    assert found.why == "written on one side only"


def table(rows: list[list[object]]) -> bytes:
    import io

    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()


def archive(date: tuple[int, ...], **members: bytes) -> bytes:
    import io

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name, date), content)  # type: ignore[arg-type]
    return target.getvalue()


OLD, NEW = (1990, 1, 1, 0, 0, 0), (2020, 1, 1, 0, 0, 0)
SAME = {
    "a.csv": (table([["x"], [0.1 + 0.2]]), table([["x"], [0.3]])),
    "a.json": (json.dumps({"a": [0.1 + 0.2]}).encode(), json.dumps({"a": [0.3]}).encode()),
    "a.json ": (b'{"a": 1, "b": 2}', b'{"b": 2, "a": 1}'),
    "a.xlsx": (archive(OLD, sheet=b"1"), archive(NEW, sheet=b"1")),
    "a.pkl": (pickle.dumps({"a": 0.1 + 0.2}), pickle.dumps({"a": 0.3})),
    "a.joblib": (
        b"\x80\x04\x8c\x08__main__\x8c\x05Point\x93.",
        b"\x80\x04\x8c\x0achurn.load\x8c\x05Point\x93.",
    ),
    "several.pkl": (  # classes of one module there, which the second refers back to, and of two here
        b"\x80\x04\x8c\x08__main__\x94\x8c\x01P\x94\x93\x94h\x00\x8c\x01L\x94\x93\x94h\x02\x86.",
        b"\x80\x04\x8c\x05churn\x94\x8c\x01P\x94\x93\x94\x8c\x07churn.s\x94\x8c\x01L\x94\x93\x94h\x02\x86.",
    ),
    "pickled.zip": (
        archive(OLD, **{"a.pkl": pickle.dumps(0.1 + 0.2)}),
        archive(NEW, **{"a.pkl": pickle.dumps(0.3)}),
    ),
    "a.txt": (b"at 0x7f0011223344\n", b"at 0x7f0011223355\n"),
}
OTHER = {
    "a.csv": (table([["x"], [1]]), table([["x"], [2]])),
    "a.json": (b'{"a": 1}', b'{"a": 1.5}'),
    "a.xlsx": (archive(OLD, sheet=b"1"), archive(OLD, sheet=b"2")),
    "a.pkl": (pickle.dumps({"a": 1}), pickle.dumps({"a": 2})),
    "a.pkl ": (pickle.dumps(1) + pickle.dumps(2), pickle.dumps(1) + pickle.dumps(3)),
    "a.joblib": (
        b"\x80\x04\x8c\x08__main__\x8c\x05Point\x93.",
        b"\x80\x04\x8c\x0aother.load\x8c\x05Point\x93.",
    ),
    "b.joblib": (pickle.dumps(1) + b"\xff\x00", pickle.dumps(1) + b"\xff\x01"),
    "a.txt": (b"a", b"b"),
    "a.bin": (b"a", b"b"),
    "a.npy": (b"\x93NUMPY", b"\x93NUMPX"),
}


def content_differs(folder: Path, name: str, left: bytes, right: bytes) -> str:
    for side, content in (("l", left), ("r", right)):
        (folder / side).mkdir(parents=True)
        (folder / side / name.strip()).write_bytes(content)
    paths = folder / "l" / name.strip(), folder / "r" / name.strip()
    return differing_content(*paths, Tolerance(), "churn")


@pytest.mark.parametrize("name", SAME)
def test_the_same_content_in_other_bytes(name: str, tmp_path: Path) -> None:
    assert content_differs(tmp_path, name, *SAME[name]) == ""


@pytest.mark.parametrize("name", OTHER)
def test_other_content(name: str, tmp_path: Path) -> None:
    assert content_differs(tmp_path, name, *OTHER[name]) != ""


def test_a_pickle_is_read_and_never_carried_out(tmp_path: Path) -> None:
    evil = b"cos\nsystem\n(S'touch %s'\ntR." % str(tmp_path / "pwned").encode()
    content_differs(tmp_path, "a.pkl", evil, evil + b".")
    assert not (tmp_path / "pwned").exists()


def test_arrays_that_joblib_stores_between_pickled_classes(tmp_path: Path) -> None:
    joblib, numpy = pytest.importorskip("joblib"), pytest.importorskip("numpy")

    def written(name: str, module: str, last: float) -> bytes:
        own = type("Own", (), {"__module__": module})
        holder = types.ModuleType(module)
        holder.Own = own  # type: ignore[attr-defined]
        sys.modules[module] = holder
        try:
            holding = own()
            holding.mean, holding.n = numpy.ones(3), 5  # type: ignore[attr-defined]
            arrays = [numpy.ones((2, 3)), numpy.array(["a", None], dtype=object), numpy.arange(0)]
            value = [holding, own(), *arrays, numpy.array([1.0, last]), numpy.array(["ab"]), arrays[0]]
            joblib.dump(value, tmp_path / name)
        finally:
            del sys.modules[module]
        return (tmp_path / name).read_bytes()

    here = written("a", "__main__x", 2.0).replace(b"\x09__main__x", b"\x08__main__")
    assert content_differs(tmp_path / "1", "a.joblib", here, written("b", "churn", 2.0)) == ""
    assert content_differs(tmp_path / "2", "a.joblib", here, written("c", "churn", 3.0)) != ""
    assert content_differs(tmp_path / "3", "a.joblib", here, written("d", "other", 2.0)) != ""


def test_parquet_files(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")

    def written(name: str, numbers: list[float], compression: str) -> bytes:
        parquet.write_table(arrow.table({"x": numbers}), tmp_path / name, compression=compression)
        return (tmp_path / name).read_bytes()

    one = written("1", [0.1 + 0.2, float("nan")], "snappy")
    same = written("2", [0.3, float("nan")], "none")
    other = written("3", [0.3, 1.0], "none")
    assert content_differs(tmp_path / "a", "a.parquet", one, same) == ""
    assert content_differs(tmp_path / "b", "a.parquet", one, other) == "column 'x', row 2 is another value"
    assert "other bytes" in content_differs(tmp_path / "c", "a.parquet", one, b"PAR1")


def test_what_exploration_leaves_in_a_librarys_object_is_no_difference_of_a_service(tmp_path):
    def model(kind: str, *names: str) -> dict[str, Any]:
        return {"k": "object", "t": kind, "s": dict.fromkeys(names, 1)}

    def verdict(target: str, kind: str, *, extra: str = "notebook") -> str:
        sides = {
            side: recorded(
                tmp_path / target / kind / extra / side,
                side,
                points=(
                    Point("train", {"m": model(kind, "a", *(["shown"] if side == extra else []))}),
                ),
            )
            for side in ("notebook", "project")
        }
        provenance = replace(PROVENANCE, target=target)
        proof = proof_of(
            sides["notebook"], sides["project"], provenance, tolerance=Tolerance(0, 0)
        )
        if proof.verdict == "equivalent":
            assert dict(proof.unseen)["m.shown"] == "set by what training leaves out"
        return proof.verdict

    assert verdict("service", "statsmodels.Results") == "equivalent"
    assert verdict("service", "statsmodels.Results", extra="project") == "different"
    assert verdict("service", "Own") == "different"
    assert verdict("job", "statsmodels.Results") == "different"
