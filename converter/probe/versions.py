"""What a run ran on: Python, packages that were imported, settings of threads and hashing."""

from __future__ import annotations

import os
import platform
import sys
from typing import Any

THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "LOKY_MAX_CPU_COUNT",
)


def environment(before: set[str]) -> dict[str, Any]:
    """Python, kernel, and the version of every distribution imported since `before` was taken."""
    from importlib import metadata

    roots = {name.partition(".")[0] for name in set(sys.modules) - before}
    standard = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names))
    wanted = {root for root in roots if root not in standard and not root.startswith("_")}
    finder = getattr(metadata, "packages_distributions", None)
    names = finder() if finder else {root: [root] for root in wanted}
    packages = {}
    for root in sorted(wanted):
        for name in names.get(root, ())[:1]:
            try:
                packages[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
    kernel = sys.modules.get("ipykernel")
    return {
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "kernel": f"ipykernel {getattr(kernel, '__version__', '?')}" if kernel else "",
        "packages": packages,
        "threads": {name: os.environ[name] for name in THREADS if name in os.environ},
        "hash_seed": os.environ.get("PYTHONHASHSEED", "random"),
    }
