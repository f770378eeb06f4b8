"""Requirements out of the install commands of notebooks; the door to `packaging`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

_INSTALLER = re.compile(
    r"^\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\S*/)?(?:"
    r"(?:\{sys\.executable\}|\$\{?sys\.executable\}?|python[\d.]*|py)\s+-m\s+(?:pip|conda)"
    r"|uv\s+pip|pip[\d.]*|conda|mamba|micromamba)(?=\s|$)"
)
_SYSTEM = re.compile(r"^\s*(?:sudo\s+(?:-\S+\s+)*)?(?:apt|apt-get|yum|dnf|apk|brew|choco)\s")
_WITH_VALUE = frozenset(
    "-i --index-url --extra-index-url -f --find-links -c --constraint -t --target --prefix --root"
    " --platform --python-version --implementation --abi --only-binary --no-binary --proxy"
    " --timeout --retries --cache-dir --trusted-host --src --log --progress-bar -n --name -p"
    " --channel --python --upgrade-strategy --global-option --config-settings".split()
)
_NOT_FROM_PYPI = frozenset({"python", "pip", "conda", "mamba", "nodejs", "cudatoolkit"})


@dataclass(frozen=True)
class Installs:
    """What a command installs: requirement lines, and the arguments that name none."""

    requirements: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def is_install_command(command: str) -> bool:
    """True when all of the shell command is pip, conda or one of their kin."""
    parts = _parts(command)
    return bool(parts) and all(_INSTALLER.match(part) for part in parts)


def is_system_install(command: str) -> bool:
    """True when all of the shell command works on system packages (apt and its like)."""
    parts = _parts(command)
    return bool(parts) and all(_SYSTEM.match(part) for part in parts)


def installs_of(command: str) -> Installs:
    """The requirements in an install command (`pip install -q a "b>=1"`)."""
    requirements: list[str] = []
    unclear: list[str] = []
    for part in _parts(command):
        installer = _INSTALLER.match(part)
        if installer is None:
            continue
        words = _words(part[installer.end() :])
        conda = "pip" not in installer.group()
        if "install" not in words:
            continue
        arguments = words[words.index("install") + 1 :]
        found = _requirements(arguments, conda=conda)
        requirements += found.requirements
        unclear += found.unclear
    return Installs(tuple(dict.fromkeys(requirements)), tuple(unclear))


def _parts(command: str) -> list[str]:
    """The commands of a line, without pipes and redirections."""
    command = re.sub(r"(?:^|\s)#.*$", "", command)
    parts = [
        re.split(r"\||(?<=\s)\d?&?>{1,2}(?!=)", part)[0] for part in re.split(r"&&|;", command)
    ]
    return [part.strip() for part in parts if part.strip()]


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _requirements(arguments: Sequence[str], *, conda: bool) -> Installs:
    requirements: list[str] = []
    unclear: list[str] = []
    waiting = list(reversed(arguments))
    while waiting:
        word = waiting.pop()
        if word in ("-r", "--requirement", "-e", "--editable") and waiting:
            word = f"{word} {waiting.pop()}"
        elif word in _WITH_VALUE or (conda and word == "-c"):
            waiting[-1:] = []
            continue
        elif word.startswith("-") and not word.startswith(("-r", "--requirement=")):
            continue
        line = _requirement(word, conda=conda)
        if line:
            requirements.append(line)
        elif line is None:
            unclear.append(word)
    return Installs(tuple(requirements), tuple(unclear))


def _requirement(word: str, *, conda: bool) -> str | None:
    """The requirement that `word` asks for; "" for none to record, None when it is unclear."""
    from packaging.requirements import InvalidRequirement, Requirement

    text = word.removeprefix("-e ").removeprefix("--editable ").strip("'\", ")
    if conda:
        text = re.sub(r"^\S*::", "", text)
        text = re.sub(r"^([\w.-]+)\s*=\s*([\w.*]+)(?:=\S+)?$", r"\1==\2", text)
    if "://" in text and " @ " not in text:
        return _from_address(text)
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.name.lower() in _NOT_FROM_PYPI:
        return ""
    return str(requirement)


def _from_address(address: str) -> str | None:
    """`name @ address` for a repository or an archive, where the name can be told."""
    egg = re.search(r"[#&]egg=([\w.-]+)", address)
    plain = address.split("#")[0]
    last = plain.rstrip("/").rsplit("/", 1)[-1]
    if egg:
        name = egg.group(1)
    elif plain.startswith("git+"):
        name = last.split("@")[0].removesuffix(".git")
    elif wheel := re.match(r"([\w.]+)-\d[\w.]*", last):
        name = wheel.group(1)
    else:
        return None
    return f"{name} @ {plain}" if re.fullmatch(r"[\w.-]+", name) else None
