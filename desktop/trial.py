"""A model on trial: beside the one in use, on threads whose reading is known, before a switch.

Both read the same threads in turn, each in a process of its own, so that a trial that is out of
time has still compared like with like. Rules read a turn once for both.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, cast

from core.domain.problems import ProblemError
from core.domain.reading import Candidate, ModelReading, ModelRequest, Turn
from core.understanding.batch import ThreadLine
from core.understanding.pool import Recognizers
from core.understanding.reader import Reader
from core.understanding.recognize import RuleReading
from core.understanding.scoring import Gold, Score
from desktop.evaluate import labelled, score
from desktop.viewmodels.models_port import Figures, OnTrial, Side, Trial
from models.client import LocalModel
from models.footprint import peak_memory

SAMPLE: Final = Path(__file__).resolve().parents[1] / "resources" / "evaluation" / "sample.jsonl"
"""Labelled threads that ship: a part of the evaluation set, about ten seconds of one core."""
SECONDS: Final = 120.0
"""A slower model is judged by as many threads as it reads in that time."""
LONGEST: Final = 60
"""Messages of a thread of the operator's that is read in a trial, and how many such threads."""
MOST_OWN: Final = 20
_GIVEN_UP: Final = 3
_PATIENCE: Final = 9
"""How often a model's own time to start may pass while it loads."""

Labelled = tuple[ThreadLine, Gold]
Make = Callable[[Path], LocalModel]


def sample() -> list[Labelled]:
    """The labelled threads that ship."""
    return list(labelled([SAMPLE]))


class _Once:
    """The recognizers, asked once for each turn however many models read it."""

    def __init__(self, recognizers: Recognizers) -> None:
        self._recognizers = recognizers
        self._known: dict[tuple[Turn, ...], RuleReading] = {}

    async def read(self, turns: Sequence[Turn]) -> RuleReading:
        """Read the last of ``turns``."""
        key = tuple(turns)
        if key not in self._known:
            self._known[key] = await self._recognizers.read(turns)
        return self._known[key]

    async def held(self, said: ModelReading, turns: Sequence[Turn]) -> tuple[Candidate, ...]:
        """The model's facts that stand in the last of ``turns``."""
        return await self._recognizers.held(said, turns)

    def forget(self) -> None:
        """Another thread follows."""
        self._known.clear()


class _Timed:
    """A model that is timed; a turn it does not answer is left to the rules, as it is in earnest.
    Raises ProblemError when it fails several times in a row."""

    def __init__(self, model: LocalModel) -> None:
        self._model = model
        self._row = 0
        self.seconds: list[float] = []
        self.tokens = 0
        self.unanswered = 0

    async def read(self, request: ModelRequest) -> ModelReading:
        """Read the last turn."""
        started = time.perf_counter()
        try:
            reading = await self._model.read(request)
        except ProblemError:
            self._row += 1
            self.unanswered += 1
            if self._row == _GIVEN_UP:
                raise
            reading = ModelReading()
        else:
            self._row = 0
            self.tokens += self._model.decoded
        self.seconds.append(time.perf_counter() - started)
        return reading


class _Contestant:
    """One side; ``path`` None: rules alone."""

    def __init__(
        self, ref: str, name: str, path: Path | None, make: Make, recognizers: Recognizers
    ) -> None:
        self._ref, self._name = ref, name
        self._model = make(path) if path is not None else None
        self._timed = _Timed(self._model) if self._model is not None else None
        self._reader = Reader(recognizers, self._timed)
        self._sample, self._own = Score(), Score()

    async def start(self) -> None:
        if self._model is None:
            return
        for left in reversed(range(_PATIENCE)):
            try:
                await self._model.start()
                return
            except ProblemError:
                # several gigabytes from a slow disk: it is still loading
                if self._model.state != "starting" or not left:
                    raise

    async def read(self, thread: Labelled, *, own: bool) -> None:
        into = self._own if own else self._sample
        await score(self._reader, [thread], into)

    def side(self) -> Side:
        """What came of it, while the process is still there."""
        timed, model = self._timed, self._model
        took = timed.seconds if timed else []
        return Side(
            ref=self._ref,
            name=self._name,
            sample=_figures(self._sample),
            own=_figures(self._own),
            ms=statistics.median(took) * 1000 if took else 0.0,
            tokens_per_s=timed.tokens / sum(took) if timed and took else 0.0,
            memory=peak_memory(model.pid) if model and model.pid else 0,
            unanswered=timed.unanswered if timed else 0,
        )

    async def close(self) -> None:
        if self._model is not None:
            await self._model.close()


def _figures(score: Score) -> Figures:
    return Figures(
        turns=score.turns,
        threads=score.threads,
        primary=score.primary_share,
        facts_f1=score.all_facts.f1,
    )


async def compare(
    candidate: tuple[str, str, Path | None],
    present: tuple[str, str, Path | None],
    *,
    recognizers: Recognizers,
    own: Sequence[Labelled],
    make: Make,
    on_trial: OnTrial,
    seconds: float = SECONDS,
) -> Trial:
    """Run both; each is (ref, name, path), path None for rules alone. Cancel it to stop.

    Raises ProblemError where the candidate does not load or does not answer, ``reader-failed``.
    """
    threads = _mixed(sample(), _readable(own))
    once = _Once(recognizers)
    rules = cast(Recognizers, once)  # a reader asks no more of them than this
    one, other = _Contestant(*candidate, make, rules), _Contestant(*present, make, rules)
    try:
        await one.start()
        await other.start()
        on_trial(0, len(threads))
        deadline = time.monotonic() + seconds
        read = 0
        for thread, is_own in threads:
            if read and time.monotonic() > deadline:
                break
            once.forget()
            await one.read(thread, own=is_own)
            await other.read(thread, own=is_own)
            read += 1
            on_trial(read, len(threads))
        return Trial(candidate=one.side(), present=other.side(), cut=read < len(threads))
    finally:
        await one.close()
        await other.close()


def _readable(own: Sequence[Labelled]) -> list[Labelled]:
    """The newest of the operator's threads that are not too long to wait for."""
    short = [line for line in own if len(line[0].messages) <= LONGEST]
    return sorted(short, key=lambda line: line[0].messages[-1].at)[-MOST_OWN:]


def _mixed(sample: Sequence[Labelled], own: Sequence[Labelled]) -> list[tuple[Labelled, bool]]:
    """Both sets, in shares, so that both count when time ends early."""
    placed = [((i + 0.5) / len(lines), line, is_own)
              for lines, is_own in ((sample, False), (own, True))
              for i, line in enumerate(lines)]  # fmt: skip
    return [(line, is_own) for _, line, is_own in sorted(placed, key=lambda place: place[0])]
