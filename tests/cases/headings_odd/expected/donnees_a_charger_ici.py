"""3.1 Données à charger ici (cell 9 of the notebook)."""

from typing import Any


def donnees_a_charger_ici(c: Any) -> Any:
    """3.1 Données à charger ici (notebook cell 9)."""
    d = c + 1
    return d
