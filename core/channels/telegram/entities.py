"""Message entities, whose offsets count UTF-16 units, and our marks, which count characters. Pure.

Source: https://core.telegram.org/api/entities
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from telethon import types

from core.domain.marks import Mark, Style

_STYLES: Final[dict[type, Style]] = {
    types.MessageEntityBold: "bold",
    types.MessageEntityItalic: "italic",
    types.MessageEntityUnderline: "underline",
    types.MessageEntityStrike: "strike",
    types.MessageEntitySpoiler: "spoiler",
    types.MessageEntityCode: "code",
    types.MessageEntityPre: "pre",
    types.MessageEntityBlockquote: "quote",
    types.MessageEntityTextUrl: "link",
    types.MessageEntityUrl: "link",
    types.MessageEntityEmail: "link",
    types.MessageEntityPhone: "link",
    types.MessageEntityMention: "mention",
    types.MessageEntityMentionName: "mention",
}
_PLAIN: Final[dict[Style, type]] = {
    "bold": types.MessageEntityBold,
    "italic": types.MessageEntityItalic,
    "underline": types.MessageEntityUnderline,
    "strike": types.MessageEntityStrike,
    "spoiler": types.MessageEntitySpoiler,
    "code": types.MessageEntityCode,
    "quote": types.MessageEntityBlockquote,
}


def marks_of(text: str, entities: Iterable[Any] | None) -> tuple[Mark, ...]:
    """What is drawn of the entities of ``text``, within it; custom emoji are their alternatives."""
    listed = [one for one in entities or () if type(one) in _STYLES]
    if not listed:
        return ()
    place = _characters(text)
    found = []
    for one in listed:
        start = place[min(max(one.offset, 0), len(place) - 1)]
        end = place[min(max(one.offset + one.length, 0), len(place) - 1)]
        if start < end:
            url = _url(one, text[start:end])
            found.append(Mark(_STYLES[type(one)], start, end, url))
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end, mark.style)))


User = Callable[[int], Any | None]
"""How to name a user in a request, by the id; None for who is not known."""


def _unknown(_user: int) -> None:
    return None


def entities_of(text: str, marks: Sequence[Mark], user: User = _unknown) -> list[Any] | None:
    """Our marks as Telegram wants them; what it finds itself (addresses, usernames) is left out,
    and so is the mark of somebody whom ``user`` does not know."""
    made: list[Any] = []
    for one in marks:
        offset = len(text[: one.start].encode("utf-16-le")) // 2
        length = len(text[one.start : one.end].encode("utf-16-le")) // 2
        if one.style == "pre":
            made.append(types.MessageEntityPre(offset, length, one.url))
        elif one.style == "link" and one.url not in ("", text[one.start : one.end]):
            made.append(types.MessageEntityTextUrl(offset, length, one.url))
        elif one.style == "mention" and one.url.isdecimal():
            named = user(int(one.url))
            if named is not None:
                whom = types.InputUser(named.user_id, named.access_hash)
                made.append(types.InputMessageEntityMentionName(offset, length, whom))
        elif one.style in _PLAIN:
            made.append(_PLAIN[one.style](offset, length))
    return made or None


def _url(entity: Any, words: str) -> str:
    match entity:
        case types.MessageEntityTextUrl():
            return str(entity.url)
        case types.MessageEntityUrl():
            return words
        case types.MessageEntityEmail():
            return f"mailto:{words}"
        case types.MessageEntityPhone():
            return "tel:" + "".join(c for c in words if c.isdigit() or c == "+")
        case types.MessageEntityMentionName():
            return str(entity.user_id)
        case types.MessageEntityPre():
            return str(entity.language or "")
    return ""


def _characters(text: str) -> list[int]:
    """For each UTF-16 unit of a text, and for its end, the character there."""
    place: list[int] = []
    for i, letter in enumerate(text):
        place += [i] * (2 if ord(letter) > 0xFFFF else 1)
    return [*place, len(text)]
