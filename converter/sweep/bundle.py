"""Door to fsspec: what a run needs, and what it leaves, packed to travel between machines.

Small packages travel by value, in the message itself. Others lie in storage that all machines
reach (a URL that fsspec knows: `s3://...`, `file:///mnt/shared`), and the message names them.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from converter.errors import EnvironmentProblem, UsageError

LARGEST = 10_000_000
"""Bytes that travel by value."""


@dataclass(frozen=True)
class Package:
    """A zip file: its digest, and its bytes or the URL where it lies."""

    sha256: str
    content: bytes | None = None
    url: str = ""


def packed(files: Mapping[str, Path]) -> bytes:
    """A zip of files by their path in it; the same files make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].read_bytes())
    return buffer.getvalue()


def sent(content: bytes, share: str, name: str, *, here: bool = False) -> Package:
    """`content` as a package: by value, or beyond the limit in the shared storage.

    What stays `here` has no limit. Raises UsageError when it is too large and there is no storage.
    """
    digest = hashlib.sha256(content).hexdigest()
    if here or len(content) <= LARGEST:
        return Package(digest, content)
    if not share:
        size = f"{len(content) / 1e6:,.0f} MB, and {LARGEST / 1e6:,.0f} MB travel by value"
        hint = "name storage that all workers reach: --share URL (file:///mnt/shared, s3://...)"
        raise UsageError(f"{name}: has {size}", hint=hint)
    url = f"{share.rstrip('/')}/nbship-{digest[:32]}.zip"
    with told(url):
        system, path = _filesystem(url)
        if not system.exists(path):
            system.makedirs(path.rpartition("/")[0], exist_ok=True)
            system.pipe_file(path, content)
    return Package(digest, url=url)


def received(package: Package) -> bytes:
    """The bytes of a package. Raises EnvironmentProblem when they are not what was sent."""
    content = package.content
    if content is None:
        with told(package.url):
            system, path = _filesystem(package.url)
            content = bytes(system.cat_file(path))
    if hashlib.sha256(content).hexdigest() != package.sha256:
        raise EnvironmentProblem(f"{package.url or 'a package'}: is not what was sent")
    return content


def forgotten(package: Package) -> None:
    """Remove a package from the shared storage; one that is gone already is no trouble."""
    if package.url:
        with told(package.url):
            system, path = _filesystem(package.url)
            if system.exists(path):
                system.rm_file(path)


def unpacked(content: bytes, folder: Path) -> None:
    """Write the files of a package below `folder`; a name that leads out of it is refused."""
    root = folder.resolve()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            target = (root / name).resolve()
            if not target.is_relative_to(root):
                raise EnvironmentProblem(f"a package holds a file outside of it: {name!r}")
        archive.extractall(root)


def files_below(
    folder: Path, *, without: Iterable[str] = ("__pycache__", ".git")
) -> dict[str, Path]:
    """The files in a folder by their path from it, links to folders not followed."""
    left_out = set(without)
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not left_out.intersection(path.relative_to(folder).parts)
    }


def _filesystem(url: str) -> tuple[Any, str]:
    fsspec: Any = importlib.import_module("fsspec.core")
    found: tuple[Any, str] = fsspec.url_to_fs(url)
    return found


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turns what storage raises into EnvironmentProblem, which names the URL."""
    try:
        yield
    except ImportError as exc:
        hint = "pip install 'nbship[dask]' and what fsspec needs for this kind of storage"
        raise EnvironmentProblem(f"{url}: {exc}", hint=hint) from exc
    except (OSError, ValueError) as exc:
        raise EnvironmentProblem(f"{url}: {exc}", hint="check --share URL") from exc
