"""The ways to Telegram that are kept: implements ``viewmodels.proxies_port.Proxying``."""

from typing import TYPE_CHECKING

from core.channels.telegram.proxies.links import Proxy, read_proxies, read_proxy
from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.proxies_port import Proxies, ProxyRow, Tried

if TYPE_CHECKING:
    from desktop.application import Application


class ProxiesBackend:
    """One application's."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def listed(self) -> Proxies:
        """What is kept."""
        get = self._app.profile.get
        found, _ = read_proxies(get("telegram.proxies"))
        return Proxies(get("telegram.proxied") == "on", tuple(map(_row, found)))

    def read(self, text: str) -> tuple[ProxyRow, ...]:
        """The proxies among the words. Raises ProblemError where there are none."""
        found, _ = read_proxies(text)
        if not found:
            raise ProblemError(Problem("proxy-link"))
        return tuple(map(_row, found))

    async def keep(self, proxies: Proxies) -> None:
        """Keep them, and connect anew where that changes the way."""
        links = "\n".join(row.link for row in proxies.rows)
        on = "on" if proxies.on and links else "off"
        await self._app.reconfigure({"telegram.proxies": links, "telegram.proxied": on})

    async def test(self, row: ProxyRow) -> Tried:
        """Ask Telegram for the first word of a key exchange through it."""
        from core.channels.telegram.proxies.trial import try_proxy

        settings = self._app.profile.telegram_server()
        tried = await try_proxy(read_proxy(row.link), settings, now=self._app.now)
        return Tried(tried.ms, tried.problem)


def _row(proxy: Proxy) -> ProxyRow:
    site = proxy.secret.site if proxy.secret is not None else ""
    return ProxyRow(proxy.link(), proxy.kind, proxy.name, site)
