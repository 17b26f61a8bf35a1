"""The client over real loopback sockets: what a scripted transport cannot break."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from storage.errors import UpstreamError
from tests.launch_library import shapes
from tests.launch_library.ledgers import HandClock, MemoryLedger

PAGE = shapes.envelope(shapes.detailed_2_3_0())


def answer(body: bytes, *headers: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: application/json", b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"Content-Length: %d" % size, b"", body])


@asynccontextmanager
async def client_of(*answers: bytes) -> AsyncIterator[LaunchLibrary]:
    """A client of a server that sends these bytes, one after the other, and closes each connection."""
    script = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(script.pop(0) if len(script) > 1 else script[0])
        await writer.drain()
        writer.close()

    clock = HandClock()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname()[:2])
        async with LaunchLibrary(
            address, ledger=MemoryLedger(clock), clock=clock, sleep=lambda _: asyncio.sleep(0)
        ) as client:
            yield client


async def test_a_body_that_breaks_off_is_asked_for_again() -> None:
    async with client_of(answer(PAGE[:100], length=len(PAGE)), answer(PAGE)) as client:
        assert (await client.previous(purpose=Purpose.FRESH)).size == 1


async def test_a_connection_that_closes_at_once_is_named_after_the_last_try() -> None:
    async with client_of(b"") as client:
        with pytest.raises(UpstreamError, match=r"connection failed \(RemoteProtocolError\) \(4 tries\)"):
            await client.previous(purpose=Purpose.FRESH)


async def test_a_compressed_answer_is_read() -> None:
    async with client_of(answer(gzip.compress(PAGE), b"Content-Encoding: gzip")) as client:
        assert (await client.previous(purpose=Purpose.FRESH)).size == 1


async def test_a_broken_compression_is_named() -> None:
    async with client_of(answer(b"no gzip at all", b"Content-Encoding: gzip")) as client:
        with pytest.raises(UpstreamError, match="DecodingError"):
            await client.previous(purpose=Purpose.FRESH)


async def test_what_is_no_http_is_named() -> None:
    async with client_of(b"220 mail.example ESMTP\r\n\r\n") as client:
        with pytest.raises(UpstreamError, match="connection failed"):
            await client.previous(purpose=Purpose.FRESH)
