"""An aiohttp application on a loopback port that can go away and come back on the same port."""

from __future__ import annotations

import socket

from aiohttp import web

_SHUTDOWN_SECONDS = 0.2


def _bound(host: str, port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.setblocking(False)
    return sock


class LoopbackSite:
    """Serves one application. `down()` makes the port refuse connections, `up()` opens it again.

    The port is reserved by a second socket that is bound and never listens, so that nobody else
    can take it during an outage.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self._reserved: socket.socket | None = None
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://{self.host}:{self.port}"

    @property
    def is_up(self) -> bool:
        """True while the port is listened on."""
        return self._runner is not None

    async def up(self, app: web.Application) -> None:
        """Listen. The application is fresh each time: aiohttp freezes it at its first start."""
        if self._runner is not None:
            return
        if self._reserved is None:
            self._reserved = _bound(self.host, self.port)
            self.port = int(self._reserved.getsockname()[1])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        await web.SockSite(runner, _bound(self.host, self.port)).start()
        self._runner = runner

    async def down(self) -> None:
        """Close the listener and every open connection; further connections are refused."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def close(self) -> None:
        """Go down for good and give the port back."""
        await self.down()
        reserved, self._reserved = self._reserved, None
        if reserved is not None:
            reserved.close()
