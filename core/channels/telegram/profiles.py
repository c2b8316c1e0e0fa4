"""What Telegram tells of one person, and what an account of ours makes of them: a contact under a
name, nobody to hear of, a chat that is emptied.

https://core.telegram.org/method/users.getFullUser, https://core.telegram.org/api/block
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import msgspec
from telethon import functions, types

from core.channels.telegram import business
from core.channels.telegram.contact_book import person_of
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.people import photo_of
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.sync import Sync
from core.channels.telegram.talking import Talking
from core.channels.telegram.words import number, said
from core.domain.business import Business
from core.domain.channels import Peer
from core.domain.chats import ChatState
from core.domain.persons import Card
from core.domain.problems import ChannelError, Problem
from core.ports import Ingest

MOST_COMMON: Final = 20
DAY_MS: Final = 24 * 3600 * 1000
Common = tuple[tuple[str, ...], int]
"""Names of groups, and how many there are."""
_LARGEST: Final = 4 * 1024 * 1024


class Profiles:
    """One account's. What is asked raises ChannelError; what was told is there offline."""

    def __init__(
        self, talking: Talking, settings: TelegramSettings, ingest: Ingest,
        now: Callable[[], int], changed: Callable[[], None],
    ) -> None:  # fmt: skip
        """``changed`` hears that the contacts are others now."""
        self._settings = msgspec.structs.replace(settings, flood_sleep=0)
        self._talking, self._ingest, self._now = talking, ingest, now
        self._changed = changed

    async def kept(self, peer: Peer) -> Card | None:
        """What was told last."""
        raw = await self._ingest.get_state(_key(peer))
        try:
            return msgspec.json.decode(raw, type=Card) if raw else None
        except msgspec.DecodeError:
            return None

    async def card(self, peer: Peer) -> Card:
        """What is told now, asked for where it was not within a day."""
        stands = await self.kept(peer)
        if stands is not None and 0 <= self._now() - stands.asked_at < DAY_MS:
            return stands
        return await self.ask(peer)

    async def ask(self, peer: Peer) -> Card:
        """What is told now."""
        with self._talking.talk() as (client, sync):
            user = await _user(sync, peer)
            answer = await call(client, functions.users.GetFullUserRequest(user), self._settings)
            full = answer.full_user
            shown = next((one for one in answer.users if one.id == full.id), None)
            common = await self._common(client, user, number(full.common_chats_count))
            await sync.introduce(answer.users)
            await sync.took(peer, ChatState(blocked=bool(full.blocked)))
        card = card_of(full, shown, common, self._now())
        await self._ingest.set_state(_key(peer), msgspec.json.encode(card))
        return card

    async def rename(self, peer: Peer, first: str, last: str) -> Card:
        """A contact of this name, here and at Telegram; who has our number is not changed by it."""
        with self._talking.talk() as (client, sync):
            user = await _user(sync, peer)
            known = sync.people.profile(int(peer.id))
            phone = (known.phone or "") if known is not None else ""
            asked = functions.contacts.AddContactRequest(user, first, last, phone.lstrip("+"))
            await sync.take_updates(await call(client, asked, self._settings))
        self._changed()
        return await self.ask(peer)

    async def report(self, peer: Peer) -> None:
        """Say that somebody sends spam."""
        with self._talking.talk() as (client, sync):
            target = await sync.input_peer(int(peer.id))
            asked = functions.messages.ReportSpamRequest(target)
            await call(client, asked, self._settings)

    async def empty(self, peer: Peer, *, both: bool) -> None:
        """Delete all messages of a chat, ``both``: for the client too. Telegram takes several
        steps for a long one; what is gone there is gone here as every deletion is."""
        with self._talking.talk() as (_, sync):
            target = await sync.input_peer(int(peer.id))
            if target is None:
                raise ChannelError(Problem("telegram-peer-gone"))
            asked = functions.messages.DeleteHistoryRequest(target, max_id=0, revoke=both or None)
            await sync.emptied(peer, asked)

    def portrait(self, peer: Peer) -> str | None:
        """The id of somebody's photo as it is known now, '' for none; None where it is not."""
        try:
            _, sync = self._talking.line()
        except ChannelError:
            return None
        known = sync.people.photo(int(peer.id))
        return None if known is None else str(known[0] or "")

    async def photo(self, peer: Peer, photo: str) -> bytes:
        """The small photo of a profile, while it is that."""
        with self._talking.talk() as (client, sync):
            target = await sync.input_peer(int(peer.id))
            if target is None:
                raise ChannelError(Problem("telegram-peer-gone"))
            where = types.InputPeerPhotoFileLocation(target, photo_id=int(photo))
            known = sync.people.photo(int(peer.id))
            running = client.iter_download(where, dc_id=known[1] if known and known[1] else None)
            parts: list[bytes] = []
            try:
                async with asyncio.timeout(self._settings.request_timeout * 2):
                    with client.transferring():
                        async for part in running:
                            parts.append(bytes(part))
                            if sum(map(len, parts)) > _LARGEST:
                                raise ChannelError(Problem("telegram-media"))
            finally:
                await running.close()
            return b"".join(parts)

    async def _common(
        self, client: LineClient, user: Any, count: int
    ) -> tuple[tuple[str, ...], int]:
        if count < 1:
            return (), 0
        asked = functions.messages.GetCommonChatsRequest(user, max_id=0, limit=MOST_COMMON)
        answer = await call(client, asked, self._settings)
        return tuple(said(getattr(one, "title", "")) for one in answer.chats), count


def card_of(full: Any, user: Any, common: Common, now: int) -> Card:
    """A userFull in our words. Pure."""
    told = business.of_full(full, Business(), premium=False)
    born = full.birthday
    person = person_of(user) if user is not None else None
    return Card(
        first_name=said(getattr(user, "first_name", "") or ""),
        last_name=said(getattr(user, "last_name", "") or ""),
        username=person.username if person is not None else "",
        phone=person.phone if person is not None else "",
        contact=person.contact if person is not None else False,
        about=said(full.about or ""),
        birthday=(born.day, born.month, born.year or 0) if born is not None else None,
        common=common[0],
        common_count=common[1],
        hours=told.hours,
        address=told.address,
        photo=str(photo_of(user)[0] or "") if user is not None else "",
        asked_at=now,
    )


async def _user(sync: Sync, peer: Peer) -> Any:
    target = await sync.input_peer(int(peer.id))
    if not isinstance(target, types.InputPeerUser):
        raise ChannelError(Problem("telegram-peer-gone"))
    return types.InputUser(target.user_id, target.access_hash)


def _key(peer: Peer) -> str:
    return f"telegram/{peer.account}/card/{peer.id}"
