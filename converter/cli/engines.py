"""Where kernels come from, by name, the default first."""

from __future__ import annotations

ENGINES = ("warm", "papermill")
