"""Cell magics -> Python."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from converter.parse.literals import block_literal, interpolated, is_plain, quoted
from converter.parse.logical import Logical, logical_lines
from converter.parse.magic_rules import CELL_MAGICS, UNKNOWN
from converter.parse.rewriting import Rewritten, dropped, refused
from converter.parse.rows import Row, text_of
from converter.syntax.trials import binds_nothing, trial_of

_SCRIPTS = {"python": "python", "python3": "python3", "shell": "bash"}
_TAG_SKIP = "write it in Python, or tag the cell 'skip'"


@dataclass(frozen=True)
class Script:
    """A cell magic: its name, the rest of its line, the cell below it.

    The body of one that keeps its body as code has its own magics already replaced.
    """

    name: str
    argument: str
    head: Row
    body: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The body as IPython hands it on: it ends in a newline."""
        text = text_of(self.body)
        return text if text.endswith("\n") else text + "\n"


def keeps_code(name: str) -> bool:
    """True for a cell magic whose body stays code: that may hold magics of its own."""
    rule = CELL_MAGICS.get(name)
    return rule is not None and (rule.action == "keep" or name == "capture")


def cell_magic(script: Script, known: frozenset[str]) -> Rewritten:
    """What a cell that begins with `%%name` becomes."""
    rule = CELL_MAGICS.get(script.name)
    if rule is None:
        return _refused(script, UNKNOWN.reason, UNKNOWN.remedy, code="NB401")
    if rule.action == "refuse":
        return _refused(script, rule.reason, rule.remedy)
    if script.name == "timeit" and _is_run_once(script):
        return Rewritten("keep", CELL_MAGICS["time"].reason, rows=script.body)
    if rule.action == "drop":
        return dropped(rule.reason)
    if rule.action == "keep":
        quiet = script.name not in ("time", "wandb", "notify", "solution", "local")
        return Rewritten("keep", rule.reason, rows=script.body, quiet=quiet)
    return _TRANSLATORS[script.name](script, known)


def _is_run_once(script: Script) -> bool:
    """True for `%%timeit -n 1 -r 1` without a setup, over expressions only."""
    trial = trial_of(script.argument)
    return trial.once and not trial.code and binds_nothing(script.text)


def _refused(script: Script, reason: str, remedy: str, *, code: str = "NB402") -> Rewritten:
    return refused(f"%%{script.name} {reason}", remedy or _TAG_SKIP, code=code)


def _translated(reason: str, script: Script, lines: Sequence[str]) -> Rewritten:
    """`lines` numbered so that those of the body point at the body's own rows."""
    first = script.head.number
    last = script.body[-1].number if script.body else first
    start = next((i for i, line in enumerate(lines) if line.endswith('"""\\')), len(lines))
    rows = [
        Row(line, first if i <= start else min(first + i - start, last))
        for i, line in enumerate(lines)
    ]
    return Rewritten("translate", reason, rows=tuple(rows))


def _writefile(script: Script, known: frozenset[str]) -> Rewritten:
    words = script.argument.split()
    append = any(word in ("-a", "--append") for word in words)
    name = re.sub(r"(^|\s)(-a|--append)(?=\s|$)", " ", script.argument).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1]
    if not name:
        return refused(f"%%{script.name} names no file", "write the name", code="NB403")
    path = interpolated(name, known)
    if name.startswith("~"):
        path = f"os.path.expanduser({path})"
    again = "Appending to" if append else "Overwriting"
    literal = block_literal(script.text)
    lines = [
        "import os",
        f'print("{again}" if os.path.exists({path}) else "Writing", {path})',
        f'with open({path}, "{"a" if append else "w"}", encoding="utf-8") as written_file:',
        f"    written_file.write({literal[0]}",
        *literal[1:-1],
        literal[-1] + ")",
    ]
    return _translated("writes a file", script, lines)


def _shell_script(script: Script, known: frozenset[str]) -> Rewritten:
    """`%%bash` and the like: the body on the interpreter's standard input, output printed."""
    options = re.compile(r"--(out|err|proc|bg|no-raise-error|raise-error)(?:[= ]+(\w+))?")
    program = _SCRIPTS.get(script.name, script.name)
    line = script.argument if script.name == "script" else f"{program} {script.argument}"
    found = {match.group(1): match.group(2) for match in options.finditer(line)}
    if found.keys() & {"err", "proc", "bg"}:
        message = f"%%{script.name} with --{sorted(found)[0]} runs beside the notebook"
        return refused(message, "use subprocess in Python, or tag the cell 'skip'", code="NB403")
    line = re.sub(r"--(out|err|proc)[= ]+\w+|--(no-)?raise-error", "", line).strip()
    command = _command(line, known)
    check = "False" if "no-raise-error" in found else "True"
    literal = block_literal(script.text)
    opening, closing = (
        ("print(", ', end="")') if not found.get("out") else (f"{found['out']} = ", "")
    )
    lines = [
        "import subprocess",
        f"{opening}subprocess.run({command}, input={literal[0]}",
        *literal[1:-1],
        f"{literal[-1]}, stdout=subprocess.PIPE, text=True, check={check}).stdout{closing}",
    ]
    return _translated("a script for another program", script, lines)


def _command(line: str, known: frozenset[str]) -> str:
    """The program and its arguments as the expression of a list."""
    if not is_plain(line, known):
        return f"{interpolated(line, known)}.split()"
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return "[" + ", ".join(quoted(word) for word in words) + "]"


def _shell_output(script: Script, known: frozenset[str]) -> Rewritten:
    """`%%sx`: the script's lines as the value of the cell."""
    literal = block_literal(script.text)
    pipes = "shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False"
    lines = [
        "import subprocess",
        f"subprocess.run({literal[0]}",
        *literal[1:-1],
        f"{literal[-1]}, {pipes}).stdout.splitlines()",
    ]
    return _translated("a shell script's lines", script, lines)


def _capture(script: Script, known: frozenset[str]) -> Rewritten:
    """`%%capture [name]`: what the body prints goes to the name, or nowhere."""
    words = script.argument.split()
    names = [word for word in words if not word.startswith("-")]
    if names and not names[0].isidentifier():
        return refused(f"%%capture {names[0][:40]} names no variable", "name it", code="NB403")
    body = list(logical_lines(script.body))
    if not any(_is_code(part) for part in body):
        return dropped("captures the output of nothing")
    name = names[0] if names else ""
    number = script.head.number
    keep_out = "--no-stdout" in words
    rows = [Row("import contextlib", number), Row("import io", number)]
    sink = f"_{name}_text" if name else "io.StringIO()"
    if name:
        rows += [Row("import types", number), Row(f"{sink} = io.StringIO()", number)]
    streams = [] if keep_out else [f"contextlib.redirect_stdout({sink})"]
    if "--no-stderr" not in words:
        streams.append("contextlib.redirect_stderr(io.StringIO())")
    if streams:
        rows.append(Row(f"with {', '.join(streams)}:", number))
    rows += _indented(body) if streams else list(script.body)
    if name:
        last = rows[-1].number
        text = f"{sink}.getvalue()"
        value = f'stdout={text}, stderr="", outputs=[], show=lambda: print({text}, end="")'
        rows.append(Row(f"{name} = types.SimpleNamespace({value})", last))
    reason = "what the code prints is kept from the output"
    return Rewritten("translate", reason, rows=tuple(rows))


def _is_code(part: Logical) -> bool:
    text = part.rows[0].text.strip()
    return bool(text) and not text.startswith("#")


def _indented(parts: Sequence[Logical]) -> list[Row]:
    """The rows one level deeper, but for rows that begin inside a string."""
    return [
        (
            Row("    " + row.text, row.number)
            if row.text.strip() and position not in part.in_string
            else row
        )
        for part in parts
        for position, row in enumerate(part.rows)
    ]


Translator = Callable[[Script, frozenset[str]], Rewritten]
_TRANSLATORS: dict[str, Translator] = {
    "writefile": _writefile,
    "file": _writefile,
    **dict.fromkeys(("bash", "sh", "script", "shell", "zsh", "python", "python3"), _shell_script),
    **dict.fromkeys(("sx", "system", "!"), _shell_output),
    "capture": _capture,
}
