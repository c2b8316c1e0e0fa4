"""What the client of one thread said, ready to be asked: sentences by their words, facts with the
sentence they stand in. Made off the GUI thread; a new one takes over what did not change."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from core.domain.reading import Fact
from core.domain.said import SaidText, Told
from core.domain.views import FactRow
from core.understanding.reask.lines import Key, Line, later, placed
from core.understanding.reask.words import is_generic, stem, stems, tokens
from core.understanding.text import fold

_BREATH: Final = 16
"""Sentences between two breaths."""
_SURE: Final = 0.8
"""So sure must the reader be of what the thread is about."""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact, where it stands, and whether something replaced it."""

    row: FactRow
    line: Line | None
    by: FactRow | None = None


@dataclass(slots=True)
class AnswerIndex:
    """Made by ``of``. ``lines`` in order of time; ``postings`` are places in it by stem,
    ``tagged`` by tag."""

    lines: list[Line] = field(default_factory=list)
    postings: dict[str, list[int]] = field(default_factory=dict)
    tagged: dict[str, list[int]] = field(default_factory=dict)
    known: dict[str, list[Known]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    products: tuple[frozenset[str], ...] = ()
    subject: frozenset[str] = frozenset()
    """What the client came with: the stems of their first message."""
    _rejected: dict[tuple[int, int | None], list[Fact]] = field(default_factory=dict)
    _open: list[Line] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _texts: dict[Key, tuple[SaidText, list[Line]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        told: Told,
        before: AnswerIndex | None = None,
        breathe: Callable[[], None] = lambda: None,
    ) -> AnswerIndex:
        """The index of a thread; ``before`` is the one it had, whose unchanged texts are kept.
        ``breathe`` is called every few milliseconds, to let other threads go on."""
        made = cls()
        old = before._texts if before is not None else {}
        for line in placed(told.said, old, made._texts):
            made.lines.append(line)
            if len(made.lines) % _BREATH == 0:
                breathe()
        first = made.lines[0].said.message if made.lines else 0
        made.subject = frozenset(
            s for line in made.lines[:12] if line.said.message == first for s in line.stems
        )
        made._post(breathe)
        made._know(told)
        return made

    def completions(self, prefix: str) -> frozenset[str]:
        """Stems of the words said that begin with ``prefix``."""
        found = set()
        for word in self._words[bisect_left(self._words, prefix) :]:
            if not word.startswith(prefix):
                break
            found.add(stem(word))
        return frozenset(found)

    def rejects(self, line: Line, kinds: Iterable[str]) -> bool:
        """Whether the operator rejected a fact of one of ``kinds`` read in this line."""
        return any(
            f.kind in kinds and line.start <= f.start < line.end
            for f in self._rejected.get((line.said.message, line.said.page), ())
        )

    def line_at(
        self, message: int, page: int | None, attachment: int | None, at: int
    ) -> Line | None:
        """The sentence of a text that the character ``at`` is in."""
        _, found = self._texts.get((message, page, attachment), (None, []))
        return next((line for line in found if line.start <= at < line.end), None)

    def beside(self, line: Line) -> frozenset[str]:
        """The stems of the sentence before it in the same text."""
        _, found = self._texts.get(
            (line.said.message, line.said.page, line.said.attachment), (None, [])
        )
        before = [other for other in found if other.end <= line.start]
        return frozenset(before[-1].stems) if before else frozenset()

    def open_since(self, line: Line, about: frozenset[str]) -> bool:
        """Whether the client has said since that ``about`` (stems) is no longer, or not yet,
        settled."""
        return any(
            later(other, line) and not about.isdisjoint(other.stems.keys() | other.asked)
            for other in self._open
        )

    def _post(self, breathe: Callable[[], None]) -> None:
        postings: defaultdict[str, list[int]] = defaultdict(list)
        tagged: defaultdict[str, list[int]] = defaultdict(list)
        words: set[str] = set()
        for place, line in enumerate(self.lines):
            if place % (8 * _BREATH) == 0:
                breathe()
            for one in line.stems.keys() | line.asked:
                postings[one].append(place)
            if line.nature == "open":
                self._open.append(line)
            for tag in line.tags:
                tagged[tag].append(place)
            words.update(w for w, _ in tokens(line.low) if not is_generic(w))
        self.postings, self.tagged = dict(postings), dict(tagged)
        self._words = sorted(words)

    def _know(self, told: Told) -> None:
        rejected: defaultdict[tuple[int, int | None], list[Fact]] = defaultdict(list)
        for fact in told.rejected:
            rejected[int(fact.message), fact.page].append(fact)
        self._rejected = dict(rejected)
        known: defaultdict[str, list[Known]] = defaultdict(list)
        for row in told.facts:
            known[row.fact.kind].append(Known(row, self._line_of(row)))
            for old in row.history:
                known[old.fact.kind].append(Known(old, self._line_of(old), row))
        for rows in known.values():
            rows.sort(
                key=lambda k: (k.row.message_at, k.row.fact.page or 0, k.row.fact.start),
                reverse=True,
            )
        self.known = dict(known)
        self.names = frozenset(
            stem(word)
            for k in known.get("person", ())
            for word, _ in tokens(fold(k.row.fact.value))
        )
        self.products = tuple(
            frozenset(stems(fold(k.row.fact.value)))
            for k in known.get("product", ())
            if k.by is None and k.row.fact.confidence >= _SURE
        )

    def _line_of(self, row: FactRow) -> Line | None:
        if row.message is None:
            return None
        fact = row.fact
        return self.line_at(
            row.message, fact.page, fact.attachment if fact.page else None, fact.start
        )
