"""The same random numbers on both sides, for code that never seeds."""

from __future__ import annotations

import hashlib
import random
import sys
from typing import Any

from .imports import after_import


def seed_everything(seed: int) -> None:
    """Nothing; the global generators, and those made without a seed, start from `seed`.

    Each library is seeded when it is first imported: before the first draw, and never earlier
    than the code asked for it.
    """
    random.seed(seed)
    after_import("numpy.random", lambda module: _seed_numpy(module, seed))
    after_import("torch", lambda module: module.manual_seed(seed))
    after_import("tensorflow", lambda module: module.random.set_seed(seed))


def _seed_numpy(module: Any, seed: int) -> None:
    # `default_rng()`, `RandomState()` and bit generators without a seed all ask for entropy here;
    # each gets its own, by how many were made before. Each library has a count of its own: what it
    # makes when it is imported comes at another time on the other side.
    made: dict[str, int] = {}

    def randbits(count: int) -> int:
        caller = sys._getframe(1)
        file = caller.f_code.co_filename
        # Extensions make some while the machinery of imports runs them.
        library = "-packages" in file or file.startswith("<frozen")
        name = str(caller.f_globals.get("__name__")) if library else ""
        made[name] = made.get(name, 0) + 1
        words = f"{seed} {name} {made[name]}".encode()
        size = -(-count // 8)
        content = hashlib.shake_128(words).digest(size)
        return int.from_bytes(content, "little") & ((1 << count) - 1)

    source = getattr(module, "bit_generator", None)
    if source is not None and hasattr(source, "randbits"):
        source.randbits = randbits
    module.seed(seed % (1 << 32))


def generator_states() -> dict[str, str]:
    """A digest of where each global generator stands, by library."""
    found = {"random": _digest(repr(random.getstate()).encode())}
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        state = numpy.get_state()
        found["numpy"] = _digest(state[1].tobytes(), repr(state[2:]).encode())
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "get_rng_state"):
        found["torch"] = _digest(torch.get_rng_state().numpy().tobytes())
    return found


def _digest(*parts: bytes) -> str:
    return hashlib.blake2b(b"".join(parts), digest_size=8).hexdigest()
