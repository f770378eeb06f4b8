"""Packages that travel: by value, or through storage that both ends reach."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from converter.errors import EnvironmentProblem, UsageError
from converter.sweep import bundle
from converter.sweep.bundle import Package, files_below, forgotten, packed, received, sent, unpacked


def tree(folder: Path) -> dict[str, Path]:
    for name, text in {"a.txt": "a", "deep/b.bin": "b" * 1000, "__pycache__/c.pyc": "c"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return files_below(folder)


def test_files_come_back_and_the_same_make_the_same_bytes(tmp_path: Path) -> None:
    files = tree(tmp_path / "one")
    assert list(files) == ["a.txt", "deep/b.bin"]
    content = packed(files)
    assert content == packed(dict(reversed(files.items())))
    (tmp_path / "two").mkdir()
    unpacked(content, tmp_path / "two")
    assert (tmp_path / "two" / "deep" / "b.bin").read_text() == "b" * 1000


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/nbship-out.txt", "a/../../out.txt"])
def test_nothing_is_written_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("fine.txt", "x")
        archive.writestr(name, "x")
    (tmp_path / "in").mkdir()
    with pytest.raises(EnvironmentProblem, match="outside"):
        unpacked(buffer.getvalue(), tmp_path / "in")
    assert list(tmp_path.rglob("*.txt")) == []


def test_small_ones_travel_by_value() -> None:
    package = sent(b"abc", "", "x")
    assert (package.content, package.url, received(package)) == (b"abc", "", b"abc")
    forgotten(package)
    with pytest.raises(EnvironmentProblem, match="not what was sent"):
        received(replace(package, content=b"abd"))


def test_large_ones_need_storage_and_leave_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setattr(bundle, "LARGEST", 2)
    with pytest.raises(UsageError, match="x: has .* travel by value"):
        sent(b"abc", "", "x")
    share = (tmp_path / "share" / "deep").as_uri()
    package = sent(b"abc", share, "x")
    assert package.content is None and received(package) == b"abc"
    assert sent(b"abc", share, "x") == package
    forgotten(package)
    forgotten(package)
    assert list((tmp_path / "share" / "deep").iterdir()) == []
    with pytest.raises(EnvironmentProblem, match="deep/nbship-"):
        received(package)


@pytest.mark.parametrize("url", ["nosuch://x/y.zip", "file:///proc/nowhere/y.zip"])
def test_storage_that_cannot_be_used_is_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setattr(bundle, "LARGEST", 2)
    with pytest.raises(EnvironmentProblem, match=url.partition(":")[0]):
        received(Package("0", url=url))
    with pytest.raises(EnvironmentProblem, match=url.partition(":")[0]):
        sent(b"abc", url, "x")
