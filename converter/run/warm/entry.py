"""What papermill finds under its entry point: `papermill IN OUT --engine nbship`.

Imports nothing: papermill loads this module whenever it is imported itself, with any engine.
"""

from __future__ import annotations

from typing import Any


class InProcessEngine:
    """Cells run in forked children of a process that has made the notebook's imports."""

    mode = "in-process"

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """The notebook with its outputs."""
        from converter.run.warm.engine import engine_of

        return engine_of(cls.mode).execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The name of the kernel to use."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The notebook's language."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


class ZmqEngine(InProcessEngine):
    """The same with an ordinary kernel's sockets in each child."""

    mode = "zmq"
