"""Drafts that a messenger keeps in its cloud: what one holds, and which of two stands. Pure.

https://core.telegram.org/api/drafts
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from core.domain import markdown
from core.domain.channels import Peer
from core.domain.marks import Mark

Verdict = Literal["equal", "up", "down", "wait"]


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """A draft as the messenger has it: the text without signs, how it looks, the external id of
    the message that it answers."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    reply_to: str = ""
    no_webpage: bool = False


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is begun in a chat, as it is typed; ``thread`` is 0 while the chat is in none, ``peer``
    None where the chat is not known."""

    thread: int
    peer: Peer | None
    text: str
    reply_to: str = ""


NOTHING: Final = Content()
_LATE_MS: Final = 5_000


def canon(content: Content) -> Content:
    """Without what makes no difference: blanks around, looks that the messenger finds by itself,
    all that comes with no text."""
    text = content.text.strip()
    if not text:
        return NOTHING
    off = len(content.text) - len(content.text.lstrip())
    marks = []
    for mark in content.marks:
        start, end = max(0, mark.start - off), min(len(text), mark.end - off)
        if start < end and not _found_anyway(mark, text[start:end]):
            marks.append(replace(mark, start=start, end=end))
    return replace(content, text=text, marks=_ordered(marks))


def _found_anyway(mark: Mark, words: str) -> bool:
    if mark.style == "mention":
        return not markdown.mention_of(mark, " " * mark.start + words)
    digits = "".join(c for c in words if c.isdigit() or c == "+")
    found = ("", words, f"mailto:{words}", f"tel:{digits}")
    return mark.style == "link" and mark.url in found


def _ordered(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(set(marks), key=lambda m: (m.start, -m.end, m.style, m.url)))


def shown(content: Content) -> str:
    """The text with its signs, to be gone on with by hand."""
    return markdown.write(content.text, content.marks)


def typed(text: str, before: Content, reply_to: str = "") -> Content:
    """What was typed as the messenger is to have it. Looks of ``before`` that have no sign (a link
    behind words, a quote) stay where their words do."""
    if text.strip() == shown(before).strip():
        return replace(before, reply_to=reply_to)
    plain, marks = markdown.read(text)
    signed = {mark.style for mark in marks} | _SIGNED
    kept = [mark for mark in before.marks if mark.style not in signed]
    carried = carry(before.text, plain, kept)
    return canon(Content(plain, (*marks, *carried), reply_to, before.no_webpage))


_SIGNED: Final = frozenset(
    mark.style
    for mark in markdown.read("**a** __b__ ~~c~~ ||d|| `e` ```f``` [g](tg://user?id=1)")[1]
)


def unsigned(content: Content) -> bool:
    """Whether some of its looks have no sign: who writes it anew by hand would lose them."""
    return any(mark.style not in _SIGNED for mark in content.marks)


def carry(old: str, new: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks of a text on what became of it: those before and behind what changed stay with their
    words, one around it grows or shrinks, one that it cuts is gone."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    end, shift = len(old) - tail, len(new) - len(old)
    made = []
    for mark in marks:
        if mark.end <= head:
            made.append(mark)
        elif mark.start >= end:
            made.append(replace(mark, start=mark.start + shift, end=mark.end + shift))
        elif mark.start <= head and mark.end >= end and mark.end + shift > mark.start:
            made.append(replace(mark, end=mark.end + shift))
    return tuple(made)


def verdict(
    here: Content, here_at: int, cloud: Content, cloud_at: int, *,
    ours: Sequence[Content] = (), sent_at: int = 0, typing: bool = False, changed: bool = True,
) -> Verdict:  # fmt: skip
    """Which of two drafts of a chat stands: ``up`` puts ours into the cloud, ``down`` takes the
    cloud's, ``wait`` leaves both until nobody types.

    ``here_at`` is when ours was typed (ms), ``cloud_at`` the cloud's own date (ms, whole seconds;
    0: it has none, as where it is empty). ``ours`` are what we put there, or tried to: it is no
    news. ``sent_at`` is when we sent the very words that the cloud holds (ms, 0: never): they are
    not brought back. ``changed``: ours is not what both last agreed on. What is typed now is
    never taken away; of two that differ the newer stands, ours where that cannot be told."""
    if here == cloud:
        return "equal"
    if cloud in ours or (sent_at and sent_at // 1000 >= cloud_at // 1000):
        return "up"
    if not cloud_at:
        newer = changed
    elif changed:
        newer = here_at // 1000 >= cloud_at // 1000
    else:  # the cloud had ours since: what it holds now is older only where it is told late
        newer = here_at - cloud_at > _LATE_MS
    if newer:
        return "up"
    return "wait" if typing and here != NOTHING else "down"
