"""History from files into the same threads: what stands here already is not taken twice."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

import msgspec

from core.channels.exports import matching
from core.channels.exports.records import Chat, Line
from core.channels.exports.source import Export
from core.domain import events as ev
from core.domain.channels import Channel, Peer, Profile
from core.domain.problems import Problem
from core.pipeline.ports import PageReader
from core.store.store import Store
from core.support.media import keep

_PART: Final = 200
"""Messages in one transaction: live ones wait for no more."""
_STORED: Final = 100_000
_READ: Final = ("document", "image")
_SUPER_DIGITS: Final = len("-1000000000000")

Told = Callable[[int, int], None]
"""Hears how far it is: messages done, and in all."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A chat of an export. ``peer`` is the client's id where the export says it. ``client`` is who
    of the ``senders`` that is, '' where the operator has to say. Times are ms since the epoch, 0
    where there is no message."""

    at: int
    channel: Channel
    name: str
    phone: str = ""
    peer: str = ""
    client: str = ""
    group: bool = False
    senders: tuple[str, ...] = ()
    messages: int = 0
    files: int = 0
    first: int = 0
    last: int = 0
    unread: int = 0


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One chat to be taken: the ``at``-th of the export, as ``peer``'s, ``client`` among its
    senders."""

    at: int
    peer: Peer
    client: str


class Imported(msgspec.Struct, frozen=True):
    """``new`` messages were taken, ``known`` stood here already, ``files`` came along."""

    new: int = 0
    known: int = 0
    files: int = 0


class Importer:
    """Taking the same export again takes nothing twice, so one that was broken off goes on where
    it was. ``zone`` is the one whose clock an export without zones goes by (None: this machine's).
    """

    def __init__(
        self, store: Store, media: Path, pages: PageReader, zone: tzinfo | None = None
    ) -> None:
        self._store = store
        self._media = media
        self._pages = pages
        self._zone = zone

    async def look(self, path: Path) -> list[Found]:
        """What an export holds. Raises ProblemError."""
        return await asyncio.to_thread(_look, path)

    async def take(self, path: Path, wanted: Sequence[Wanted], told: Told) -> Imported:
        """Take these chats. Raises ProblemError; what was taken before stays."""
        export, chats = await asyncio.to_thread(_open, path)
        try:
            picked = [
                (
                    one.peer,
                    msgspec.structs.replace(
                        # an export calls everybody who writes by their id
                        chats[one.at],
                        client=one.client,
                        us=f"user{one.peer.account}",
                    ),
                )
                for one in wanted
                if 0 <= one.at < len(chats)
            ]
            total, done = sum(len(chat.lines) for _, chat in picked), Imported()
            for peer, chat in picked:
                done = await self._chat(export, peer, chat, done, lambda n: told(n, total))
            told(total, total)
            return done
        finally:
            export.close()

    async def _chat(
        self, export: Export, peer: Peer, chat: Chat, done: Imported, told: Callable[[int], None]
    ) -> Imported:
        places: Sequence[int] = range(len(chat.lines))
        ids = [line.id for line in chat.lines]
        if not all(ids):
            ids = matching.keys(peer, chat)
            chat, places = await self._placed(peer, chat)
        begun = done.new + done.known
        for start in range(0, len(places), _PART):
            part = places[start : start + _PART]
            stood = await self._store.known(
                peer.channel.value, peer.account, [ids[place] for place in part]
            )
            new = [place for place in part if ids[place] not in stood]
            events: list[ev.Event] = []
            files = 0
            for place in new:
                line = chat.lines[place]
                events += _said(peer, chat, line, ids[place])
                if line.kind is not None:
                    stored = await self._file(export, peer, line, ids[place])
                    files += stored is not None and not stored.problem
                    if stored is not None:
                        events.append(_event(peer, f"{ids[place]}#0", line.at, stored))
            await self._store.append(events)
            done = Imported(
                done.new + len(new), done.known + len(part) - len(new), done.files + files
            )
            told(done.new + done.known)
        left = begun + len(chat.lines) - done.new - done.known
        return Imported(done.new, done.known + left, done.files)

    async def _placed(self, peer: Peer, chat: Chat) -> tuple[Chat, Sequence[int]]:
        """The chat by our clock, and which of its lines did not come live."""
        stored = await self._store.recent(peer, _STORED)
        live = [one for one in stored if not one.external_id.startswith(matching.PREFIX)]

        def place() -> tuple[Chat, Sequence[int]]:
            lines = [_at(line, self._utc(line.at)) for line in chat.lines]
            if ahead := matching.offset(lines, live):
                lines = [_at(line, line.at - ahead) for line in lines]
            placed = msgspec.structs.replace(chat, lines=tuple(lines))
            return placed, matching.missing(placed, live)

        return await asyncio.to_thread(place)

    def _utc(self, at: int) -> int:
        """Ms by the zone's clock as ms since the epoch."""
        said = datetime.fromtimestamp(at / 1000, UTC).replace(tzinfo=None)
        zoned = said.replace(tzinfo=self._zone) if self._zone else said.astimezone()
        return round(zoned.timestamp() * 1000)

    async def _file(
        self, export: Export, peer: Peer, line: Line, ident: str
    ) -> ev.AttachmentStored | None:
        """What came along; None where the messenger itself may be asked for it."""
        data = await asyncio.to_thread(export.file, line.file) if line.file else None
        if data is None:
            if peer.channel is Channel.TELEGRAM:
                return None
            problem = Problem("export-no-file")
            return ev.AttachmentStored(target=ident, index=0, problem=problem.encode())
        name = line.file_name or line.file
        path, digest = await asyncio.to_thread(keep, self._media, data, name)
        stored = ev.AttachmentStored(
            target=ident, index=0, path=path, size=len(data), sha256=digest
        )
        if line.kind not in _READ:
            return stored
        text = await self._pages.read_document(self._media / path, name, line.mime)
        problem_ = text.problem.encode() if text.problem else ""
        return msgspec.structs.replace(stored, pages=text.pages, problem=problem_)


def _at(line: Line, at: int) -> Line:
    return msgspec.structs.replace(line, at=at)


def _look(path: Path) -> list[Found]:
    export, chats = _open(path)
    export.close()
    return [
        Found(
            at=place,
            channel=export.channel,
            name=chat.name,
            phone=chat.phone,
            peer=chat.id or chat.phone.lstrip("+"),
            client=chat.client,
            group=chat.group,
            senders=chat.senders,
            messages=len(chat.lines),
            files=sum(bool(line.file) for line in chat.lines),
            first=min((line.at for line in chat.lines), default=0),
            last=max((line.at for line in chat.lines), default=0),
            unread=chat.unread,
        )
        for place, chat in enumerate(chats)
    ]


def _open(path: Path) -> tuple[Export, list[Chat]]:
    export = Export(path)
    try:
        return export, list(export.chats())
    except BaseException:
        export.close()
        raise


def _event(peer: Peer, key: str, at: int, body: ev.Body) -> ev.Event:
    return ev.Event(external_id=key, at=at, peer=peer, body=body)


def _ref(peer: Peer, chat: Chat, ident: str) -> str:
    """As Telegram's channel names a file: it may be had there where the export lacks it. '' for
    what a supergroup says from when it was a basic group: which one is not told."""
    if "/" in ident:
        return ident
    basic = not chat.group or len(peer.id) < _SUPER_DIGITS
    return f"{peer.id}/{ident}" if basic else ""


def _said(peer: Peer, chat: Chat, line: Line, ident: str) -> list[ev.Event]:
    """A message as its messenger would have told it live, so that it is no other one then."""
    theirs = chat.side(line.sender) == "client"
    attachments: tuple[ev.Attachment, ...] = ()
    if line.kind is not None:
        telegram = peer.channel is Channel.TELEGRAM
        attachments = (
            ev.Attachment(
                kind=line.kind,
                name=line.file_name,
                mime=line.mime,
                seconds=line.seconds,
                ref=_ref(peer, chat, ident) if telegram else "",
            ),
        )
    body = ev.MessageReceived(
        direction="in" if theirs else "out",
        text=line.text,
        author=line.author if chat.group and theirs else "",
        attachments=attachments,
        reply_to=line.reply_to,
        profile=Profile(name=chat.name, phone=chat.phone or None),
        note=line.note,
        history=True,
        # what it says of time is not sure enough to write by
        opens_window=False,
    )
    events = [_event(peer, ident, line.at, body)]
    if line.edited_at is not None:
        digest = hashlib.sha256(line.text.encode("utf-8", "replace")).hexdigest()[:8]
        edited = ev.MessageEdited(target=ident, text=line.text, edited_at=line.edited_at)
        events.append(_event(peer, f"{ident}@{line.edited_at}#{digest}", line.edited_at, edited))
    for who, emoji in line.reactions:
        reaction = ev.ReactionSet(target=ident, actor=chat.side(who), emoji=emoji)
        events.append(
            _event(peer, f"{ident}:{reaction.actor}:{emoji}:{line.at}", line.at, reaction)
        )
    return events
