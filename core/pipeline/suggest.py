"""An answer that a chat model suggests: asked for, held against the thread, never sent."""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from core.domain.deal_view import Said
from core.domain.problems import ProblemError
from core.domain.promises import unsupported
from core.store.read import beside
from core.store.read import facts as read_facts
from core.store.store import Store

log = logging.getLogger(__name__)
LAST = 12
"""Messages that an answer is written from."""


class Writes(Protocol):
    """A chat model that can write now. Raises ProblemError where it cannot after all."""

    async def __call__(self, thread: str, said: Sequence[Said], lang: str) -> str:
        """A plain text in that language, '' for none."""


class Suggester:
    """Writes answers with whatever ``writer`` gives; None where no chat model is ready."""

    def __init__(self, store: Store, writer: Callable[[], Writes | None]) -> None:
        self._store, self._writer = store, writer

    @property
    def ready(self) -> bool:
        """Whether an answer can be written now."""
        return self._writer() is not None

    async def suggest(self, thread: int, lang: str) -> str:
        """What might be answered to the last words of a thread; '' where nothing can be written
        now or where the text says what the thread does not."""
        write = self._writer()
        if write is None:
            return ""
        said = await self._store.read(lambda conn: beside.last_words(conn, thread, LAST))
        if not said or said[-1].sender != "client":
            return ""
        try:
            text = await write(str(thread), said, lang)
        except ProblemError as error:
            log.info("no suggestion: %s", error.problem.code)
            return ""
        if not text:
            return ""
        every = await self._store.read(lambda conn: beside.last_words(conn, thread))
        rows = await self._store.read(lambda conn: read_facts.facts(conn, thread))
        stands = [f"{r.fact.value} {r.fact.quote}" for r in rows if r.fact.status == "standing"]
        ours = [s.text for s in every if s.sender == "us"]
        loose = unsupported(text, [*(s.text for s in every), *stands], ours)
        if loose:
            log.info("a suggestion was dropped: %d things of it do not stand in the thread",
                     len(loose))  # fmt: skip
            return ""
        return text
