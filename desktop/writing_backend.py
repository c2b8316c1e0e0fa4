"""Help with writing: implements ``viewmodels.writing_port.Helping``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.application import Application


class WritingBackend:
    """Asked of processes of their own."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    def can_write(self) -> bool:
        """A chat model is ready."""
        return self._app.suggester.ready

    async def suggest(self, thread: int, lang: str) -> str:
        """What might be answered."""
        return await self._app.suggester.suggest(thread, lang)

    async def misspelt(self, words: Sequence[str]) -> list[str]:
        """By the platform's dictionaries."""
        return await self._app.spelling.wrong(words)

    async def spellings(self, word: str) -> list[str]:
        """What may have been meant."""
        return await self._app.spelling.suggest(word)
