"""Report total (cell 6 of the notebook)."""

from typing import Any

from demo.total_stage import total


def report_total_stage(prices: list[Any]) -> Any:
    """Report total (notebook cell 6)."""
    report_total = total(prices)
    print(report_total)
    return report_total
