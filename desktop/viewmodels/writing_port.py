"""What the desk asks for help with writing."""

from collections.abc import Sequence
from typing import Protocol


class Helping(Protocol):
    """What helps to write. Nothing of it is ever sent by itself."""

    def can_write(self) -> bool:
        """Whether a model can write an answer now."""

    async def suggest(self, thread: int, lang: str) -> str:
        """What might be answered to the client's last words, in ``lang``; '' for nothing."""

    async def misspelt(self, words: Sequence[str]) -> list[str]:
        """Those of ``words`` that no dictionary here has; none where there is none."""

    async def spellings(self, word: str) -> list[str]:
        """What may have been meant, the likeliest first."""
