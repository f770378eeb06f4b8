"""Arrays on disk: npz files that numpy reads, and that are written and read here without it."""

from __future__ import annotations

import ast
import hashlib
import struct
import zipfile
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MAGIC = b"\x93NUMPY"
# Element types that are stored: array code, and how many of them make one element.
CODES: dict[str, tuple[str, int]] = {
    "|b1": ("B", 1),
    "|i1": ("b", 1),
    "|u1": ("B", 1),
    "<i2": ("h", 1),
    "<u2": ("H", 1),
    "<i4": ("i", 1),
    "<u4": ("I", 1),
    "<i8": ("q", 1),
    "<u8": ("Q", 1),
    "<f2": ("e", 1),
    "<f4": ("f", 1),
    "<f8": ("d", 1),
    "<c8": ("f", 2),
    "<c16": ("d", 2),
}
LARGEST_HEADER = 1 << 16


class BadStore(ValueError):
    """A file of arrays that nbship did not write, or that was damaged."""


def digest_of(*parts: Any) -> str:
    """A digest of bytes-like parts."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(part)
    return found.hexdigest()


class Store:
    """Writes arrays once each, by digest; `flush` closes the npz file of one moment."""

    def __init__(self, folder: Path, total: int) -> None:
        self.folder = folder
        self.left = total
        self._known: dict[str, bool] = {}
        self._waiting: list[tuple[str, bytes, bytes]] = []
        self._files = 0

    def knows(self, digest: str) -> bool:
        """True when the array is in the store already."""
        return digest in self._known

    def add(self, digest: str, dtype: str, shape: Sequence[int], content: Any) -> bool:
        """True when the array is kept; False when the store is full."""
        if digest in self._known:
            return True
        size = memoryview(content).nbytes
        if size > self.left:
            return False
        self.left -= size
        self._known[digest] = True
        self._waiting.append((digest, header_of(dtype, shape), bytes(content)))
        return True

    def flush(self) -> None:
        """Nothing; writes what was added since the last time."""
        if not self._waiting:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._files += 1
        path = self.folder / f"{self._files:04d}.npz"
        with zipfile.ZipFile(str(path), "w", zipfile.ZIP_STORED) as file:
            for digest, header, content in self._waiting:
                stamp = zipfile.ZipInfo(digest + ".npy")  # a fixed date: same values, same bytes
                file.writestr(stamp, header + content)
        self._waiting = []


def header_of(dtype: str, shape: Sequence[int]) -> bytes:
    """The header of a npy file, version 1."""
    words = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {tuple(shape)!r}, }}"
    length = len(MAGIC) + 4 + len(words) + 1
    padded = words + " " * (-length % 64) + "\n"
    return MAGIC + b"\x01\x00" + struct.pack("<H", len(padded)) + padded.encode("latin1")


class Arrays:
    """The arrays of one recording by digest, read when asked for. Never unpickles."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, Path] = {}
        for path in sorted(folder.glob("*.npz")) if folder.is_dir() else []:
            try:
                with zipfile.ZipFile(str(path)) as file:
                    names = file.namelist()
            except (OSError, zipfile.BadZipFile) as error:
                raise BadStore(f"{path.name}: {error}") from error
            self._places.update({name[:-4]: path for name in names})

    def __contains__(self, digest: object) -> bool:
        return digest in self._places

    def numbers(self, digest: str) -> tuple[str, Sequence[Any]]:
        """(dtype, numbers in order; a complex number is two). Raises BadStore."""
        path = self._places.get(digest)
        if path is None:
            raise BadStore(f"array {digest} is missing")
        try:
            with zipfile.ZipFile(str(path)) as file:
                content = file.read(digest + ".npy")
        except (OSError, KeyError, zipfile.BadZipFile, RuntimeError) as error:
            raise BadStore(f"{path.name}: {error}") from error
        return parsed_array(content)


def parsed_array(content: bytes) -> tuple[str, Sequence[Any]]:
    """(dtype, numbers) of a npy file of version 1 that holds plain numbers."""
    if content[:8] != MAGIC + b"\x01\x00" or len(content) < 10:
        raise BadStore("not an array that nbship wrote")
    (length,) = struct.unpack("<H", content[8:10])
    try:
        header = ast.literal_eval(content[10 : 10 + length].decode("latin1").strip())
        dtype, shape = header["descr"], header["shape"]
        code, parts = CODES[dtype]
    except (ValueError, SyntaxError, KeyError, TypeError) as error:
        raise BadStore("an array with a header that cannot be read") from error
    body = content[10 + length :]
    if code == "e":
        found: Any = struct.unpack(f"<{len(body) // 2}e", body)
    else:
        found = array(code)
        if len(body) % found.itemsize:
            raise BadStore("an array that was cut off")
        found.frombytes(body)
    wanted = parts
    for size in shape:
        wanted *= size
    if len(found) != wanted:
        raise BadStore("an array of another size than it says")
    return dtype, found
