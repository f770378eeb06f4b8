"""setup, which shares settings_made with the stages."""

from typing import Any

settings_made: Any = None


def setup():
    global settings_made
    settings_made = {"a": 1}
