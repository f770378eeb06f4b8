"""The order of the rooms for `prove --vary`: both sides again, on other inputs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from converter.model.proof import Proof
from converter.model.recording import Recording
from converter.notebook_runs import ready_notebook
from converter.observe.workcopy import Workcopy
from converter.prove.variations import SCRIPT, Variation, variations_of
from converter.runs import Subject

LARGEST = 64 << 20
SECONDS = 120


def variations(
    subject: Subject, notebook: Recording
) -> tuple[tuple[Variation, ...], tuple[str, ...]]:
    """Other inputs for `subject`, from what its notebook read, and what could not be varied."""
    files = dict(_data_files(subject, notebook))
    options = subject.options
    return variations_of(
        subject.parameters.parameters,
        files,
        kinds=options.kinds,
        most=options.variations,
        binary=lambda path, content, kind: _with_pandas(
            path, content, kind, options.python or sys.executable
        ),
    )


def _data_files(subject: Subject, notebook: Recording) -> Mapping[str, bytes]:
    """The data files of the user's that the notebook read, as they are now, by path in the copy."""
    found: dict[str, bytes] = {}
    path = subject.flow.program.notebook.path
    if path is None:
        return found
    written = {each.path for each in notebook.files if each.mode == "w"}
    for each in notebook.files:
        if each.mode != "r" or not each.inside or each.path in written:
            continue
        place = notebook.folder / "work" / "files" / each.path
        if place.is_file() and place.stat().st_size <= LARGEST:
            found[each.path] = place.read_bytes()
    return found


def _with_pandas(path: str, content: bytes, kind: str, python: str) -> bytes | None:
    """A parquet or Excel file with other rows, by pandas of the Python that runs the notebook."""
    suffix = PurePosixPath(path).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="nbship-") as folder:
        source, target = Path(folder) / f"source{suffix}", Path(folder) / f"target{suffix}"
        source.write_bytes(content)
        command = [python, "-c", SCRIPT, kind, suffix, str(source), str(target)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return target.read_bytes() if done.returncode == 0 and target.exists() else None


def varied(subject: Subject, variation: Variation) -> Subject:
    """`subject` with another input."""

    def prepare(work: Workcopy) -> None:
        place = work.root / variation.path
        if place.is_symlink():
            place.unlink()
        place.write_bytes(variation.content)

    if variation.kind != "parameters":
        return replace(subject, prepare=prepare)
    values: dict[str, Any] = {**subject.values, **variation.values}
    ready = ready_notebook(subject.flow, subject.parameters, values)
    return replace(subject, values=values, ready=ready)


def titled(proof: Proof, variation: Variation) -> Proof:
    """`proof`, named for the input that it is about."""
    return replace(proof, title=variation.title)
