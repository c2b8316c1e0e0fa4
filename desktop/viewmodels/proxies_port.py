"""What the window asks of the ways to Telegram."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.domain.problems import Problem


class ProxyRow(msgspec.Struct, frozen=True):
    """One proxy. ``kind``: socks5, http, mtproxy; ``site`` is whose visitor it plays, '' where it
    plays none. ``link`` holds its secret."""

    link: str
    kind: str
    name: str
    site: str = ""


class Proxies(msgspec.Struct, frozen=True):
    """Those that are kept, in the order in which they are tried."""

    on: bool = False
    rows: tuple[ProxyRow, ...] = ()


class Tried(msgspec.Struct, frozen=True):
    """``ms`` until Telegram answered through it, or why it did not."""

    ms: int = 0
    problem: Problem | None = None


class Proxying(Protocol):
    """Raises ProblemError."""

    async def listed(self) -> Proxies:
        """What is kept."""

    def read(self, text: str) -> tuple[ProxyRow, ...]:
        """The proxies that were pasted; a problem where there is none among the words."""

    async def keep(self, proxies: Proxies) -> None:
        """Keep them, and go on through them."""

    async def test(self, row: ProxyRow) -> Tried:
        """See whether it leads to Telegram."""


def move(rows: Sequence[ProxyRow], at: int, by: int) -> tuple[ProxyRow, ...]:
    """The rows with one further up or down; the same where it cannot go."""
    moved, to = list(rows), at + by
    if 0 <= at < len(moved) and 0 <= to < len(moved):
        moved[at], moved[to] = moved[to], moved[at]
    return tuple(moved)
