"""Ausgabe (cell 4 of the notebook)."""

from demo.groen import fläche


def ausgabe(größe: int, π: float, 名前: str) -> None:
    """Ausgabe (notebook cell 4)."""
    print("ä", fläche(1, größe=größe, π=π), "ö", fläche(2, größe=größe, π=π), 名前)
    print("🎉", fläche(3, größe=größe, π=π))
