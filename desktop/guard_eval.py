"""`threadline evaluate-guard`: how right the re-ask guard is on drafts with their threads."""

import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.domain.said import SaidText, Told
from core.domain.views import FactRow
from core.understanding.reask import Answer, AnswerIndex, answer
from core.understanding.reask.shown import second
from core.understanding.text import fold


class _PageLine(msgspec.Struct, frozen=True):
    number: int
    text: str


class _MessageLine(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    id: int
    sender: Literal["client", "us"]
    at: datetime
    text: str
    channel: Channel = Channel.TELEGRAM
    voice: tuple[tuple[int, str], ...] = ()
    document: str = ""
    pages: tuple[_PageLine, ...] = ()


class Expected(msgspec.Struct, frozen=True):
    """The message that answers, and words of the answer."""

    message: int
    has: str


class DraftLine(msgspec.Struct, frozen=True):
    """A draft; ``answer`` None: nothing is to be said."""

    text: str
    answer: Expected | None = None


class GuardThread(msgspec.Struct, frozen=True):
    """A thread of a file: its messages, the facts as the reader gave them, and drafts."""

    id: str
    now: datetime
    messages: tuple[_MessageLine, ...]
    facts: tuple[Fact, ...] = ()
    drafts: tuple[DraftLine, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What was said to one draft. ``took`` is in seconds."""

    thread: str
    draft: DraftLine
    said: Answer | None
    took: float

    @property
    def right(self) -> bool:
        """Whether the answer is the one expected, from the message expected."""
        wanted, said = self.draft.answer, self.said
        if wanted is None or said is None:
            return wanted is None and said is None
        return said.source.message == wanted.message and fold(wanted.has) in fold(
            f"{said.value} {said.quote} {said.unit}"
        )


def told(thread: GuardThread) -> Told:
    """The thread as the guard reads it."""
    said: list[SaidText] = []
    for m in thread.messages:
        direction: Literal["in", "out"] = "out" if m.sender == "us" else "in"
        at = _ms(m.at)
        said.append(
            SaidText(message=m.id, at=at, channel=m.channel, direction=direction, text=m.text,
                 parts=m.voice)
        )  # fmt: skip
        said += [
            SaidText(message=m.id, at=at, channel=m.channel, direction=direction, text=p.text,
                 page=p.number, attachment=0, document=m.document)
            for p in m.pages
        ]  # fmt: skip
    rows = {f.id: _row(f, said) for f in thread.facts}
    standing = [
        msgspec.structs.replace(row, history=tuple(_behind(row, rows)))
        for row in rows.values()
        if row.fact.status == "standing"
    ]
    rejected = [f for f in thread.facts if f.status == "rejected"]
    return Told(said=said, facts=standing, rejected=rejected)


def _behind(row: FactRow, rows: dict[str, FactRow]) -> Iterator[FactRow]:
    for other in sorted(rows.values(), key=lambda r: -r.message_at):
        if other.fact.status == "superseded" and other.fact.by == row.fact.id:
            yield other
            yield from _behind(other, rows)


def _row(fact: Fact, said: list[SaidText]) -> FactRow:
    part = next(s for s in said if s.message == int(fact.message) and s.page == fact.page)
    return FactRow(
        fact=fact, message=part.message, message_at=part.at, channel=part.channel,
        document=part.document, second=second(part, fact.start),
    )  # fmt: skip


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def outcomes(file: Path) -> Iterator[Outcome]:
    """What the guard says to every draft of ``file``. Raises ValueError on a line that is none."""
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            thread = msgspec.json.decode(line, type=GuardThread)
        except msgspec.DecodeError as error:
            raise ValueError(f"{file.name}:{number}: {error}") from error
        index = AnswerIndex.of(told(thread))
        for draft in thread.drafts:
            started = time.perf_counter()
            said = answer(draft.text, index, _ms(thread.now))
            yield Outcome(thread.id, draft, said, time.perf_counter() - started)


class Figures(msgspec.Struct):
    """Counts: drafts, how many were to be answered, were answered, and rightly."""

    drafts: int = 0
    wanted: int = 0
    said: int = 0
    right: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.drafts += 1
        self.wanted += outcome.draft.answer is not None
        self.said += outcome.said is not None
        self.right += outcome.said is not None and outcome.right

    @property
    def precision(self) -> float:
        """The share of what was said that was right."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """The share of what was to be said that was."""
        return self.right / self.wanted if self.wanted else 1.0


def evaluate(files: list[Path]) -> int:
    """Print the figures of every file and every miss; returns the exit code."""
    total = Figures()
    slowest = 0.0
    for file in files:
        figures = Figures()
        misses = []
        try:
            for outcome in outcomes(file):
                figures.add(outcome)
                total.add(outcome)
                slowest = max(slowest, outcome.took)
                if not outcome.right:
                    misses.append(_miss(outcome))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
        print(_line(file.name, figures), *misses, sep="\n")
    print(_line("all", total), f"  the slowest answer took {slowest * 1000:.1f} ms", sep="\n")
    return 0


def _line(name: str, f: Figures) -> str:
    return (
        f"{name}: {f.drafts} drafts ({f.drafts - f.wanted} to stay silent), precision"
        f" {f.precision:.3f} ({f.right} of {f.said}), recall {f.recall:.3f}"
        f" ({f.right} of {f.wanted})"
    )


def _miss(outcome: Outcome) -> str:
    wanted, said = outcome.draft.answer, outcome.said
    should = f"“{wanted.has}” of message {wanted.message}" if wanted else "silence"
    got = f"{said.kind or 'words'}: “{said.value}” of message {said.source.message}" if said else ""
    kind = "WRONG" if said else "missed"
    return (
        f"  {kind} {outcome.thread}: {outcome.draft.text!r} wants {should}, got {got or 'silence'}"
    )
