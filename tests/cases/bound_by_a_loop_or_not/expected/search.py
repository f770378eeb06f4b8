"""Search / Report (cells 2, 4 of the notebook)."""


def search() -> None:
    """Search / Report (notebook cells 2, 4)."""
    scores = [3, 4]
    for score in [each for each in scores if each > 8]:
        winner = score
    if scores[0] > 8:
        print("won by", winner)
    try:
        del score
    except NameError:
        print("nothing to clear")
