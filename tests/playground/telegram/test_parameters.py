"""Parameters as they come over a line that brings them in pieces."""

from __future__ import annotations

import asyncio
from unittest.mock import Mock

from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
from aiohttp.test_utils import make_mocked_request

from playground.telegram.parameters import read_parameters

FILE = b"\x89PNG" + bytes(600_000)
PART = b'--line\r\nContent-Disposition: form-data; name="photo"; filename="chart.png"\r\n\r\n'


async def test_a_file_whose_first_bytes_come_alone_is_read_whole() -> None:
    content = StreamReader(Mock(BaseProtocol), 2**16, loop=asyncio.get_running_loop())
    headers = {"Content-Type": "multipart/form-data; boundary=line"}
    reading = asyncio.create_task(
        read_parameters(make_mocked_request("POST", "/sendPhoto", headers, payload=content))
    )
    for piece in (PART + FILE[:3], FILE[3:4], FILE[4:] + b"\r\n--line--\r\n"):
        content.feed_data(piece)
        for _ in range(9):  # turns of the loop, in which what has come is taken
            await asyncio.sleep(0)
    content.feed_eof()
    _values, uploads = await reading
    assert uploads["photo"].data == FILE
