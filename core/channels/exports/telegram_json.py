"""Telegram Desktop's export as JSON (``result.json``), of one chat or of an account. Pure.

Shapes: https://core.telegram.org/import-export and what Telegram Desktop 4 and 5 write
(https://github.com/telegramdesktop/tdesktop, export/output/export_output_json.cpp).
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypedDict

import msgspec

from core.channels.exports.records import Chat, Line
from core.domain.channels import Channel
from core.domain.events import AttachmentKind
from core.domain.places import named
from core.domain.problems import Problem, ProblemError

CHANNEL: Final = Channel.TELEGRAM
_PRIVATE: Final = "personal_chat"
_GROUP: Final = "private_group"
_SUPERGROUPS: Final = ("private_supergroup", "public_supergroup")
_SUPER: Final = -1_000_000_000_000
_BEFORE: Final = 1_000_000_000
"""By how much the numbers are lowered of what a supergroup says from when it was a basic group
(``kMigratedMessagesIdShift``, export/export_api_wrap.cpp)."""
_BROKEN: Final = (msgspec.DecodeError, ValueError, TypeError, OverflowError)
_MEDIA: Final[dict[str, AttachmentKind]] = {
    "voice_message": "voice",
    "audio_file": "audio",
    "video_message": "video",
    "video_file": "video",
    "animation": "video",
    "sticker": "sticker",
}
_NO_FILE: Final = "("
"""Where a file was left out a sentence in brackets stands in the place of its path."""


class _Reactor(msgspec.Struct, frozen=True):
    from_id: str | None = None


class _Reaction(msgspec.Struct, frozen=True):
    emoji: str | None = None
    type: str | None = None
    recent: list[_Reactor] | None = None


class _Message(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    type: str | None = None
    date_unixtime: str | int
    edited_unixtime: str | int | None = None
    from_id: str | None = None
    actor_id: str | None = None
    author: object = msgspec.field(name="from", default=None)
    action: str | None = None
    text: Any = ""
    reply_to_message_id: int | None = None
    reply_to_peer_id: str | None = None
    forwarded_from: object = None
    photo: str | None = None
    file: str | None = None
    file_name: str | None = None
    media_type: str | None = None
    mime_type: str | None = None
    duration_seconds: int | float | None = None
    contact_information: dict[str, Any] | None = None
    location_information: dict[str, Any] | None = None
    place_name: str | None = None
    poll: dict[str, Any] | None = None
    reactions: list[_Reaction] | None = None


class _Chat(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    name: str | None = None
    type: str | None = None
    messages: list[msgspec.Raw] | None = None


class _Chats(msgspec.Struct, frozen=True):
    listed: list[msgspec.Raw] | None = msgspec.field(name="list", default=None)


class _Person(msgspec.Struct, frozen=True):
    user_id: int | None = None
    phone_number: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class _Contacts(msgspec.Struct, frozen=True):
    listed: list[_Person] | None = msgspec.field(name="list", default=None)


class _Export(msgspec.Struct, frozen=True):
    chats: _Chats | None = None
    contacts: _Contacts | None = None


def read_chats(data: bytes) -> Iterator[Chat]:
    """The private chats and groups of an export, one at a time: channels and bots are left out.
    Raises ProblemError ``export-unreadable`` where it is no export."""
    try:
        export = msgspec.json.decode(data, type=_Export)
        whole = [data] if export.chats is None else (export.chats.listed or [])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ProblemError(Problem("export-unreadable")) from error
    phones = {
        f"{person.first_name or ''} {person.last_name or ''}".strip(): person.phone_number or ""
        for person in (export.contacts.listed if export.contacts else None) or ()
    }
    found = False
    for raw in whole:
        try:
            chat = msgspec.json.decode(raw, type=_Chat)
        except _BROKEN:
            continue
        found = True
        if chat.type == _PRIVATE:
            phone = _phone(phones.get((chat.name or "").strip(), ""))
            ident = str(chat.id)
            yield Chat(
                id=ident, name=chat.name or "", client=f"user{ident}", phone=phone,
                **_lines(chat, ""),
            )  # fmt: skip
        elif chat.type == _GROUP:
            yield Chat(id=str(-chat.id), name=chat.name or "", group=True, **_lines(chat, ""))
        elif chat.type in _SUPERGROUPS:
            ident = str(_SUPER - chat.id)
            yield Chat(id=ident, name=chat.name or "", group=True, **_lines(chat, ident))
    if not found:
        raise ProblemError(Problem("export-unreadable"))


class _Lines(TypedDict):
    lines: tuple[Line, ...]
    unread: int


def _lines(chat: _Chat, within: str) -> _Lines:
    """Its messages, named as Telegram's channel names them (``within``: the supergroup)."""
    lines: list[Line] = []
    unread = 0
    for raw in chat.messages or ():
        try:
            line = _line(msgspec.json.decode(raw, type=_Message), within)
        except _BROKEN:
            unread += 1
        else:
            if line is not None:
                lines.append(line)
    return {"lines": tuple(lines), "unread": unread}


def _name(number: int, within: str) -> str:
    return named(within, number) if number > 0 else named("", number + _BEFORE)


def _phone(written: str) -> str:
    """``00…`` or ``+…`` as E.164."""
    digits = "".join(filter(str.isdigit, written))
    return "+" + digits.removeprefix("00") if digits else ""


def _line(one: _Message, within: str) -> Line | None:
    """None for notices of Telegram's own, calls excepted."""
    sender = one.from_id or one.actor_id or ""
    at = int(one.date_unixtime) * 1000
    if at <= 0 or not sender:
        raise ValueError("no time or nobody")
    if one.type == "service":
        return (
            Line(id=_name(one.id, within), at=at, sender=sender, note="call")
            if one.action == "phone_call"
            else None
        )
    note, said = _note(one)
    here = one.reply_to_message_id if one.reply_to_peer_id is None else None
    path = one.photo or one.file or ""
    kind: AttachmentKind | None = None
    if path:
        kind = "image" if one.photo else _MEDIA.get(one.media_type or "", "document")
    return Line(
        id=_name(one.id, within),
        at=at,
        sender=sender,
        author=one.author if isinstance(one.author, str) else "",
        text=_text(one.text) or said,
        kind=kind,
        file="" if path.startswith(_NO_FILE) else path,
        file_name=one.file_name or "",
        mime=one.mime_type or ("image/jpeg" if one.photo else ""),
        seconds=int(one.duration_seconds or 0),
        note=note,
        reply_to=_name(here, within) if here else None,
        edited_at=int(one.edited_unixtime) * 1000 if one.edited_unixtime else None,
        reactions=tuple(_reactions(one.reactions or ())),
    )


def _text(text: Any) -> str:
    """A text is a string, or a list of strings and of ``{type, text}``."""
    if isinstance(text, str):
        return text
    parts = text if isinstance(text, list) else [text]
    return "".join(
        part if isinstance(part, str) else str(part.get("text", ""))
        for part in parts
        if isinstance(part, str | dict)
    )


def _note(one: _Message) -> tuple[str, str]:
    """What is no text or file, by its name, and the words in it."""
    if one.contact_information is not None:
        given = one.contact_information
        words = (given.get(key) for key in ("first_name", "last_name", "phone_number"))
        return "contact", " ".join(str(word) for word in words if word)
    if one.location_information is not None:
        given = one.location_information
        place = f"{given.get('latitude')}, {given.get('longitude')}"
        return "location", f"{one.place_name}: {place}" if one.place_name else place
    if one.poll is not None:
        return "poll", str(one.poll.get("question", ""))
    return ("forwarded" if one.forwarded_from else ""), ""


def _reactions(given: Iterable[_Reaction]) -> Iterator[tuple[str, str]]:
    for reaction in given:
        for reactor in reaction.recent or ():
            if reaction.emoji and reactor.from_id:
                yield reactor.from_id, reaction.emoji
