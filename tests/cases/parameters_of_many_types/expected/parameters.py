"""The settings of demo, each declared once: name, type, default.

Strongest first: the command line (`demo run --help`), `DEMO_NAME` environment
variables, a file, the default. This module imports nothing heavy, so that a bad value is told at once.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Parameters(BaseSettings):
    """Settings of demo: command line, DEMO_* environment variables, a file, then these defaults."""

    model_config = SettingsConfigDict(
        env_prefix="DEMO_",
        extra="forbid",
        frozen=True,
        protected_namespaces=(),
        enable_decoding=False,
        validate_default=False,
        use_attribute_docstrings=True,
    )

    flag: bool = True
    rate: float = 1
    names: list[str] = ["a", "b"]
    sizes: tuple[int, ...] = (1, 2)
    table: dict[str, int] = {"a": 1, "b": 2}
    nothing: Any | None = None
    limit: int | None = None
    day: date = date(2024, 2, 29)
    moment: datetime = datetime(2024, 2, 29, 12, 30)
    where: Path = Path("data") / "in.csv"
    big: int = 10**6
    minus: float = -1.5
    text: str = """two
lines"""
    tagged: set[str] = {"x", "y"}

    @field_validator("nothing", "limit", mode="before")
    @classmethod
    def _none_from_text(cls, value: Any) -> Any:
        """None for the texts that mean it; everything else as it is."""
        return None if value in ("None", "null") else value

    @field_validator("names", "sizes", "table", "nothing", "tagged", mode="before")
    @classmethod
    def _value_of_json(cls, value: Any) -> Any:
        """Lists and mappings are given as JSON on the command line and in the environment."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            return value

    @field_validator("day", "moment", mode="before")
    @classmethod
    def _no_timestamp(cls, value: Any) -> Any:
        """The value as it is; a bare number would be taken for seconds since 1970."""
        if isinstance(value, (int, float)) or (
            isinstance(value, str) and value.strip().isdigit()
        ):
            raise ValueError("write it as 2024-01-31, not as a number")
        return value
