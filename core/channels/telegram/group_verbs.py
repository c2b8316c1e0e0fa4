"""What is asked of groups and done with them. https://core.telegram.org/api/channel"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

from telethon import errors, functions, types

from core.channels.telegram import members
from core.channels.telegram.box import inner
from core.channels.telegram.entities import User
from core.channels.telegram.groups import Groups
from core.channels.telegram.ids import chat_of, is_super
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.sync import Sync
from core.channels.telegram.talking import Talking
from core.channels.telegram.topics import read_topics
from core.channels.telegram.words import ms, number
from core.domain.channels import Peer, Profile
from core.domain.persons import Person
from core.domain.problems import ChannelError, Problem
from core.domain.rooms import Made, Members, Missing, Room, Topic

MOST_TOPICS: Final = 500
_PAGE: Final = 100
_MOST_MET: Final = 5000
_FORWARDED: Final = 100
_ALONE: Final = (
    errors.UserPrivacyRestrictedError, errors.UserNotMutualContactError,
    errors.UserChannelsTooMuchError, errors.UserKickedError, errors.UserBlockedError,
    errors.UserIdInvalidError, errors.InputUserDeactivatedError,
)  # fmt: skip
"""What is said of one person who cannot be added; others may be."""


class GroupVerbs:
    """Every call raises ChannelError, and returns when the server has it and the log what it told.
    Who was listed is known by name until the program ends."""

    def __init__(
        self, talking: Talking, settings: TelegramSettings, now: Callable[[], int]
    ) -> None:
        self._talking, self._settings, self._now = talking, settings, now
        self._met: dict[int, Any] = {}

    # What it is.

    async def look(self, peer: Peer) -> Room:
        """The group as the server has it now: rights, slow mode, topics."""
        with self._talking.talk() as (client, sync):
            named = await self._named(sync, peer)
            ident = chat_of(named) or 0
            full = await self._full(client, named)
            await sync.meet([*full.users, *full.chats])
            groups, told = self._groups(sync), full.full_chat
            if is_super(ident):
                until = ms(told.slowmode_next_send_date)
                groups.paced(ident, number(told.slowmode_seconds), until)
                groups.sized(ident, number(told.participants_count))
            group = groups.get(ident)
            if group is not None and group.forum:
                groups.told_topics(ident, await self._topics(client, named), self._now())
            await groups.save()
            room = groups.room(ident)
            if room is None:
                raise ChannelError(Problem("telegram-group-private"))
            return room

    async def _topics(self, client: LineClient, named: Any) -> list[Topic]:
        """All topics, page by page: each begins behind the last message of the last topic."""
        found: dict[int, Topic] = {}
        date, message, topic = None, 0, 0
        while len(found) < MOST_TOPICS:
            request = functions.messages.GetForumTopicsRequest(named, date, message, topic, _PAGE)
            with suppress(errors.ChannelForumMissingError):
                answer = await call(client, request, self._settings)
                page = [one for one in answer.topics if isinstance(one, types.ForumTopic)]
                new = [one for one in read_topics(answer) if one.id not in found]
                found |= {one.id: one for one in new}
                if new and len(found) < number(answer.count):
                    last = page[-1]
                    dates = {one.id: one.date for one in answer.messages if one.date}
                    date = dates.get(last.top_message, last.date)
                    message, topic = last.top_message, last.id
                    continue
            break
        return list(found.values())

    async def members(self, peer: Peer, words: str = "", offset: int = 0) -> Members:
        """A page of who is in the group, from ``offset`` on; those who are called so."""
        with self._talking.talk() as (client, sync):
            named = await self._named(sync, peer)
            own = sync.people.own
            if not isinstance(named, types.InputPeerChannel):
                answer = await self._full(client, named)
                self._hear(answer.users)
                return members.of_chat(answer, own, words)
            channel = types.InputChannel(named.channel_id, named.access_hash)
            try:
                request = members.page_request(channel, words, offset)
                answer = await call(client, request, self._settings)
            except errors.ChatAdminRequiredError:
                return await self._admins(client, channel, own, words)
            self._hear(answer.users)
            return members.page_of(answer, own, offset)

    async def _admins(self, client: LineClient, channel: Any, own: int, words: str) -> Members:
        """A hidden list shows its admins to everybody."""
        try:
            request = members.page_request(channel, "", 0, admins=True)
            answer = await call(client, request, self._settings)
        except errors.ChatAdminRequiredError:
            return Members(hidden=True)
        self._hear(answer.users)
        page = members.page_of(answer, own, 0, hidden=True)
        rows = tuple(one for one in page.rows if members.fits(one, words))
        return Members(rows=rows, total=len(rows), hidden=True)

    def known(self, peer: Peer) -> Room | None:
        """The group as it is known here; None for what is none, or while nobody is signed in."""
        groups = self._talking.groups
        return groups.room(int(peer.id)) if groups is not None else None

    def wrote(self, peer: Peer) -> None:
        """A message of ours is out: in slow mode the next one waits."""
        if (groups := self._talking.groups) is not None:
            groups.wrote(int(peer.id), self._now())

    def refused(self, peer: Peer, error: Exception) -> None:
        """A message came too early: slow mode says when one may write again."""
        groups = self._talking.groups
        if isinstance(error, errors.SlowModeWaitError) and groups is not None:
            groups.held(int(peer.id), self._now() + error.seconds * 1000)

    def user(self, sync: Sync) -> User:
        """How to name somebody who is mentioned."""
        return lambda ident: sync.people.input_peer(ident) or self.met(ident)

    # Who is in it.

    async def make(self, title: str, users: Sequence[Person]) -> Made:
        """A new group with these, who need not all get in."""
        with self._talking.talk() as (client, sync):
            if self._settings.groups == "none":
                raise ChannelError(Problem("telegram-groups-off"))
            named = [await self._somebody(client, sync, one) for one in users]
            request = functions.messages.CreateChatRequest(named, title.strip())
            answer = await call(client, request, self._settings)
            group = next(
                (chat_of(one.message.peer_id) for one in inner(answer.updates) if _is_new(one)),
                None,
            ) or next((-one.id for one in answer.updates.chats), 0)
            await sync.take_updates(answer.updates)
            return Made(group=str(group), missing=self._missing(answer, users))

    async def add(self, peer: Peer, users: Sequence[Person]) -> Made:
        """These come into a group; whom the server does not let in is missing."""
        with self._talking.talk() as (client, sync):
            named = await self._named(sync, peer)
            missing: list[Missing] = []
            for one in users:
                user = await self._somebody(client, sync, one)
                try:
                    answer = await call(client, _invitation(named, user), self._settings)
                except _ALONE:
                    missing.append(Missing(id=one.id, name=one.name))
                    continue
                except errors.UserAlreadyParticipantError:
                    continue
                missing += self._missing(answer, users)
                await sync.take_updates(answer.updates)
            return Made(group=peer.id, missing=tuple(missing))

    async def remove(self, peer: Peer, user: str) -> None:
        """Somebody is put out; in a supergroup they may come back by a link."""
        with self._talking.talk() as (client, sync):
            named, who = await self._named(sync, peer), self._user(sync, user)
            with suppress(errors.UserNotParticipantError):
                if isinstance(named, types.InputPeerChannel):
                    await self._kick(client, sync, named, who)
                    return
                request = functions.messages.DeleteChatUserRequest(named.chat_id, who)
                await sync.take_updates(await call(client, request, self._settings))

    async def _kick(self, client: LineClient, sync: Sync, named: Any, who: Any) -> None:
        """Out, and then no longer banned: https://core.telegram.org/method/channels.editBanned."""
        channel = types.InputChannel(named.channel_id, named.access_hash)
        whom = types.InputPeerUser(who.user_id, who.access_hash)
        for gone in (True, None):
            rights = types.ChatBannedRights(until_date=None, view_messages=gone)
            request = functions.channels.EditBannedRequest(channel, whom, rights)
            await sync.take_updates(await call(client, request, self._settings))

    async def rename(self, peer: Peer, title: str) -> None:
        """Another name for everybody."""
        with self._talking.talk() as (client, sync):
            named = await self._named(sync, peer)
            request: Any = functions.messages.EditChatTitleRequest(
                getattr(named, "chat_id", 0), title.strip()
            )
            if isinstance(named, types.InputPeerChannel):
                channel = types.InputChannel(named.channel_id, named.access_hash)
                request = functions.channels.EditTitleRequest(channel, title.strip())
            with suppress(errors.ChatNotModifiedError):
                await sync.take_updates(await call(client, request, self._settings))

    async def leave(self, peer: Peer) -> None:
        """We are no longer in it; what was written stays in the thread."""
        with self._talking.talk() as (client, sync):
            named = await self._named(sync, peer)
            request: Any = functions.messages.DeleteChatUserRequest(
                getattr(named, "chat_id", 0), types.InputUserSelf()
            )
            if isinstance(named, types.InputPeerChannel):
                channel = types.InputChannel(named.channel_id, named.access_hash)
                request = functions.channels.LeaveChannelRequest(channel)
            with suppress(errors.UserNotParticipantError):
                answer = await call(client, request, self._settings)
                await sync.take_updates(answer)
            if isinstance(named, types.InputPeerChannel):
                told = types.ChannelForbidden(
                    named.channel_id, named.access_hash, "", megagroup=True
                )
                await sync.meet([told])

    async def link(self, peer: Peer) -> str:
        """A link by which somebody may come in."""
        with self._talking.talk() as (client, sync):
            request = functions.messages.ExportChatInviteRequest(await self._named(sync, peer))
            answer = await call(client, request, self._settings)
            return str(getattr(answer, "link", ""))

    async def mentions_read(self, peer: Peer) -> None:
        """What names us in a group was seen: elsewhere it is no longer marked."""
        with self._talking.talk() as (client, sync):
            request = functions.messages.ReadMentionsRequest(await self._named(sync, peer))
            await call(client, request, self._settings)

    async def know(self, user: str) -> Profile | None:
        """Take somebody who was listed for a client of ours, so that they can be written to. None
        for who is not known."""
        with self._talking.talk() as (_, sync):
            met = self._met.get(int(user))
            if met is not None:
                await sync.meet([met], [int(user)])
            if sync.people.input_peer(int(user)) is None:
                return None
            return sync.people.profile(int(user))

    def met(self, user: int) -> Any | None:
        """How to name somebody in a request who was listed; None for who was not."""
        one = self._met.get(user)
        return types.InputUser(one.id, one.access_hash) if one is not None else None

    # Words for requests.

    async def _named(self, sync: Sync, peer: Peer) -> Any:
        named = await sync.input_peer(int(peer.id))
        if named is None or isinstance(named, types.InputPeerUser):
            raise ChannelError(Problem("telegram-group-private"))
        return named

    async def _full(self, client: LineClient, named: Any) -> Any:
        if isinstance(named, types.InputPeerChannel):
            channel = types.InputChannel(named.channel_id, named.access_hash)
            request: Any = functions.channels.GetFullChannelRequest(channel)
        else:
            request = functions.messages.GetFullChatRequest(named.chat_id)
        return await call(client, request, self._settings)

    def _user(self, sync: Sync, user: str) -> Any:
        known = sync.people.input_peer(int(user)) or self.met(int(user))
        if known is None:
            raise ChannelError(Problem("telegram-member-unknown"))
        return types.InputUser(known.user_id, known.access_hash)

    async def _somebody(self, client: LineClient, sync: Sync, one: Person) -> Any:
        """Somebody whom the account has not met is found by username, or by number."""
        known = sync.people.input_peer(int(one.id)) or self.met(int(one.id))
        if known is None and (one.username or one.phone):
            request: Any = functions.contacts.ResolvePhoneRequest(one.phone.lstrip("+"))
            if one.username:
                request = functions.contacts.ResolveUsernameRequest(one.username)
            with suppress(errors.UsernameNotOccupiedError, errors.PhoneNotOccupiedError):
                self._hear((await call(client, request, self._settings)).users)
        return self._user(sync, one.id)

    @staticmethod
    def _missing(answer: Any, users: Sequence[Person]) -> tuple[Missing, ...]:
        return members.missing_of(answer, {int(one.id): one.name for one in users})

    def _hear(self, users: Iterable[Any]) -> None:
        for one in users:
            if isinstance(one, types.User) and not one.min and one.access_hash is not None:
                self._met.pop(one.id, None)
                self._met[one.id] = one
        while len(self._met) > _MOST_MET:
            self._met.pop(next(iter(self._met)))

    @staticmethod
    def _groups(sync: Sync) -> Groups:
        groups = sync.people.groups
        assert groups is not None  # an account's own session has the book
        return groups


def _invitation(named: Any, user: Any) -> Any:
    """A newcomer of a basic group sees what was written last."""
    if isinstance(named, types.InputPeerChannel):
        channel = types.InputChannel(named.channel_id, named.access_hash)
        return functions.channels.InviteToChannelRequest(channel, [user])
    return functions.messages.AddChatUserRequest(named.chat_id, user, fwd_limit=_FORWARDED)


def _is_new(update: Any) -> bool:
    return isinstance(update, types.UpdateNewMessage | types.UpdateNewChannelMessage)
