"""Line magics and shell lines -> Python."""

from __future__ import annotations

import re
from collections.abc import Callable

from converter.parse.literals import interpolated, is_plain, quoted
from converter.parse.magic_rules import LINE_MAGICS, UNKNOWN, Rule
from converter.parse.requirements import installs_of, is_install_command, is_system_install
from converter.parse.rewriting import Remark, Rewritten, dropped, refused
from converter.parse.shell import captured_lines, shell_lines
from converter.syntax.trials import binds_nothing, trial_of

_SECRET = re.compile(r"key|token|secret|passw|credential", re.IGNORECASE)
_OPTION = re.compile(r"\s*(?:-[a-zA-Z]+(?:\s+|$)|--[\w-]+(?:\s+|$))")
# Options of the profilers that take a value: `%lprun -f func stmt`.
_OPTION_WITH_VALUE = re.compile(r"\s*-[fmTDlsiurnotp]\s*(?=\S)(?:\"[^\"]*\"|'[^']*'|\S+)\s+")
_TAG_SKIP = "write it in Python, or tag the cell 'skip'"


def line_magic(name: str, argument: str, *, target: str, known: frozenset[str]) -> Rewritten:
    """What `%name argument` becomes; `target` is the text before `=` in `x = %name`."""
    rule = LINE_MAGICS.get(name)
    if rule is None:
        return _refused(name, UNKNOWN, code="NB401")
    if rule.action == "refuse":
        return _refused(name, rule)
    if target and rule.action in ("drop", "keep", "requirement"):
        return _assigned(name, argument, rule, target=target)
    if rule.action == "requirement":
        return installed(f"{name} {argument}")
    if name == "timeit" and (trial := trial_of(argument)).once and binds_nothing(trial.code):
        return Rewritten("keep", LINE_MAGICS["time"].reason, (trial.code,))
    if rule.action == "drop":
        return dropped(rule.reason)
    if rule.action == "keep":
        return _kept(name, argument, rule)
    if name in _TRANSLATORS:
        return _TRANSLATORS[name](argument, target, known)
    return _alias(name, argument, target, known)


def shell_command(command: str, *, target: str, known: frozenset[str]) -> Rewritten:
    """What `!command` (or `target = !command`) becomes."""
    if command.startswith("!"):
        command, target = command[1:], target or " "
    command = command.strip()
    if not command:
        return dropped("an empty shell command")
    if is_install_command(command):
        return installed(command)
    if is_system_install(command):
        message = f"a system package is installed here: {command[:80]}"
        hint = "install it in the image that the project runs in (deploy/Dockerfile)"
        return dropped("installs system packages", Remark("NB405", "warning", message, hint))
    if target:
        lines = captured_lines(target.strip(), command, known)
        return Rewritten("translate", "a shell command's lines", tuple(lines), quiet=False)
    return Rewritten("translate", "a shell command", tuple(shell_lines(command, known)))


def installed(command: str) -> Rewritten:
    """An install command: gone from the code, its packages named as requirements."""
    found = installs_of(command)
    remarks = tuple(
        Remark(
            "NB404",
            "note",
            f"'{word[:80]}' is installed here, but names no package",
            "add what it stands for to the project's dependencies",
        )
        for word in found.unclear
    )
    reason = "installs packages: they become requirements of the project"
    return Rewritten("requirement", reason, requirements=found.requirements, remarks=remarks)


def _refused(name: str, rule: Rule, *, code: str = "NB402") -> Rewritten:
    return refused(f"%{name} {rule.reason}", rule.remedy or _TAG_SKIP, code=code)


def _assigned(name: str, argument: str, rule: Rule, *, target: str) -> Rewritten:
    if name == "time" and argument:
        return Rewritten("keep", rule.reason, (f"{target} = {argument}",))
    hint = f"assign to {target} in Python, or tag the cell 'skip'"
    return refused(f"the result of %{name} cannot be computed in a project", hint, code="NB403")


def _kept(name: str, argument: str, rule: Rule) -> Rewritten:
    statement = argument.strip()
    pattern = _OPTION
    while name != "time" and statement.startswith("-"):
        match = _OPTION_WITH_VALUE.match(statement) or pattern.match(statement)
        if match is None:
            break
        statement = statement[match.end() :]
    if not statement:
        return dropped("it times or profiles nothing")
    return Rewritten("keep", rule.reason, (statement,), quiet=name != "time")


def _alias(name: str, argument: str, target: str, known: frozenset[str]) -> Rewritten:
    """`%ls -l` and the like: aliases of shell commands."""
    commands = {"ll": "ls -F -o", "la": "ls -F -A", "lf": "ls -F -o | grep ^-", "shell": ""}
    command = f"{commands.get(name, name)} {argument}".strip()
    return shell_command(command, target=target, known=known)


def _cd(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    path = argument.strip()
    quiet = bool(re.match(r"-q(\s|$)", path))
    path = re.sub(r"^-q\s*", "", path)
    if len(path) > 1 and path[0] == path[-1] and path[0] in "'\"":
        path = path[1:-1]
    if path.startswith("-") or target:
        hint = "name the folder: os.chdir(folder)"
        return refused(f"'%cd {path}' needs the history of the session", hint, code="NB403")
    folder = interpolated(path or "~", known)
    if not path or not is_plain(path, known) or path.startswith("~"):
        folder = f"os.path.expanduser({folder})"
    lines = ["import os", f"os.chdir({folder})", *([] if quiet else ["print(os.getcwd())"])]
    return Rewritten("translate", "changes the working directory", tuple(lines))


def _pwd(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    value = f"{target} = os.getcwd()" if target else "os.getcwd()"
    return Rewritten("translate", "the working directory", ("import os", value), quiet=False)


def _env(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    """`%env NAME=value`, `%env NAME value` set a variable; `%env NAME` gives its value."""
    text = argument.strip()
    name, sign, value = text.partition("=" if "=" in text else " ")
    name, value = name.strip(), value.strip()
    reason = "an environment variable"
    if not sign:
        if not text:
            return dropped("lists the environment")
        read = f"os.environ[{quoted(text)}]"
        line = f"{target} = {read}" if target else read
        return Rewritten("translate", reason, ("import os", line), quiet=False)
    if re.search(r"\s", name) or target:
        hint = 'write os.environ["NAME"] = value'
        return refused(f"'%env {text[:60]}' sets no variable", hint, code="NB403")
    lines = ["import os", f"os.environ[{quoted(name)}] = {interpolated(value, known)}"]
    if not _SECRET.search(name):  # IPython prints secrets too; a job's log must not
        lines.append(f"print({interpolated(f'env: {name}={value}', known)})")
    return Rewritten("translate", reason, tuple(lines))


def _pylab(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    lines = [
        "import matplotlib",
        "import matplotlib.pyplot as plt",
        "import numpy",
        "import numpy as np",
        "from matplotlib import mlab, pylab, pyplot",
    ]
    if "--no-import-all" not in argument:
        lines += ["from matplotlib.pylab import *", "from numpy import *"]
    return Rewritten("translate", "imports of numpy and matplotlib", tuple(lines))


def _lines(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    return shell_command("!" + argument, target=target, known=known)


def _xdel(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    name = re.sub(r"^-n\s+", "", argument.strip())
    if not name.isidentifier():
        return refused(f"'%xdel {name[:60]}' names no variable", "write del NAME", code="NB403")
    return Rewritten("translate", "deletes a name", (f"del {name}",))


def _reset(argument: str, target: str, known: frozenset[str]) -> Rewritten:
    """Nothing to clear before anything was bound; else names of earlier cells would vanish."""
    if not known:
        return dropped("clears a session that is still empty")
    hint = "remove it: every run of a job begins with a clean session"
    return refused("%reset deletes what earlier cells computed", hint)


Translator = Callable[[str, str, frozenset[str]], Rewritten]
_TRANSLATORS: dict[str, Translator] = {
    "cd": _cd,
    "pwd": _pwd,
    "env": _env,
    "set_env": _env,
    "pylab": _pylab,
    "sx": _lines,
    "system": _lines,
    "xdel": _xdel,
    "reset": _reset,
}
