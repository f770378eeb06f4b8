"""Kernels by name: which one a run takes, and the interpreter behind it."""

from __future__ import annotations

from typing import Any

from converter.errors import EnvironmentProblem


def kernel_name(wanted: str | None, own: str) -> str:
    """The kernel to run on: the one asked for, the notebook's own, or this Python's."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    manager = KernelSpecManager()
    for name in (wanted,) if wanted else (own or "python3", "python3"):
        try:
            manager.get_kernel_spec(name)
        except (NoSuchKernel, ValueError):
            continue
        return name
    known = ", ".join(sorted(manager.find_kernel_specs())) or "none"
    raise EnvironmentProblem(
        f"there is no kernel {wanted or 'python3'!r} here",
        hint=f"kernels found: {known}; `pip install ipykernel` adds python3",
    )


def kernel_python(name: str) -> str:
    """The interpreter that a kernel of this name runs on; ours where the kernelspec leaves it open."""
    import sys

    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        command = str(KernelSpecManager().get_kernel_spec(name).argv[0])
    except (NoSuchKernel, ValueError, IndexError):
        return sys.executable
    # Like jupyter_client itself: a bare `python` in a kernelspec is the Python that starts it.
    return sys.executable if command.startswith("python") else command


def kernel_of(python: str) -> Any:
    """The specification of a kernel that is this interpreter."""
    from jupyter_client.kernelspec import KernelSpec

    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return KernelSpec(argv=argv, display_name=python, language="python")
