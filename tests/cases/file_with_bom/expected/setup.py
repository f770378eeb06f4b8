"""Setup (cell 2 of the notebook)."""


def setup() -> str:
    """Setup (notebook cell 2)."""
    größe = "ä🎉"
    print(größe)
    return größe
