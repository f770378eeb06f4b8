"""How a kernelspec's kernel is started, where it is one that can be kept warm."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

_OWN_NAMES = {
    "python",
    f"python{sys.version_info[0]}",
    f"python{sys.version_info[0]}.{sys.version_info[1]}",
}
_STANDARD = ("python", "python2", "python3")  # `KernelManager.ipykernel`
_MODULES = ("ipykernel_launcher", "ipykernel")
_HISTORY = "--HistoryManager.hist_file="
_FIELD = re.compile(r"\{([A-Za-z0-9_]+)\}")


class Unsuitable(Exception):
    """Why a kernel cannot be kept warm, in words that follow "because"."""


@dataclass(frozen=True)
class Launch:
    """The command that starts the interpreter, the kernel's arguments (with `{connection_file}`
    in them) and the variables that the kernelspec adds. `standard`: nbclient knows its name."""

    python: tuple[str, ...]
    arguments: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    standard: bool

    def shown(self, file: str) -> list[str]:
        """The arguments that papermill would start the kernel with, for a connection file."""
        added = [_HISTORY + ":memory:"] if self.standard and not self._has_history() else []
        return [word.replace("{connection_file}", file) for word in (*self.arguments, *added)]

    def of_server(self) -> list[str]:
        """The arguments of a server's kernel: its history is in memory, as it has no thread then."""
        return [*self.arguments, *([] if self._has_history() else [_HISTORY + ":memory:"])]

    def _has_history(self) -> bool:
        return any(word.startswith(_HISTORY) for word in self.arguments)

    def key(self) -> tuple[object, ...]:
        """What servers have in common that can stand in for each other.

        One interpreter has several names in its folder (`python`, `python3.11`).
        """
        folder, real = (
            os.path.realpath(p) for p in (os.path.dirname(self.python[0]), self.python[0])
        )
        return folder, real, self.python[1:], self.arguments, self.variables

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The environment that jupyter_client would start the kernel in."""
        found = dict(given)
        found |= {k: Template(v).safe_substitute(given) for k, v in self.variables}
        found.pop("PYTHONEXECUTABLE", None)
        found["JPY_PARENT_PID"] = str(os.getpid())
        return found


def launch_of(kernel: str) -> Launch:
    """How the kernel of this name is started. Raises Unsuitable."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    if sys.platform != "linux":
        raise Unsuitable(f"forking kernels is not safe on {sys.platform}")
    try:
        spec: Any = KernelSpecManager().get_kernel_spec(kernel)
    except (NoSuchKernel, ValueError) as exc:
        raise Unsuitable(f"there is no kernel {kernel!r}") from exc
    provisioner = spec.metadata.get("kernel_provisioner", {}).get("provisioner_name")
    if provisioner not in (None, "local-provisioner"):
        raise Unsuitable(f"kernel {kernel!r} is started by {provisioner!r}")
    python, arguments = _split(kernel, [os.path.expanduser(word) for word in spec.argv])
    known = {"resource_dir": spec.resource_dir, "prefix": sys.prefix}
    filled = [_FIELD.sub(lambda m: known.get(m[1], m[0]), word) for word in arguments]
    variables = tuple(sorted(spec.env.items()))
    return Launch(tuple(python), tuple(filled), variables, kernel in _STANDARD)


def _split(kernel: str, command: list[str]) -> tuple[list[str], list[str]]:
    """The interpreter with its options, and the kernel's arguments."""
    for place, word in enumerate(command[:-1]):
        if word == "-m" and command[place + 1] in _MODULES:
            python, arguments = command[:place], command[place + 2 :]
            break
    else:
        raise Unsuitable(f"kernel {kernel!r} is not an ipykernel")
    if not python or any(not word.startswith("-") for word in python[1:]):
        raise Unsuitable(f"kernel {kernel!r} is started through another program")
    if not any("{connection_file}" in word for word in arguments):
        raise Unsuitable(f"kernel {kernel!r} takes no connection file")
    first = sys.executable if python[0] in _OWN_NAMES else python[0]
    return [first, *python[1:]], arguments
