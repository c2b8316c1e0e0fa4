"""How long to wait before the next try."""

import random
from collections.abc import Callable


class Backoff:
    """Pauses that double from ``first`` to ``most`` seconds, each shortened by up to a half: who
    lost the same server does not come back in the same moment."""

    def __init__(
        self,
        first: float = 0.25,
        most: float = 30.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._first = first
        self._most = most
        self._chance = chance
        self._pause = first

    def next(self) -> float:
        """Seconds to wait now."""
        pause, self._pause = self._pause, min(self._pause * 2, self._most)
        return pause * (1 - self._chance() / 2)

    def reset(self) -> None:
        """It worked: the next pause is the first one."""
        self._pause = self._first
