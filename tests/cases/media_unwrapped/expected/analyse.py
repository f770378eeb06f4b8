"""Analyse: what the data say (cells 1-4, 6, 8-9 of the notebook)."""


def counted(text, *, seen):
    seen.append(text)
    return text


def table(rows, *, seen):
    # for the eye
    counted("<b>", seen=seen)
    return len(rows)


def analyse() -> None:
    """Analyse: what the data say (notebook cells 1-4, 6, 8-9)."""
    seen = []
    counted("<i>one</i>", seen=seen)
    for row in ("a", "b"):
        seen.append(row)
    size = table([1, 2], seen=seen)
    counted("<u>three</u>", seen=seen)
    print(seen, size)
    size += 1
    counted("rock", seen=seen)
    print(size, seen)
