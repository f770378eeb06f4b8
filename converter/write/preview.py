"""What would be written, as text: the tree of a project, and its difference to a folder."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from converter.model.project import Project
from converter.write.changes import Change, changes
from converter.write.paths import checked

_Tree = dict[str, "_Tree"]


def tree_text(project: Project) -> str:
    """The files of `project` as a drawn tree, one a line, without the project's folder."""
    root: _Tree = {}
    for path in checked(project.files):
        branch = root
        for part in path.split("/"):
            branch = branch.setdefault(part, {})
    return "\n".join(_drawn(root, ""))


def _drawn(branch: _Tree, indent: str) -> Iterator[str]:
    # Folders after files, as most listings have them.
    names = sorted(branch, key=lambda name: (bool(branch[name]), name))
    for name in names:
        last = name == names[-1]
        slash = "/" if branch[name] else ""
        yield f"{indent}{'└── ' if last else '├── '}{name}{slash}"
        yield from _drawn(branch[name], indent + ("    " if last else "│   "))


def diff_text(project: Project, target: Path) -> str:
    """The unified diff from what `target` holds to what `project` would write; may be empty."""
    return "".join(_diff(change) for change in changes(project, target))


def _diff(change: Change) -> str:
    if change.kind == "same":
        return ""
    header = f"# {change.path}: refused, {change.why}\n" if change.kind == "refused" else ""
    before, after = _lines(change.before), _lines(change.after)
    old = "/dev/null" if change.before is None else f"a/{change.path}"
    new = "/dev/null" if change.after is None else f"b/{change.path}"
    if before is None or after is None:
        return f"{header}Binary files {old} and {new} differ\n"
    if not before and not after:
        return f"{header}--- {old}\n+++ {new}\n"
    lines = difflib.unified_diff(before, after, old, new)
    return header + "".join(_ended(line) for line in lines)


def _lines(content: bytes | None) -> list[str] | None:
    """The lines of `content`; none at all where there is no file; None when it is not text."""
    if content is None:
        return []
    if b"\0" in content:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return [line + "\n" for line in text.split("\n")[:-1]] + (
        [text.rpartition("\n")[2]] if not text.endswith("\n") and text else []
    )


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
