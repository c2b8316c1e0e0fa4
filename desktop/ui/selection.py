"""What is selected in a conversation: from one character to another, over any messages between.

Ends are kept by message, so rows may come, go and change while a selection stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.domain.keys import Key
from core.domain.views import MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import words

Span = tuple[int, int]


@dataclass(frozen=True)
class Spot:
    """Characters [start, end) of a message that are lit."""

    message: int
    start: int
    end: int


class End(NamedTuple):
    """A place in the conversation: the character ``place`` of the message that
    stands at the other three."""

    at: int
    number: int
    message: int
    place: int


class Selection:
    """From ``anchor``, where it was begun, to ``head``, which moves."""

    def __init__(self) -> None:
        self.anchor: End | None = None
        self.head: End | None = None

    def __bool__(self) -> bool:
        return self.anchor is not None and self.head is not None and self.anchor != self.head

    @property
    def ends(self) -> tuple[End, End]:
        """The first and the last; only where something is selected."""
        assert self.anchor is not None
        assert self.head is not None
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def begin(self, end: End) -> None:
        """Nothing is selected, from here on."""
        self.anchor = self.head = end

    def clear(self) -> None:
        """Nothing is selected."""
        self.anchor = self.head = None

    def span(self, row: MessageRow) -> Span | None:
        """The characters of a message that are selected; None where it is outside. A message
        without words is selected with those around it, as (0, 0)."""
        if not self:
            return None
        first, last = self.ends
        here, low, high = row.stand, first[:3], last[:3]
        if row.id == first.message:
            here = low
        elif row.id == last.message:
            here = high
        if not low <= here <= high:
            return None
        length = len(row.text)
        start = min(first.place, length) if row.id == first.message else 0
        end = min(last.place, length) if row.id == last.message else length
        if start >= end and row.text:
            return None
        if not row.text and first.message == last.message:
            return None
        return start, max(start, end)


@dataclass
class Lights:
    """Everything that is lit: the source that was asked for, what was found (characters by
    message), what is selected, the messages of which nothing is covered any more, what is ticked in
    polls, and the button of a bot that waits for its answer."""

    spot: Spot | None = None
    hits: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    selection: Selection = field(default_factory=Selection)
    revealed: set[int] = field(default_factory=set)
    ticked: dict[int, frozenset[bytes]] = field(default_factory=dict)
    pressed: tuple[int, Key] | None = None

    def whole(self, row: MessageRow) -> bool:
        """Whether a message is meant and none of its words: a file, or what was answered."""
        spot = self.spot
        return spot is not None and spot.message == row.id and spot.end <= spot.start


def copied(shell: Shell, rows: Sequence[MessageRow], selection: Selection, client: str) -> str:
    """What is selected of ``rows``, for the clipboard: of one message its words, of several each
    with who wrote it and when; an album is one."""
    taken = [(row, span) for row in rows if (span := selection.span(row)) is not None]
    if len(taken) == 1:
        row, (start, end) = taken[0]
        return row.text[start:end]
    parts: list[str] = []
    for i, (row, (start, end)) in enumerate(taken):
        said = row.text[start:end] or content(shell, row)
        if i and _one_album(taken[i - 1][0], row):
            parts[-1] += f"\n{said}"
            continue
        who, when = words.sender(shell, row, client), formats.full(shell.i18n, row.at)
        parts.append(f"{shell.tr('copied-head', who=who, when=when)}\n{said}")
    return "\n\n".join(parts)


def _one_album(one: MessageRow, other: MessageRow) -> bool:
    if one.around is None or other.around is None or not one.around.album:
        return False
    return (one.peer, one.around.album) == (other.peer, other.around.album)


def content(shell: Shell, row: MessageRow) -> str:
    """What a message holds besides its words."""
    files = (
        " ".join(filter(None, (words.note_text(shell, item.kind), words.file_name(item))))
        for item in row.attachments
    )
    return ", ".join(files) or (words.note_text(shell, row.note) if row.note else "")
