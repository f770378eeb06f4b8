"""Arrays on disk: numpy reads what the probe writes, and nothing hostile is believed."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

import pytest

from converter.probe.store import Arrays, BadStore, Store, header_of, parsed_array

np = pytest.importorskip("numpy")


def test_numpy_reads_what_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path, 1000)
    numbers = np.array([1.5, float("nan")])
    assert store.add("a", "<f8", [2], numbers.view("u1"))
    store.flush()
    with np.load(tmp_path / "0001.npz", allow_pickle=False) as found:
        np.testing.assert_array_equal(found["a"], numbers)


def test_it_reads_what_numpy_writes(tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", a=np.array([[1, 2]], "i4"))
    assert list(Arrays(tmp_path).numbers("a")[1]) == [1, 2]


def test_each_array_is_kept_once_and_the_store_has_an_end(tmp_path: Path) -> None:
    store = Store(tmp_path, 8)
    assert store.add("a", "<f8", [1], b"12345678")
    assert store.add("a", "<f8", [1], b"12345678")
    assert not store.add("b", "<f8", [1], b"12345678")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not an array",
        pickle.dumps([1]),
        header_of("|O", [1]) + pickle.dumps([1]),
        header_of("<f8", [2]) + b"12345678",
        header_of("<f8", [1]) + b"1234567",
        b"\x93NUMPY\x01\x00\x10\x00{'descr': __import",
    ],
    ids=["empty", "text", "pickle", "objects", "too short", "cut off", "code"],
)
def test_nothing_else_is_read(content: bytes) -> None:
    with pytest.raises(BadStore):
        parsed_array(content)


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "0001.npz").write_bytes(b"x")
    with pytest.raises(BadStore):
        Arrays(tmp_path)


def test_a_missing_array(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "0001.npz", "w"):
        pass
    with pytest.raises(BadStore, match="missing"):
        Arrays(tmp_path).numbers("a")
