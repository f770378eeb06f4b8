"""What shell commands change: nothing, files, or anything at all."""

from __future__ import annotations

import ast
import re

from converter.model.dataflow import ENVIRON, FILES

# Shell commands that show something and change nothing.
LOOKING = frozenset(
    "cat cut date df du echo env file free grep head hostname ls lscpu nproc nvidia-smi ps pwd sort stat "
    "tail test tr uname uniq uptime wc whereis which whoami".split()
)
# Those that change files only, and bring no code with them.
HANDLING = frozenset("chmod gunzip gzip bunzip2 bzip2 mkdir rm rmdir touch".split())
# Those that bring what they are told.
BRINGING = frozenset("cp curl ln mv wget".split())
# Commands in commands, and such as run beside the notebook.
HIDDEN = re.compile(r"`|\$\(|(?<![&>])&(?![&>])")
DATA = re.compile(
    r"\.(csv|tsv|txt|json|jsonl|geojson|xlsx?|parquet|feather|gz|bz2|nc|h5|png|jpe?g|md|html)\b"
)


def shell_effect(call: ast.Call) -> str:
    """What a shell command changes: nothing (""), files, or anything at all."""
    match call.args:
        case [ast.Constant(value=str(command)), *_]:
            pass
        case [ast.JoinedStr(values=[ast.Constant(value=str()), *_] as parts), *_]:
            command = "".join(str(getattr(part, "value", "")) for part in parts)
        case _:
            return ENVIRON
    kinds = {_of_program(part.split()) for part in re.split(r"&&|\|\||[;|\n]", command)}
    if ENVIRON in kinds or HIDDEN.search(command):
        return ENVIRON
    return FILES if FILES in kinds or ">" in command else ""


def _of_program(words: list[str]) -> str:
    if not words or words[0] in LOOKING:
        return FILES if words[:1] == ["sort"] and any(w.startswith("-o") for w in words) else ""
    if words[0] in HANDLING:
        return FILES
    given = [word for word in words[1:] if not word.startswith("-")]
    brings_data = words[0] in BRINGING and any(DATA.search(word) for word in given[:1])
    return FILES if brings_data else ENVIRON
