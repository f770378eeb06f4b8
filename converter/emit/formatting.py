"""The door to black."""

from __future__ import annotations

from converter.errors import InternalError


def formatted(text: str) -> str:
    """`text` as black writes it. Raises InternalError when it is no Python module."""
    import black  # 200 ms: only when something is emitted
    from black.mode import TargetVersion
    from black.parsing import InvalidInput

    try:
        return black.format_str(text, mode=black.Mode(target_versions={TargetVersion.PY310}))
    except (InvalidInput, ValueError) as exc:
        raise InternalError(f"emitted a module black cannot parse: {exc}", detail=text) from exc
