"""WhatsApp's marks in a text: ``*bold*``, ``_italic_``, ``~strike~``, ``` ```mono``` ```. Pure.

Source: https://faq.whatsapp.com/539178204879377 (How to format your messages). A mark counts where
it hugs a word on the inside and no letter on the outside, within one line; monospace may go over
lines and holds no other marks.
"""

import re
from typing import Final, Literal, NamedTuple

Style = Literal["bold", "italic", "strike", "mono"]
_STYLES: Final[dict[str, Style]] = {"*": "bold", "_": "italic", "~": "strike"}
_MONO: Final = re.compile(r"```(?=\S|\n)(.+?)```|`([^`\n]+)`", re.DOTALL)


class Span(NamedTuple):
    """Characters [start, end) of the plain text have a style."""

    start: int
    end: int
    style: Style


def read(text: str) -> tuple[str, list[Span]]:
    """The text without its marks, and what they say."""
    plain: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in _MONO.finditer(text):
        length += _take(text[at : match.start()], length, plain, spans)
        inner = match[1] if match[1] is not None else match[2]
        spans.append(Span(length, length + len(inner), "mono"))
        plain.append(inner)
        length += len(inner)
        at = match.end()
    _take(text[at:], length, plain, spans)
    return "".join(plain), sorted(spans)


def _take(text: str, offset: int, plain: list[str], spans: list[Span]) -> int:
    """Add a stretch without monospace; returns how long it is without its marks."""
    gone: set[int] = set()
    pairs: list[tuple[int, int, Style]] = []
    for i, letter in enumerate(text):
        if letter not in _STYLES or i in gone:
            continue
        end = _closing(text, i, letter, gone)
        if end > 0:
            gone |= {i, end}
            pairs.append((i, end, _STYLES[letter]))
    kept = [i for i in range(len(text)) if i not in gone]
    place = {i: n for n, i in enumerate(kept)}
    for start, end, style in pairs:
        inside = [place[i] for i in range(start + 1, end) if i in place]
        if inside:
            spans.append(Span(offset + inside[0], offset + inside[-1] + 1, style))
    plain.append("".join(text[i] for i in kept))
    return len(kept)


def _closing(text: str, start: int, mark: str, gone: set[int]) -> int:
    """Where the mark that opens at ``start`` closes; -1 where it opens nothing."""
    before = text[start - 1] if start else " "
    after = text[start + 1] if start + 1 < len(text) else " "
    if before.isalnum() or after.isspace() or after == mark:
        return -1
    for i in range(start + 1, len(text)):
        if text[i] == "\n":
            return -1
        if text[i] != mark or i in gone or i == start + 1 or text[i - 1].isspace():
            continue
        following = text[i + 1] if i + 1 < len(text) else " "
        if not following.isalnum():
            return i
    return -1
