"""The paths of a project, checked: nothing in it may reach out of its folder."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from converter.errors import InternalError, TargetError


def is_inside(path: str) -> bool:
    """True when `path` is a plain relative path with / between its parts."""
    parts = path.split("/")
    return (
        bool(path)
        and not any(char in path for char in "\0\\\n\r")
        and not (len(path) > 1 and path[1] == ":")
        and all(part not in ("", ".", "..") for part in parts)
    )


def checked(paths: Iterable[str]) -> tuple[str, ...]:
    """`paths`, sorted; an unsafe one, or a file that another needs as a folder, is our own fault."""
    known = sorted(paths)
    names = set(known)
    for path in known:
        if not is_inside(path):
            raise InternalError(f"unsafe path in the project: {path!r}")
        for parent in PurePosixPath(path).parents:
            if str(parent) in names:
                raise InternalError(f"{str(parent)!r} is a file and a folder of the project")
    return tuple(known)


def absolute(target: Path) -> Path:
    """`target` with its parents resolved; the target itself must not be a link or a file."""
    try:
        plain = target.name not in ("", "..")
        folder = target.parent.resolve() / target.name if plain else target.resolve()
        mode = folder.lstat().st_mode
    except FileNotFoundError:
        return folder
    except ValueError as exc:
        raise TargetError(f"not a folder's name: {str(target)!r}") from exc
    except RuntimeError as exc:  # Python 3.10 to 3.12: a loop of symbolic links
        raise TargetError(f"{target}: its symbolic links go in a circle") from exc
    except OSError as exc:
        raise unusable(target, exc) from exc
    if stat.S_ISLNK(mode):
        raise TargetError(
            f"{target} is a symbolic link", hint="name the folder itself, or another one"
        )
    if not stat.S_ISDIR(mode):
        raise TargetError(f"{target} is not a folder", hint="choose another one with -o")
    return folder


def unusable(target: Path, exc: OSError) -> TargetError:
    """What to tell about a folder that the system does not let us write."""
    reason = exc.strerror or str(exc)
    return TargetError(
        f"cannot write to {target}: {reason}",
        hint="nothing was written; choose another folder with -o, or mend this one",
    )
