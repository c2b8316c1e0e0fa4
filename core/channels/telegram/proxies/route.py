"""Which of several ways the next connection takes, and by what time. Pure but for the clock."""

from collections.abc import Sequence

from core.channels.telegram.proxies.links import Proxy
from core.channels.telegram.proxies.site_clock import SiteClock


class Route:
    """The way that served last goes on serving; after a failure it is the next one's turn, round
    and round. Without proxies the way is the straight one (None)."""

    def __init__(self, ways: Sequence[Proxy] = ()) -> None:
        self.ways = tuple(ways)
        self.clock = SiteClock()
        self._turn = 0
        self._failures = 0

    @property
    def now(self) -> Proxy | None:
        """The way to take."""
        return self.ways[self._turn] if self.ways else None

    @property
    def none_works(self) -> bool:
        """Whether every proxy failed since one served."""
        return bool(self.ways) and self._failures >= len(self.ways)

    @property
    def another(self) -> bool:
        """Whether there is a proxy that did not fail since one served."""
        return bool(self.ways) and not self.none_works

    def failed(self, way: Proxy | None) -> None:
        """Nothing came through ``way``; what several connections say of one way counts once."""
        if self.ways and way == self.now:
            self._turn = (self._turn + 1) % len(self.ways)
            self._failures += 1

    def served(self, way: Proxy | None) -> None:
        """The server's words came through ``way``."""
        if self.ways and way == self.now:
            self._failures = 0
