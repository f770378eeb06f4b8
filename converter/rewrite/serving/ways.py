"""How a notebook's text is written out: for every service first, before chains are traced, and where nothing could
be served."""

from __future__ import annotations

from collections.abc import Callable

from converter.model.dataflow import Dataflow
from converter.model.program import Program
from converter.rewrite.serving.asked_first import asked_first
from converter.rewrite.serving.by_number import by_number
from converter.rewrite.serving.guarded_main import unguarded
from converter.rewrite.serving.inlined import DEEPEST, inlined
from converter.rewrite.serving.last_fold import last_fold
from converter.rewrite.serving.listed import listed
from converter.rewrite.serving.loaded_inside import loaded_inside
from converter.rewrite.serving.loaders import undealt
from converter.rewrite.serving.networks import ungraded, ungraded_functions
from converter.rewrite.serving.read_back import read_back
from converter.rewrite.serving.saved_parts import saved_parts
from converter.rewrite.serving.separated import separated
from converter.rewrite.serving.spelled import spelled
from converter.rewrite.serving.unchained import unchained
from converter.rewrite.serving.unrolled import unrolled

Way = Callable[[Dataflow], Program | None]
__all__ = ["AT_ONCE", "FIRST", "THEN", "Way", "ways_left"]
FIRST: tuple[Way, ...] = (unguarded, saved_parts)
THEN: tuple[Way, ...] = (loaded_inside,)
AT_ONCE: tuple[Way, ...] = (
    asked_first,
    read_back,
    last_fold,
    unchained,
    separated,
    unrolled,
    ungraded,
    undealt,
)
OTHERWISE: tuple[Way, ...] = (spelled, ungraded_functions, inlined, by_number, listed)


def ways_left(made: bool, refused: bool) -> tuple[tuple[Way, ...], ...]:
    """What is written out, one time after the other, once functions were made, or some were refused.

    Where only some could be made, loops over texts may hold the others: `for c in [...]: df = df.merge(...)`.
    """
    if made:
        return ((spelled,),) if refused else ()
    return (OTHERWISE,) * DEEPEST
