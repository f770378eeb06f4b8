"""The server's imports: which it makes, what it then has to offer, and whom it suits."""

from __future__ import annotations

import gc
import hashlib
import importlib.util
import os
import site
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.machinery import PathFinder, all_suffixes
from typing import Any

from .effects import started_again
from .environ import reads
from .probes import Pools, Probes
from .recorder import Recorder, statement_code
from .stash import Stash

# Read by native libraries when they are loaded, unseen by Python.
_NATIVE = (
    *("OMP_", "GOMP_", "KMP_", "LIBOMP_", "MKL_", "OPENBLAS_", "BLIS_", "GOTO_", "VECLIB_"),
    *("CUDA_", "NVIDIA_", "ROCR_", "HIP_", "TF_", "XLA_", "MALLOC_", "LD_", "LC_", "LANG", "TZ"),
)
# Read by Python and the kernel when they start.
_AT_START = ("PYTHON", "IPYTHON", "JUPYTER", "HOME")
# Different in every run or terminal, and of no meaning to a library.
_PASSING = (
    *("JPY_", "NBSHIP_SECRET_", "_", "PWD", "OLDPWD", "SHLVL", "SSH_", "XDG_SESSION_", "TERM"),
    *(
        "COLUMNS",
        "LINES",
        "WINDOWID",
        "LS_COLORS",
        "PYTEST_CURRENT_TEST",
        "INVOCATION_ID",
        "PYDEVD_",
    ),
)
# Set by scikit-learn for every OpenMP to come; it keeps runtimes from refusing each other.
_HARMLESS = frozenset({"KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK"})
# Imported by a figure, not by a notebook; sets up the shell and matplotlib for each other.
_LEFT = ("matplotlib_inline",)
_RULES = 2  # another number makes findings of older rules void


class Conflict(Exception):
    """A module that is here already would be another one, or be loaded otherwise, in the run."""


class Importer:
    """Makes imports, and tells whether a run may use them."""

    def __init__(
        self, app: Any, published: list[Any], captured: int, given: Mapping[str, str]
    ) -> None:
        """`given` is the environment that the server was started with."""
        self._shell = app.shell
        self._recorder = Recorder(app.shell)
        self._probes = Probes(published, captured)
        self._pools = Pools()
        self._baseline = frozenset(sys.modules)
        self._given = given
        self._epochs = [dict(os.environ)]  # what imports were made under
        self._epoch_of: dict[str, int] = {}
        self._unknown: set[str] = set()
        self._path = list(sys.path)
        self._libraries = _library_folders()
        self._ages = _ages(self._libraries)
        self._stash: Stash | None = None
        self._steps: list[list[str]] = []

    def imported(self, steps: Sequence[Sequence[str]]) -> dict[str, Any]:
        """Carry out `["import", ROOT, STATEMENT]` and `["set", VARIABLE, VALUE]`, in order.

        `["unknown", VARIABLE, ""]` says that the notebook sets it, nobody knows to what. The answer's
        `unclean` tells roots that cannot be kept, and why; the server is then spoilt.
        """
        if self._stash is not None:
            self._stash.restore()
            self._stash = None
        self._probes.begin()
        with self._recorder.recording(), _library_path_only():
            for kind, name, text in steps:
                if kind == "set":
                    os.environ[name] = text
                    self._epochs.append({**self._epochs[-1], name: text})
                elif kind == "unknown":
                    self._unknown.add(name)
                elif name not in _LEFT and self._is_library(name):
                    known = set(sys.modules)
                    self._attempt(text)
                    for owner, start in self._pools.pause():
                        self._recorder.noted(owner, started_again(start))
                    new = sys.modules.keys() - known
                    self._epoch_of.update(dict.fromkeys(new, len(self._epochs) - 1))
                    complaint = self._probes.complaint(name) or self._misled(new)
                    if complaint:
                        return {"unclean": {name: complaint}}
        self._steps += [list(step) for step in steps]
        return {"unclean": {}}

    def _misled(self, new: Iterable[str]) -> str:
        """What the modules that are new have read although its value is unknown."""
        if not self._unknown:
            return ""
        names = list(new)
        wrong = sorted(v for v in self._unknown if self._matters(v, names))
        return f"is loaded as {wrong[0]} says, which the notebook sets" if wrong else ""

    def described(self) -> dict[str, Any]:
        """What the server has done, for clients that have not asked for it."""
        return {
            "installed": self.installed(),
            "steps": self._steps,
            "modules": len(self.stash().all_names),
        }

    def installed(self) -> str:
        """A mark that changes when packages are installed or removed."""
        return hashlib.sha256(repr((_RULES, self._ages)).encode()).hexdigest()[:16]

    def _attempt(self, statement: str) -> None:
        """Import; what cannot be imported is left to the run, which tells how it fails."""
        with self._shell.builtin_trap, self._shell.display_trap:  # as in a cell
            self._tried(statement)

    def _tried(self, statement: str) -> None:
        try:
            exec(statement_code(statement), {"__name__": "__main__"})
        except BaseException:  # noqa: B036  imports fail in every way, even by leaving
            return

    def stash(self) -> Stash:
        """What the server has to offer to a child; the collector leaves it alone from now on."""
        if self._stash is None:
            self._stash = Stash(self._recorder, self._baseline)
            self._stash.withdraw()
            gc.freeze()
        return self._stash

    def unfit(self, request: Mapping[str, Any]) -> dict[str, str]:
        """Why this server does not suit a run, or nothing."""
        if _ages(self._libraries) != self._ages:
            return {"unfit": "stale", "why": "packages were installed or removed"}
        early = sorted(self.stash().roots().intersection(request["late"]))
        if early:
            return {"unfit": "late", "why": f"{early[0]} must be imported by the run"}
        names = self.stash().names()
        changed = self._changed(self._given, request["environment"], names, _AT_START)
        if changed:
            return {"unfit": "environment", "why": f"{changed[0]} is another one"}
        shadowed = sorted(self.stash().roots() & _importable_names(request["folder"]))
        if shadowed:
            why = f"{shadowed[0]} in the notebook's folder hides the installed package"
            return {"unfit": "shadowed", "why": why}
        return {}

    def check(self, names: Sequence[str]) -> None:
        """In a child: raise Conflict if these modules would not be the same if loaded now."""
        changed = self._changed_since(names)
        if changed:
            raise Conflict(f"the notebook sets {changed[0]} in a way that could not be foreseen")
        if sys.path == self._path:
            return
        for root in {name.partition(".")[0] for name in names}:
            stashed = self.stash().origin(root)
            found = PathFinder.find_spec(root)
            if found is not None and stashed is not None and found.origin != stashed:
                raise Conflict(f"the notebook changes sys.path, which leads to another {root!r}")

    def learned(self) -> list[str]:
        """In a child: library modules that the run has imported besides what the server offered."""
        names = self.stash().names()
        if sys.path != self._path or self._changed(self._epochs[0], os.environ, names):
            return []
        known = self._baseline | self.stash().all_names
        return [
            name
            for name, module in list(sys.modules.items())
            if name not in known and self._in_library(getattr(module, "__spec__", None))
        ]

    def _changed_since(self, names: Iterable[str]) -> list[str]:
        """The variables that matter to these modules and have changed since their import."""
        together: dict[int, list[str]] = defaultdict(list)
        for name in names:
            together[self._epoch_of.get(name, 0)].append(name)
        found = (self._changed(self._epochs[e], os.environ, n) for e, n in together.items())
        return [variable for changed in found for variable in changed]

    def _changed(
        self,
        then: Mapping[str, str],
        now: Mapping[str, str],
        names: Iterable[str],
        others: tuple[str, ...] = (),
    ) -> list[str]:
        """The variables that matter to the loading of these modules and have other values now.

        Those that begin with one of `others` matter too.
        """
        changed = {n for n in now.keys() | then.keys() if now.get(n) != then.get(n)}
        changed = {name for name in changed if not name.startswith(_PASSING)}
        changed -= self._recorder.variables | _HARMLESS
        if not changed:
            return []
        asked = list(names)
        return sorted(v for v in changed if v.startswith(others) or self._matters(v, asked))

    def _matters(self, variable: str, names: Iterable[str]) -> bool:
        """Whether the loading of these modules may depend on a variable."""
        told = self._recorder.reads
        return variable.startswith(_NATIVE) or any(
            reads(told[name], variable) for name in names if name in told
        )

    def _is_library(self, root: str) -> bool:
        try:
            return self._in_library(importlib.util.find_spec(root))
        except (ImportError, ValueError):
            return False

    def _in_library(self, spec: Any) -> bool:
        """Whether a module is an installed one, not the user's own."""
        if spec is None:
            return False
        if spec.origin in ("built-in", "frozen"):
            return True
        places = list(spec.submodule_search_locations or ()) or [spec.origin or ""]
        return all(str(place).startswith(self._libraries) for place in places)


class _library_path_only:  # noqa: N801  used like a function
    """While imports are made, the current folder is no place to look: it is not the run's."""

    def __enter__(self) -> None:
        self._place = sys.path.index("") if "" in sys.path else None
        if self._place is not None:
            del sys.path[self._place]

    def __exit__(self, *_: object) -> None:
        if self._place is not None:
            sys.path.insert(self._place, "")


def _library_folders() -> tuple[str, ...]:
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= set(site.getsitepackages())
    if site.ENABLE_USER_SITE:
        paths.add(site.getusersitepackages())
    return tuple(sorted(path + os.sep for path in paths if os.path.isdir(path)))


def _ages(folders: Sequence[str]) -> list[int]:
    """When something was last installed in or removed from the folders."""
    found = []
    for folder in folders:
        try:
            found.append(os.stat(folder).st_mtime_ns)
        except OSError:
            found.append(0)
    return found


def _importable_names(folder: str) -> set[str]:
    """The names under which modules here would be imported before installed ones.

    A folder is a package only with an `__init__`; without one, an installed package goes first.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return set()
    suffixes = tuple(all_suffixes())
    return {
        entry.name.partition(".")[0]
        for entry in entries
        if entry.name.endswith(suffixes)
        or any(os.path.exists(f"{entry.path}/__init__{suffix}") for suffix in suffixes)
    }
