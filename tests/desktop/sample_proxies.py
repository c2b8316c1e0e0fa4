"""What the window asks of proxies, answered in memory."""

import asyncio

from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.proxies_port import Proxies, ProxyRow, Tried


class SampleProxies:
    """``answers`` by link; whoever has none is never answered until ``asked`` is set."""

    def __init__(self) -> None:
        self.kept = Proxies()
        self.saved: list[Proxies] = []
        self.answers: dict[str, Tried] = {}
        self.asked = asyncio.Event()

    async def listed(self) -> Proxies:
        return self.kept

    def read(self, text: str) -> tuple[ProxyRow, ...]:
        words = [word for word in text.split() if "://" in word]
        if not words:
            raise ProblemError(Problem("proxy-link"))
        return tuple(
            ProxyRow(word, "mtproxy", word.split("://")[1], "www.example.org") for word in words
        )

    async def keep(self, proxies: Proxies) -> None:
        self.kept = proxies
        self.saved.append(proxies)

    async def test(self, row: ProxyRow) -> Tried:
        if row.link not in self.answers:
            await self.asked.wait()
        return self.answers.get(row.link, Tried(120))
