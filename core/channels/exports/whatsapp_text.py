"""WhatsApp's export of a chat as text, in the forms that phones write in Russian and English. Pure.

A line begins with its time: ``12.03.2024, 14:05 - Name: text`` (Android),
``[12.03.2024, 14:05:33] Name: text`` (iOS); day first, month first or year first, 12 or 24 hours.
What begins with none goes on with the message above. Times have no zone.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final, Literal

from core.channels.exports.records import Chat, Line
from core.domain.channels import Channel
from core.domain.events import AttachmentKind
from core.domain.problems import Problem, ProblemError

CHANNEL: Final = Channel.WHATSAPP
Order = Literal["dmy", "mdy", "ymd"]

_MARKS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\ufeff"))
_BLANKS: Final = dict.fromkeys(map(ord, "\u202f\u00a0"), " ")
_DATE: Final = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
_TIME: Final = (
    r"(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2}))?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_HEAD: Final = re.compile(
    rf"(?:\[{_DATE},? {_TIME}\] (?P<rest>.*)|"
    rf"{_DATE.replace('?P<', '?P<_')},? {_TIME.replace('?P<', '?P<_')} - (?P<_rest>.*))\Z",
    re.DOTALL,
)
_SENDER: Final = re.compile(r"(?P<who>[^:\n]{1,80}?): (?P<text>.*)\Z", re.DOTALL)
_EDITED: Final = re.compile(r"\s*<(?:This message was edited|Сообщение изменено)>\s*\Z")
_DELETED: Final = frozenset((
    "this message was deleted", "this message was deleted.", "you deleted this message",
    "you deleted this message.", "данное сообщение удалено", "данное сообщение удалено.",
    "вы удалили данное сообщение", "вы удалили данное сообщение.", "сообщение удалено",
))  # fmt: skip
_FILE: Final = re.compile(
    r"(?:(?P<name>[^\n<>:]+\.\w{2,5}) \((?:file attached|файл добавлен)\)|"
    r"<(?:attached|прикреплено|вложено): (?P<_name>[^\n<>]+)>)(?:\n(?P<caption>.*))?\Z",
    re.DOTALL,
)
_LEFT_OUT: Final = re.compile(
    r"(?:<(?:Media omitted|Без медиафайлов|Медиафайл исключ[её]н|Вложение пропущено)>|"
    r"(?P<what>image|video|audio|sticker|document|GIF|Contact card|изображение|фото|видео|аудио|"
    r"стикер|документ|аудиофайл|анимация|карточка контакта) "
    r"(?:omitted|отсутствует|пропущено|пропущен|пропущена|опущено|опущен|опущена))\.?\Z",
    re.IGNORECASE,
)
_KINDS: Final[dict[str, AttachmentKind]] = {
    "image": "image", "изображение": "image", "фото": "image", "video": "video", "видео": "video",
    "gif": "video", "анимация": "video", "audio": "voice", "аудио": "voice", "аудиофайл": "voice",
    "sticker": "sticker", "стикер": "sticker", "document": "document", "документ": "document",
}  # fmt: skip
_SUFFIXES: Final[dict[str, AttachmentKind]] = {
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".heic", ".gif"), "image"),
    **dict.fromkeys((".mp4", ".mov", ".3gp"), "video"),
    **dict.fromkeys((".opus", ".ogg"), "voice"),
    **dict.fromkeys((".m4a", ".mp3", ".aac", ".amr"), "audio"),
    ".webp": "sticker",
}
_TITLE: Final = re.compile(
    r"(?:WhatsApp Chat (?:with|[-—]) |Чат WhatsApp с(?: контактом)? )(?P<name>.+)\Z"
)
_PLACE: Final = re.compile(
    r"(?:location|местоположение|геопозиция): (?P<link>https?://\S+)\Z", re.IGNORECASE
)


def read_chat(text: str, title: str) -> Chat:
    """A chat from its text; ``title`` is what the file is called, without its suffix. Raises
    ProblemError ``export-unreadable`` where no line begins with a time."""
    blocks = list(_blocks(text.translate(_MARKS).translate(_BLANKS)))
    if not blocks:
        raise ProblemError(Problem("export-unreadable"))
    order = _order([head for head, _ in blocks])
    lines, unread = [], 0
    for head, rest in blocks:
        try:
            at = _at(head, order)
        except ValueError:
            unread += 1
            continue
        if (line := _line(at, rest)) is not None:
            lines.append(line)
    name = _name(title)
    senders = tuple(dict.fromkeys(line.sender for line in lines))
    client = next((who for who in senders if who.strip("~ ") == name), "")
    return Chat(
        name=name or client,
        client=client,
        phone=_phone(client or name),
        lines=tuple(lines),
        unread=unread,
    )


def is_group(chat: Chat) -> bool:
    """Whether more than two write here."""
    return len(chat.senders) > 2


def _name(title: str) -> str:
    found = _TITLE.search(title.translate(_MARKS).translate(_BLANKS).strip())
    return found["name"].strip() if found else ""


def _phone(name: str) -> str:
    """A contact that is in nobody's address book is called by its number."""
    digits = "".join(filter(str.isdigit, name))
    written = name.strip("~ ")
    return f"+{digits}" if written.startswith("+") and 7 <= len(digits) <= 15 else ""


def _blocks(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Heads of messages, each with all its text."""
    head: re.Match[str] | None = None
    rest: list[str] = []
    for line in text.splitlines():
        if found := _HEAD.match(line):
            if head is not None:
                yield head, "\n".join(rest)
            head, rest = found, [_part(found, "rest")]
        elif head is not None:
            rest.append(line)
    if head is not None:
        yield head, "\n".join(rest)


def _part(found: re.Match[str], name: str) -> str:
    return found[name] or found[f"_{name}"] or ""


def _numbers(head: re.Match[str]) -> tuple[int, int, int]:
    return int(_part(head, "a")), int(_part(head, "b")), int(_part(head, "c"))


def _order(heads: Sequence[re.Match[str]]) -> Order:
    """Which number is the day, by what cannot be one, by how time goes on, then by the writing."""
    dates = [_numbers(head) for head in heads]
    if any(len(_part(head, "a")) == 4 for head in heads):
        return "ymd"
    if any(a > 12 for a, _, _ in dates):
        return "dmy"
    if any(b > 12 for _, b, _ in dates):
        return "mdy"

    def back(order: Order) -> int:
        moments = []
        for head in heads:
            try:
                moments.append(_at(head, order))
            except ValueError:
                return len(heads)
        return sum(two < one for one, two in pairwise(moments))

    days, months = back("dmy"), back("mdy")
    if days != months:
        return "dmy" if days < months else "mdy"
    slashed = "/" in heads[0].group(0)[:12]
    return "mdy" if slashed and _part(heads[0], "half") else "dmy"


def _at(head: re.Match[str], order: Order) -> int:
    """Ms as if its clock were UTC's. Raises ValueError."""
    a, b, c = _numbers(head)
    year, month, day = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[order]
    hour, minute, second = (int(_part(head, name) or 0) for name in ("h", "m", "s"))
    if half := _part(head, "half").lower():
        if not 1 <= hour <= 12:
            raise ValueError("no hour of twelve")
        hour = hour % 12 + (12 if half == "p" else 0)
    year += 2000 if year < 100 else 0
    if not 2009 <= year < 2100:
        raise ValueError("not of WhatsApp's years")
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp() * 1000)


def _line(at: int, rest: str) -> Line | None:
    """None for WhatsApp's own notices, and for what was deleted."""
    found = _SENDER.match(rest)
    if found is None:
        return None
    who, text = found["who"].strip(), found["text"].strip()
    if not text or text.casefold() in _DELETED:
        return None
    plain = _EDITED.sub("", text)
    if attached := _FILE.match(plain):
        name = (attached["name"] or attached["_name"]).strip()
        kind = _SUFFIXES.get(PurePosixPath(name).suffix.lower(), "document")
        caption = (attached["caption"] or "").strip()
        return Line(at=at, sender=who, text=caption, kind=kind, file=name, file_name=name)
    if left := _LEFT_OUT.match(plain):
        what = (left["what"] or "").casefold()
        if what in ("contact card", "карточка контакта"):
            return Line(at=at, sender=who, note="contact")
        return Line(at=at, sender=who, kind=_KINDS.get(what, "other"))
    if place := _PLACE.match(plain):
        return Line(at=at, sender=who, text=place["link"], note="location")
    return Line(at=at, sender=who, text=plain)
