"""Größen (cell 2 of the notebook)."""


def fläche(r, *, größe, π):
    return "é" * größe, π * r**2


def groen() -> tuple[int, float, str]:
    """Größen (notebook cell 2)."""
    größe = len("äöü")
    π = 3.14  # ≈ 22/7
    名前 = "名前"
    return größe, π, 名前
