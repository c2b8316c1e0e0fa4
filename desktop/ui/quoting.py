"""The words of one message that an answer means, and where they stand. Pure."""

from typing import Final

from core.domain.channels import Channel
from core.domain.marks import Mark
from core.domain.sends import Quote
from core.domain.views import MessageRow
from desktop.ui.bubble import utf16
from desktop.ui.selection import Selection

LONGEST: Final = 1024
"""Of a quote (``quote_length_max``, https://core.telegram.org/api/config)."""
_STYLES: Final = ("bold", "italic", "underline", "strike", "spoiler")
"""Looks that a quote keeps."""


def quoted(row: MessageRow, selection: Selection) -> Quote | None:
    """What is selected of a message, where it is of this one alone and may be quoted: Telegram does
    that with words that somebody wrote."""
    if not selection or row.peer.channel is not Channel.TELEGRAM or row.note or row.service:
        return None
    first, last = selection.ends
    span = selection.span(row)
    if first.message != row.id or last.message != row.id or span is None:
        return None
    start, end = span
    words = row.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words or len(words) > LONGEST or words == row.text.strip():
        return None
    marks = tuple(
        Mark(one.style, max(one.start, start) - start, min(one.end, start + len(words)) - start)
        for one in row.marks
        if one.style in _STYLES and one.start < start + len(words) and one.end > start
    )
    return Quote(text=words, at=utf16(row.text, start), marks=marks)


def found(text: str, words: str, at: int) -> tuple[int, int] | None:
    """Where quoted words stand in a message now: of several places the one nearest to UTF-16 unit
    ``at``. None where they are not there any more."""
    places: list[int] = []
    start = text.find(words)
    while words and start >= 0 and len(places) < LONGEST:
        places.append(start)
        start = text.find(words, start + 1)
    if not places:
        return None
    best = min(places, key=lambda one: abs(utf16(text, one) - at))
    return best, best + len(words)
