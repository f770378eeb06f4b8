"""Setup (cell 3 of the notebook)."""

from typing import Any


def setup(*, api_key: str, db_password: str, url: str) -> Any:
    """Setup (notebook cell 3)."""
    header = {"Authorization": "Bearer " + api_key}
    print(len(header["Authorization"]), url, db_password.upper() != "")
    header = len(header)
    return header
