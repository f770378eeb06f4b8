"""The settings of demo, each declared once: name, type, default.

Strongest first: the command line (`demo run --help`), `DEMO_NAME` environment
variables, a file, the default. This module imports nothing heavy, so that a bad value is told at once.
"""

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
