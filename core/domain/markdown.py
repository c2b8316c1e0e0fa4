"""Marks that are typed, as Telegram Desktop reads them, and back. Pure.

``**bold**``, ``__italic__`` or ``_italic_``, ``~~strike~~``, ``||spoiler||``, `` `code` ``,
```` ```pre``` ````, and ``[who](tg://user?id=1)`` for somebody without a username. A mark counts
where it hugs a word on the inside and no letter on the outside, within one line; code holds no
other marks and goes over lines; an address is left alone.
"""

import re
from collections.abc import Sequence
from typing import Final

from core.domain.channels import Channel
from core.domain.marks import Mark, Style

_SIGNS: Final[tuple[tuple[str, Style], ...]] = (
    ("**", "bold"), ("__", "italic"), ("~~", "strike"), ("||", "spoiler"), ("_", "italic"),
)  # fmt: skip
_OF: Final[dict[Style, str]] = {
    "bold": "**", "italic": "__", "strike": "~~", "spoiler": "||", "code": "`", "pre": "```",
}  # fmt: skip
_WHOLE: Final = re.compile(
    r"```(?:[a-zA-Z0-9+#-]*\n)?(?P<pre>.+?)```|`(?P<code>[^`\n]+)`"
    r"|\[(?P<who>[^][\n]{1,64})\]\(tg://user\?id=(?P<user>[0-9]{1,19})\)"
    r"|(?P<address>[^\s[]*://\S*)",
    re.DOTALL,
)


def read(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without its signs, and how its words look."""
    out: list[str] = []
    marks: list[Mark] = []
    done = length = 0
    style: Style | None
    for found in _WHOLE.finditer(text):
        if found["address"] is not None:
            inner, style = found["address"], None
        elif found["who"] is not None:
            inner, style = found["who"], "mention"
        elif found["pre"] is not None:
            inner, style = found["pre"].strip("\n"), "pre"
        else:
            inner, style = found["code"], "code"
        length = _lines(text[done : found.start()], out, marks, length)
        if style is not None and inner:
            marks.append(Mark(style, length, length + len(inner), found["user"] or ""))
        out.append(inner)
        length += len(inner)
        done = found.end()
    _lines(text[done:], out, marks, length)
    return "".join(out), tuple(sorted(marks, key=lambda m: (m.start, -m.end, m.style)))


def read_for(channel: Channel, text: str) -> tuple[str, tuple[Mark, ...]]:
    """The same for what goes out there: WhatsApp has no marks beside the text, it reads signs of
    its own."""
    return read(text) if channel is Channel.TELEGRAM else (text, ())


def _lines(text: str, out: list[str], marks: list[Mark], at: int) -> int:
    """A stretch without code; returns where the text stands behind it."""
    gone: dict[int, int] = {}  # where a sign stands, and how long it is
    spans: list[tuple[int, int, Style]] = []
    for sign, style in _SIGNS:
        start = 0
        while (start := text.find(sign, start)) >= 0:
            end = _closing(text, start, sign, gone)
            if end < 0:
                start += len(sign)
                continue
            spans.append((start + len(sign), end, style))
            gone |= {start: len(sign), end: len(sign)}
            start = end + len(sign)
    place: list[int] = []
    kept: list[str] = []
    skip = 0
    for i, letter in enumerate(text):
        skip = max(skip, gone.get(i, 0))
        place.append(at + len(kept))
        if skip:
            skip -= 1
        else:
            kept.append(letter)
    place.append(at + len(kept))
    for first, last, style in spans:
        if place[first] < place[last]:
            marks.append(Mark(style, place[first], place[last]))
    out.append("".join(kept))
    return at + len(kept)


def _closing(text: str, start: int, sign: str, gone: dict[int, int]) -> int:
    """Where the sign at ``start`` closes; below 0 where it opens nothing."""
    size = len(sign)

    def taken(i: int) -> bool:
        return any(i < at + long and at < i + size for at, long in gone.items())

    before, after = text[start - 1 : start], text[start + size : start + size + 1]
    if taken(start) or before.isalnum() or not after.strip() or after == sign[0]:
        return -1
    end = start + size
    while (end := text.find(sign, end)) >= 0:
        if "\n" in text[start:end]:
            return -1
        inside, behind = text[end - 1 : end], text[end + size : end + size + 1]
        hugs = end > start + size and inside.strip() and not behind.isalnum()
        if hugs and behind != sign[0] and not taken(end):
            return end
        end += 1
    return -1


def write(text: str, marks: Sequence[Mark]) -> str:
    """The text with its signs, to be changed by hand; what has no sign is left plain."""
    signs: dict[int, list[str]] = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.end <= len(text) and mention_of(mark, text):
            signs.setdefault(mark.end, []).insert(0, f"](tg://user?id={mark.url})")
            signs.setdefault(mark.start, []).append("[")
            continue
        sign = _OF.get(mark.style, "")
        if sign and mark.end <= len(text):
            signs.setdefault(mark.end, []).insert(0, sign)
            signs.setdefault(mark.start, []).append(sign)
    return "".join("".join(signs.get(i, ())) + text[i : i + 1] for i in range(len(text) + 1))


def mention_of(mark: Mark, text: str) -> bool:
    """Whether a mark names somebody by id, with words that can be written so."""
    words = text[mark.start : mark.end]
    plain = 0 < len(words) <= 64 and not set(words) & set("[]\n")
    return mark.style == "mention" and mark.url.isdecimal() and plain


def mention(name: str, user: str) -> str:
    """How somebody without a username is named in what is typed."""
    plain = " ".join(name.translate({ord("["): " ", ord("]"): " "}).split())[:64] or user
    return f"[{plain}](tg://user?id={user})"


def hidden(text: str) -> list[tuple[int, int]]:
    """What of a text names somebody and is no word of it: characters [start, end), two a name."""
    found = [one for one in _WHOLE.finditer(text) if one["who"] is not None]
    return [span for one in found for span in (
        (one.start(), one.start() + 1), (one.end("who"), one.end())
    )]  # fmt: skip
