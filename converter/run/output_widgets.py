"""Output widgets: nbclient answers them in the midst of a cell, and must not miss the cell's end."""

from __future__ import annotations

from typing import Any


def look_again(channel: Any) -> None:
    """Have whoever waits for the channel's next message look whether it is there.

    The answers are sent past asyncio, and sending takes away the signal that a message has come:
    the cell would never end.
    """
    import zmq

    if hasattr(channel, "socket"):  # a warm kernel's has none
        channel.socket.get(zmq.EVENTS)
