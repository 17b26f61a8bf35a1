"""How the servers of the playground begin to listen."""

from __future__ import annotations

from aiohttp import web


async def listen(runner: web.AppRunner, host: str, port: int) -> str:
    """Begin to listen, and return the host with the port, such as "127.0.0.1:8080"; port 0 takes a free one.

    Raises OSError when the port is taken; the runner is then at its end.
    """
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return f"{host}:{runner.addresses[0][1]}"
