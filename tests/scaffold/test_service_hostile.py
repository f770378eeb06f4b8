"""Clients that are slow, endless or mad: a service answers them shortly, and the others as ever."""

from __future__ import annotations

import json
import re
import socket
import time
from pathlib import Path

import pytest
from services import CUSTOMERS
from started import KEY, Service

BODY = json.dumps(CUSTOMERS[0]).encode()
HEAD = f"POST /predict HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\nContent-Type: application/json\r\n"


def connected(service: Service) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=60)


def received(client: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def memory(service: Service) -> int:
    """Resident kB."""
    text = Path(f"/proc/{service.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1])  # type: ignore[index]


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def test_a_client_that_says_nothing_is_left(service: Service) -> None:
    with connected(service) as client:
        started = time.monotonic()
        assert status(received(client)) == 408
        assert time.monotonic() - started < 30


def test_a_client_that_never_ends_its_headers_is_left(service: Service) -> None:
    with connected(service) as client:
        client.sendall(HEAD.encode())
        for _ in range(3):
            time.sleep(0.3)
            client.sendall(b"X-More: 1\r\n")
        answer = received(client)
    assert status(answer) == 408
    assert b"application/problem+json" in answer


def test_a_body_that_does_not_come_is_not_waited_for(service: Service) -> None:
    with connected(service) as client:
        client.sendall(f"{HEAD}Content-Length: 1000\r\n\r\n{{".encode())
        assert status(received(client)) == 408


@pytest.mark.parametrize("line", [b"X-%d: " + b"a" * 4000 + b"\r\n", b"a" * 4096], ids=["many", "one endless"])
def test_a_flood_of_headers_is_cut_off(service: Service, line: bytes) -> None:
    before = memory(service)
    with connected(service) as client:
        client.sendall(HEAD.encode() + (b"" if line.startswith(b"X") else b"X-One: "))
        sent = 0
        try:
            for number in range(20_000):
                client.sendall(line % number if b"%" in line else line)
                sent += len(line)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = received(client)
    assert sent < 20_000_000
    assert status(answer) in (0, 431)
    assert memory(service) - before < 20_000


def test_a_body_that_is_longer_than_allowed_is_not_read_to_its_end(service: Service) -> None:
    with connected(service) as client:
        client.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        try:
            for _ in range(5000):
                client.sendall(b"1000\r\n" + b" " * 4096 + b"\r\n")
                sent += 4096
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = received(client)
    assert sent < 20_000_000
    assert status(answer) in (0, 413)


@pytest.mark.parametrize(
    "request_text",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"\r\n" * 1000,
        b"GET /" + b"%00" * 1000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["TLS", "version", "negative length", "two lengths", "blank lines", "nul path", "latin path"],
)
def test_what_is_no_request_gets_an_error_or_nothing(service: Service, request_text: bytes) -> None:
    with connected(service) as client:
        client.sendall(request_text)
        client.shutdown(socket.SHUT_WR)
        assert status(received(client)) in (0, 400, 401, 404, 408)


def test_clients_that_leave_early_are_forgotten(service: Service) -> None:
    for _ in range(50):
        with connected(service) as client:
            client.sendall(f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY)
    for _ in range(20):
        with connected(service) as client:
            client.sendall(f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY[:10])
    assert service.ask("/predict", CUSTOMERS[0], x_api_key=KEY).status == 200


def test_requests_in_one_piece_are_answered_in_order(service: Service) -> None:
    one = f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY
    with connected(service) as client:
        client.sendall(one * 5 + b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = received(client)
    assert answer.count(b"HTTP/1.1 200 OK") == 6
    assert answer.count(b'"probability":0.9838') == 5


def test_after_all_that_nothing_failed_inside(service: Service) -> None:
    assert service.ask("/readyz").status == 200
    assert [line for line in service.logged() if line["level"] == "error"] == []
    text = service.ask("/metrics", x_api_key=KEY).body.decode()
    assert 'status="500"' not in text
    assert "http_requests_in_flight 1.0" in text
