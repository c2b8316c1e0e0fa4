"""Reads the client's reactions to our messages: a yes or a no to a question, or nothing at all."""

import logging
from collections.abc import Sequence

import msgspec

from core.domain.problems import ProblemError
from core.domain.reading import Turn, TurnReading
from core.pipeline.ports import TurnReader
from core.store.read.reactions import Reacted

log = logging.getLogger(__name__)

_KEPT = 500
_TRIES = 3


class Reactions:
    """Keeps the last readings: a thread is judged often, what was reacted to changes seldom. They
    are made by rules alone, so they come out the same whenever they are made."""

    def __init__(self, reader: TurnReader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, ...], TurnReading] = {}

    async def answers(
        self, thread: int, reacted: Sequence[Reacted]
    ) -> list[tuple[Turn, TurnReading | None]]:
        """Those that answer us, with what they say, in the order they came in."""
        found: list[tuple[Turn, TurnReading | None]] = []
        for one in reacted:
            reading = await self._read(thread, one)
            if reading.candidates:
                found.append((one.turns[-1], reading))
        return found

    async def _read(self, thread: int, one: Reacted) -> TurnReading:
        reading = self._known.get(one.key)
        if reading is None:
            reading = _answer(await self._ask(thread, one.turns))
            while len(self._known) >= _KEPT:
                del self._known[next(iter(self._known))]
            self._known[one.key] = reading
        return reading

    async def _ask(self, thread: int, turns: Sequence[Turn]) -> TurnReading:
        """A reading that fails again and again must not hold up the thread."""
        for last in (False,) * (_TRIES - 1) + (True,):
            try:
                return await self._reader.read_turn(str(thread), turns, use_model=False)
            except ProblemError as error:
                if last:
                    log.warning("a reaction cannot be read: %s", error)
        return TurnReading()


def _answer(reading: TurnReading) -> TurnReading:
    """What counts of it: the decision, and the wish that goes with it."""
    decisions = tuple(c for c in reading.candidates if c.kind == "decision")
    wish = bool(decisions and reading.intents) and reading.intents[0].tag != "smalltalk"
    return msgspec.structs.replace(
        reading, candidates=decisions, intents=reading.intents if wish else ()
    )
