"""A heading that is a whole sentence, much longer than a ... (cell 11 of the notebook)."""

from typing import Any


def a_heading_that_is_a_whole_sentence_much(a: int, b: Any, c: Any, d: Any) -> None:
    """A heading that is a whole sentence, much longer than a name of a ... (notebook cell 11)."""
    print(a, b, c, d)
