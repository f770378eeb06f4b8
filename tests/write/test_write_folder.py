"""write_project: all or nothing, and never over what is not ours."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from converter.errors import InternalError, TargetError
from converter.model.project import PROVENANCE, Project
from converter.write.exchange import exchange
from converter.write.folder import write_project
from converter.write.manifest import digest

pytestmark = pytest.mark.fast


def a_project(**files: str) -> Project:
    """A project with its manifest; `__` in a keyword stands for / and `_` for the dot."""
    contents = {name.replace("__", "/"): text.encode() for name, text in files.items()}
    manifest = {path: digest(content) for path, content in contents.items()}
    document = {"nbship": "0.1.0", "manifest": manifest}
    return Project("p", {**contents, PROVENANCE: json.dumps(document).encode()})


def tree(folder: Path) -> dict[str, str]:
    """Path -> text of every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "provenance.json"
    }


class Failing(Mapping[str, bytes]):
    """Files of which the third cannot be had."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __getitem__(self, key: str) -> bytes:
        if key == "c":
            raise self.error
        return b"x"

    def __iter__(self) -> Iterator[str]:
        return iter("abcd")

    def __len__(self) -> int:
        return 4


def test_new_folder_holds_exactly_the_project(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    written = write_project(a_project(a="1", src__b="2"), target)
    assert tree(target) == {"a": "1", "src/b": "2"}
    assert target / "src/b" in written
    assert [p.name for p in target.parent.iterdir()] == ["out"]


def test_empty_folder_is_filled_and_stays_the_same_folder(tmp_path: Path) -> None:
    before = tmp_path.stat().st_ino
    write_project(a_project(a="1"), tmp_path)
    assert tmp_path.stat().st_ino == before
    assert tree(tmp_path) == {"a": "1"}


def test_folder_has_the_usual_permissions(tmp_path: Path) -> None:
    write_project(a_project(a="1"), tmp_path / "out")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_folder_that_is_not_empty_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(TargetError, match="not empty") as caught:
        write_project(a_project(a="1"), tmp_path)
    assert "--force" in caught.value.hint
    assert tree(tmp_path) == {"mine": "mine"}


def test_force_replaces_ours_and_removes_what_is_no_longer_written(tmp_path: Path) -> None:
    write_project(a_project(a="1", old__gone="x", same="s"), tmp_path)
    (tmp_path / "mine").write_text("mine")
    write_project(a_project(a="2", same="s", new__b="n"), tmp_path, force=True)
    assert tree(tmp_path) == {"a": "2", "same": "s", "new/b": "n", "mine": "mine"}
    assert not (tmp_path / "old").exists()


@pytest.mark.parametrize("gone", [False, True], ids=["still written", "no longer written"])
def test_force_refuses_an_edited_file_and_changes_nothing(tmp_path: Path, gone: bool) -> None:
    write_project(a_project(a="1", b="1"), tmp_path)
    (tmp_path / "b").write_text("edited")
    with pytest.raises(TargetError, match=r"b \(edited since\)"):
        write_project(a_project(a="2") if gone else a_project(a="2", b="2"), tmp_path, force=True)
    assert tree(tmp_path) == {"a": "1", "b": "edited"}


def test_force_refuses_a_file_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(TargetError, match=r"a \(not written by nbship\)"):
        write_project(a_project(a="1"), tmp_path, force=True)
    assert tree(tmp_path) == {"a": "mine"}


def test_force_restores_a_file_that_was_deleted(tmp_path: Path) -> None:
    write_project(a_project(a="1", b="1"), tmp_path)
    (tmp_path / "b").unlink()
    write_project(a_project(a="1", b="1"), tmp_path, force=True)
    assert tree(tmp_path) == {"a": "1", "b": "1"}


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../../x", "a\\b", "a\0b", "", "a//b", "c:/x", "./a"]
)
def test_unsafe_paths_are_our_own_fault(tmp_path: Path, path: str) -> None:
    with pytest.raises(InternalError):
        write_project(Project("p", {path: b""}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_also_a_folder_is_our_own_fault(tmp_path: Path) -> None:
    with pytest.raises(InternalError):
        write_project(Project("p", {"a": b"", "a/b": b""}), tmp_path / "out")


def test_a_manifest_that_leads_out_is_not_believed(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (tmp_path / "outside").write_text("precious")
    (target / ".nbship").mkdir(parents=True)
    listed = {"../outside": digest(b"precious")}
    (target / PROVENANCE).write_text(json.dumps({"nbship": "1", "manifest": listed}))
    write_project(a_project(a="1"), target, force=True)
    assert (tmp_path / "outside").read_text() == "precious"


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"nbship": 1, "manifest": 3}'])
def test_a_broken_manifest_owns_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / ".nbship").mkdir()
    (tmp_path / PROVENANCE).write_text(text)
    with pytest.raises(TargetError, match="not written by nbship"):
        write_project(a_project(a="1"), tmp_path, force=True)


def test_links_inside_the_target_are_not_followed(tmp_path: Path) -> None:
    outside, target = tmp_path / "outside", tmp_path / "out"
    outside.mkdir()
    write_project(a_project(a="1", src__b="1"), target)
    (target / "src" / "b").rename(outside / "b")
    (target / "src").rmdir()
    (target / "src").symlink_to(outside)
    with pytest.raises(TargetError, match="src is not a folder"):
        write_project(a_project(a="2", src__b="2"), target, force=True)
    write_project(a_project(a="2"), target, force=True)
    assert (outside / "b").read_text() == "1"


def test_a_link_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("1")
    write_project(a_project(a="1"), tmp_path / "out")
    (tmp_path / "out" / "a").unlink()
    (tmp_path / "out" / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(TargetError, match="not a plain file"):
        write_project(a_project(a="2"), tmp_path / "out", force=True)
    assert (tmp_path / "secret").read_text() == "1"


def test_a_target_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    with pytest.raises(TargetError, match="symbolic link"):
        write_project(a_project(a="1"), tmp_path / "out")


@pytest.mark.parametrize("name", ["file", "file/out", "x" * 300, "nul\0"])
def test_a_target_that_cannot_be_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TargetError):
        write_project(a_project(a="1"), tmp_path / name)
    assert tree(tmp_path) == {"file": "mine"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(TargetError, match="Permission denied"):
        write_project(a_project(a="1"), tmp_path / "out")


@pytest.mark.parametrize("where", ["new", "new/deep", "empty"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_failure_while_staging_leaves_nothing(
    tmp_path: Path, error: BaseException, where: str
) -> None:
    (tmp_path / "empty").mkdir()
    expected = TargetError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_project(Project("p", Failing(error)), tmp_path / where)
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["empty"]


@pytest.mark.parametrize("limit", range(6))
def test_failure_while_moving_puts_everything_back(tmp_path: Path, limit: int) -> None:
    folder, staged, saved = tmp_path / "out", tmp_path / "new", tmp_path / "old"
    for path, text in {"out/a": "1", "out/gone/b": "1", "new/a": "2", "new/c/d": "2"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    count = 0

    def rename(source: Path, place: Path) -> None:
        nonlocal count
        count += 1
        if count > limit:
            raise KeyboardInterrupt
        os.replace(source, place)

    work = {"put": ["a", "c/d"], "drop": ["gone/b"], "rename": rename}
    if limit < 4:
        with pytest.raises(KeyboardInterrupt):
            exchange(folder, staged, saved, **work)  # type: ignore[arg-type]
        assert tree(folder) == {"a": "1", "gone/b": "1"}
        assert not (folder / "c").exists()
    else:
        exchange(folder, staged, saved, **work)  # type: ignore[arg-type]
        assert tree(folder) == {"a": "2", "c/d": "2"}
