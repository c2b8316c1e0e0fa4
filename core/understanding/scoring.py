"""How right a reading is, against gold that a person wrote. Pure; ``threadline evaluate`` runs it.

A line of gold is a thread as ``threadline understand`` takes it, with what should be read beside
the messages::

    "gold": {"turns": [{"message": 2, "intents": ["price_request"]}],
             "facts": [{"kind": "budget", "value": "380000 RUB", "message": 5}]}

``turns`` has the intents after each client turn named there, the primary one first; ``facts`` has
what stands at the end. ``queues``, which no reading is compared with, has where the operator moved
the thread after a turn.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from core.domain.reading import INTENTS, Fact, Intent
from core.understanding.text import fold

AS_WRITTEN: Final = frozenset({"person", "role", "company", "city", "product", "competitor"})
BINS: Final = 10


class GoldTurn(msgspec.Struct, frozen=True):
    """The intents after the client's turn ``message``."""

    message: int | str
    intents: tuple[str, ...]


class GoldFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact that stands at the end. ``message`` None: wherever it was said."""

    kind: str
    value: str
    message: int | str | None = None
    unit: str = ""


class GoldQueue(msgspec.Struct, frozen=True):
    """Where the operator moved the thread after the client's turn ``message``."""

    message: int | str
    queue: str


class Gold(msgspec.Struct, frozen=True, omit_defaults=True):
    """What should be read in one thread. ``facts`` None: nobody said which stand; ``history``:
    those that were superseded."""

    turns: tuple[GoldTurn, ...] = ()
    facts: tuple[GoldFact, ...] | None = None
    history: tuple[GoldFact, ...] = ()
    queues: tuple[GoldQueue, ...] = ()


def same(kind: str, said: str, wanted: str) -> bool:
    """Whether two values of a kind are one. Words as written may be longer or shorter by less
    than half («ООО Вектор» and «Вектор»); canonical values must be equal."""
    one, two = " ".join(fold(said).split()), " ".join(fold(wanted).split())
    if one == two:
        return True
    if kind == "quantity":
        try:
            return float(one) == float(two)
        except ValueError:
            return False
    if kind not in AS_WRITTEN:
        return False
    short, long = sorted((one, two), key=len)
    return short in long and len(short) * 2 >= len(long)


class Share(msgspec.Struct):
    """Right answers, answers given, answers wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Of what was said, the share that is right; 1 where nothing was said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Of what was wanted, the share that was said; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.said + self.wanted
        return 2 * self.right / both if both else 1.0


class Calibration:
    """Expected calibration error: how far confidence is from how often it is right."""

    def __init__(self) -> None:
        self._bins = [(0, 0.0, 0)] * BINS

    def add(self, confidence: float, right: bool) -> None:
        """One answer with its confidence (0..1)."""
        at = min(BINS - 1, max(0, int(confidence * BINS)))
        count, sure, hits = self._bins[at]
        self._bins[at] = (count + 1, sure + confidence, hits + right)

    @property
    def error(self) -> float:
        """0..1; 0 where nothing was added."""
        total = sum(count for count, _, _ in self._bins)
        return sum(abs(sure - hits) for _, sure, hits in self._bins) / total if total else 0.0


class Score:
    """The figures over many threads."""

    def __init__(self) -> None:
        self.turns = self.primary = self.threads = self.untrue = 0
        self.tags: dict[str, Share] = {tag: Share() for tag in INTENTS}
        self.facts: dict[str, Share] = {}
        self.calibration = {"intents": Calibration(), "facts": Calibration()}
        self.confusions: Counter[tuple[str, str]] = Counter()
        self.ms: list[float] = []

    def turn(self, said: Sequence[Intent], wanted: Sequence[str], ms: float) -> None:
        """One client turn: tags with their confidence, and those it should have."""
        primary = said[0].tag if said else ""
        right = primary == wanted[0]
        self.turns += 1
        self.primary += right
        self.ms.append(ms)
        if not right:
            self.confusions[wanted[0], primary] += 1
        if said:
            self.calibration["intents"].add(said[0].confidence, right)
            self.tags[primary].said += 1
            self.tags[primary].right += right
        self.tags[wanted[0]].wanted += 1

    def thread(
        self, said: Sequence[Fact], wanted: Sequence[GoldFact], texts: dict[str, str]
    ) -> None:
        """The facts that stand in one thread. ``texts`` are its messages' by id: a fact whose
        quote is not there is counted as untrue."""
        self.threads += 1
        left = list(wanted)
        for fact in said:
            if fact.page is None and texts[fact.message][fact.start : fact.end] != fact.quote:
                self.untrue += 1
            share = self.facts.setdefault(fact.kind, Share())
            share.said += 1
            hit = next(
                (g for g in left if g.kind == fact.kind and same(fact.kind, fact.value, g.value)),
                None,
            )
            self.calibration["facts"].add(fact.confidence, hit is not None)
            if hit is not None:
                left.remove(hit)
                share.right += 1
        for gold in wanted:
            self.facts.setdefault(gold.kind, Share()).wanted += 1

    @property
    def primary_share(self) -> float:
        """Of the turns, the share whose primary intent is right."""
        return self.primary / self.turns if self.turns else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the primary intents that occur."""
        seen = [share.f1 for share in self.tags.values() if share.wanted]
        return sum(seen) / len(seen) if seen else 0.0

    @property
    def all_facts(self) -> Share:
        """Every kind together."""
        shares = self.facts.values()
        return Share(
            sum(s.right for s in shares), sum(s.said for s in shares), sum(s.wanted for s in shares)
        )
