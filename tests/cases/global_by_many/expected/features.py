"""Features (cells 4-6 of the notebook)."""

from demo import functions as shared
from demo.functions import add_title, dummies, fill_fares


def features() -> None:
    """Features (notebook cells 4-6)."""
    shared.table = add_title()
    fill_fares()
    shared.table = dummies()
    print(shared.filled, list(shared.table.columns), shared.table.shape)
