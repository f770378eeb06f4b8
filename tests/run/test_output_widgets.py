"""A reply that comes while an output widget is answered is not missed."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import zmq
import zmq.asyncio

from converter.run.output_widgets import look_again


async def reply_found(*, looks: bool) -> bool:
    """Whether who waits for a message hears of one that came before the socket sent another."""
    with zmq.Context() as kernel, zmq.asyncio.Context() as client:
        with kernel.socket(zmq.PAIR) as there, client.socket(zmq.PAIR) as here:
            here.connect(f"tcp://127.0.0.1:{there.bind_to_random_port('tcp://127.0.0.1')}")
            waiting = here.poll(None)
            there.send(b"first")
            await waiting
            await here.recv()
            waiting = here.poll(None)
            await asyncio.sleep(0.1)
            there.send(b"reply")
            time.sleep(0.3)  # it arrives while this thread is busy
            zmq.Socket.shadow(here.underlying).send(b"the widget's answer")
            if looks:
                look_again(SimpleNamespace(socket=here))
            done, _ = await asyncio.wait({waiting}, timeout=1)
            waiting.cancel()
            return bool(done)


def test_the_reply_is_found():
    assert asyncio.run(reply_found(looks=True))


def test_without_looking_it_is_missed():
    """What `look_again` is for; it can go when this fails."""
    assert not asyncio.run(reply_found(looks=False))


def test_a_channel_without_a_socket_is_left_alone():
    look_again(SimpleNamespace())
