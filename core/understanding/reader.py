"""Reads turns and threads: rules and model together, held to the source, then folded."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from core.domain.problems import ProblemError
from core.domain.reading import Candidate, Intent, ModelRequest, Review, Turn, TurnReading
from core.ports import ThreadModel
from core.understanding.fold import Folded, fold, thread_intents
from core.understanding.held import merge
from core.understanding.pool import Recognizers
from core.understanding.ranking import Agreement, combine
from core.understanding.trust import together, trusted

_Said = TypeVar("_Said", Intent, Candidate)
MODEL_TURNS = 40
"""The model gets at most so many of the newest turns."""
TRIES = 3
"""So often is it asked about a turn that it refuses."""


class ThreadReading(msgspec.Struct, frozen=True):
    """What a whole thread says now. ``readings`` are by turn id, ``ms`` what it took."""

    intents: tuple[Intent, ...]
    facts: Folded
    readings: dict[str, TurnReading]
    ms: float


def _worth(said: _Said, worth: float) -> _Said:
    return msgspec.structs.replace(said, confidence=said.confidence * worth)


class Reader:
    """Reads client turns by rules, and by a model where there is one."""

    def __init__(self, recognizers: Recognizers, model: ThreadModel | None = None) -> None:
        self._recognizers = recognizers
        self._model = model
        self._agreement = Agreement()

    async def read_turn(
        self,
        thread_id: str,
        turns: Sequence[Turn],
        *,
        known: tuple[tuple[str, str], ...] = (),
        use_model: bool = True,
    ) -> TurnReading:
        """Read the last of ``turns`` (in order of time), which must be the client's.

        ``known`` are (kind, value) the model may be told. With ``use_model`` False the rules stand
        alone. Raises ProblemError when the recognizers or the model cannot read now: the caller
        then tries again, later or without the model.
        """
        if not turns or turns[-1].sender != "client":
            raise ValueError("the last turn must be the client's")
        started = time.perf_counter()
        said = None
        if use_model and self._model is not None:
            request = ModelRequest(thread=thread_id, turns=tuple(turns[-MODEL_TURNS:]), known=known)
            said, rules = await asyncio.gather(
                self._model.read(request), self._recognizers.read(turns)
            )
        else:
            rules = await self._recognizers.read(turns)
        intents, candidates = rules.intents, rules.candidates
        if said is not None:
            found = await self._recognizers.held(said, turns)
            if said.likely:
                candidates = trusted(candidates, found, said.marks)
                if not rules.steered:
                    intents = together(rules.likely, said.likely, said.intents[1:])
            else:
                self._agreement.note(intents, said.intents)
                if worth := self._agreement.worth:
                    intents = combine(intents, [_worth(tag, worth) for tag in said.intents])
                    candidates = merge(candidates, [_worth(fact, worth) for fact in found])
        ms = (time.perf_counter() - started) * 1000
        return TurnReading(intents=intents, candidates=candidates, ms=round(ms, 2))

    async def _read_anyhow(
        self,
        thread_id: str,
        turns: Sequence[Turn],
        known: tuple[tuple[str, str], ...],
        *,
        use_model: bool,
    ) -> TurnReading:
        """Read the last of ``turns``; one that the model refuses, by rules. A slow model goes on
        with it where it stopped when it is asked again."""
        for _ in range(TRIES if use_model else 0):
            try:
                return await self.read_turn(thread_id, turns, known=known)
            except ProblemError as error:
                if error.problem.code != "model-refused":
                    raise
        return await self.read_turn(thread_id, turns, known=known, use_model=False)

    async def understand_thread(
        self,
        thread_id: str,
        turns: Sequence[Turn],
        *,
        reviews: Iterable[Review] = (),
        use_model: bool = True,
    ) -> ThreadReading:
        """Read every client turn of a thread, in order of time, and fold the facts."""
        started = time.perf_counter()
        ordered = sorted(turns, key=lambda turn: turn.at)
        readings: dict[str, TurnReading] = {}
        known: dict[str, str] = {}
        for index, turn in enumerate(ordered):
            if turn.sender != "client":
                continue
            reading = await self._read_anyhow(
                thread_id, ordered[: index + 1], tuple(known.items()), use_model=use_model
            )
            readings[turn.id] = reading
            known.update((c.kind, c.value) for c in reading.candidates)
        facts = fold(ordered, readings, reviews)
        ms = (time.perf_counter() - started) * 1000
        return ThreadReading(thread_intents(ordered, readings), facts, readings, round(ms, 2))
