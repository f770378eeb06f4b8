"""Where a run's kernel comes from: nbclient starts one of its own, or a pool lends a warm one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol


class Kernels(Protocol):
    """A source of kernels; each one serves one run and is gone afterwards.

    `remarks` tell why runs did not get the kind of kernel that the source is for.
    """

    remarks: list[str]

    def lent(
        self, node: Any, *, kernel: str, environment: Mapping[str, str], folder: str
    ) -> AbstractContextManager[Any | None]:
        """A kernel manager whose kernel runs already; None lets nbclient start its own kernel.

        `node` is the notebook about to run, `kernel` the name of its kernelspec.
        """

    def ahead(self, sources: Iterable[str], *, kernel: str, environment: Mapping[str, str]) -> None:
        """Begin to prepare for runs of a notebook whose code cells have these texts."""


class FreshKernels:
    """Papermill's own way: a new process for every run."""

    def __init__(self) -> None:
        self.remarks: list[str] = []

    def lent(
        self, node: Any, *, kernel: str, environment: Mapping[str, str], folder: str
    ) -> AbstractContextManager[Any | None]:
        """None: nbclient starts the kernel and shuts it down."""
        return nullcontext()

    def ahead(self, sources: Iterable[str], *, kernel: str, environment: Mapping[str, str]) -> None:
        """Nothing can be prepared."""


FRESH = FreshKernels()
