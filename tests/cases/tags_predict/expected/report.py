"""Report: figures and tables (cell 3 of the notebook)."""

from typing import Any

from demo.predict import predict


def report(mean: Any) -> None:
    """Report: figures and tables (notebook cell 3)."""
    print(predict([4, 5], mean=mean))
