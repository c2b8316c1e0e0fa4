"""Groups: which of them are taken, how they are called and named in requests. Kept, so that the
same are taken after a start."""

from collections.abc import Iterable
from typing import Any, Final, Literal

import msgspec
from telethon import types

from core.channels.telegram.ids import bare, channel_id, is_super
from core.channels.telegram.rights import rights_of
from core.channels.telegram.topics import after, merged
from core.channels.telegram.words import ms, number, said
from core.domain.channels import Channel, Peer, Profile
from core.domain.events import Event, IdentityChanged, MessageReceived, ProfileSeen
from core.domain.rooms import Rights, Room, Topic
from core.ports import Ingest

Choice = Literal["none", "small", "all"]
Kind = Literal["basic", "super", "broadcast"]
CHOICES: Final[tuple[Choice, ...]] = ("none", "small", "all")


def read_choice(text: str) -> Choice:
    """A setting's value; what is none of them is ``small``."""
    return next((one for one in CHOICES if one == text), "small")


class Group(msgspec.Struct, frozen=True):
    """A group as the server told it. ``id`` as dialogs have it; ``hash`` is valid for our account
    only. ``members`` is 0 while that is not known, ``there`` whether we are in it, ``became`` the
    supergroup that it went on as (0: none). ``kept``: it was taken once. ``out``: the operator
    left it out. ``slow``: seconds between two messages of ours, ``slow_until`` when the next may
    come (ms). ``topics`` are those of a forum, as they were at ``topics_at`` (ms)."""

    id: int
    title: str
    kind: Kind
    hash: int = 0
    members: int = 0
    there: bool = True
    became: int = 0
    kept: bool = False
    out: bool = False
    rights: Rights = Rights()
    slow: int = 0
    slow_until: int = 0
    forum: bool = False
    topics: tuple[Topic, ...] = ()
    topics_at: int = 0


def takes(group: Group, choice: Choice, largest: int) -> bool:
    """Whether the group's messages are taken: basic groups, and supergroups of up to ``largest``
    members (``small``) or of any size (``all``). Broadcasts never are, nor what the operator left
    out. A group that was taken stays so when it grows, or puts us out."""
    if group.kind == "broadcast" or group.out or choice == "none":
        return False
    if group.kept or choice == "all":
        return group.kept or group.there
    return group.there and (group.kind == "basic" or 0 < group.members <= largest)


def group_of(chat: Any, old: Group | None = None) -> Group | None:
    """What an answer says of a group, in the light of what is known; None for what says nothing.

    A "min" channel (https://core.telegram.org/api/min) has no hash that we may use.
    """
    if isinstance(chat, types.Chat):
        there = chat.migrated_to
        return _known(
            old,
            Group(
                -chat.id,
                said(chat.title),
                "basic",
                members=number(chat.participants_count),
                there=not chat.left,
                became=channel_id(there.channel_id) if isinstance(there, types.InputChannel) else 0,
                rights=rights_of(chat),
            ),
        )
    if isinstance(chat, types.ChatForbidden):
        told = Group(-chat.id, said(chat.title), "basic", there=False, rights=rights_of(chat))
        return _known(old, told)
    if isinstance(chat, types.Channel):
        if chat.min or chat.access_hash is None:
            return msgspec.structs.replace(old, title=said(chat.title)) if old else None
        talk = chat.megagroup and not chat.gigagroup and not getattr(chat, "monoforum", False)
        kind: Kind = "super" if talk else "broadcast"
        return _known(
            old,
            Group(
                channel_id(chat.id),
                said(chat.title),
                kind,
                chat.access_hash,
                number(chat.participants_count),
                there=not chat.left,
                rights=rights_of(chat),
                slow=1 if chat.slowmode_enabled else 0,
                forum=bool(chat.forum),
            ),
        )
    if isinstance(chat, types.ChannelForbidden):
        kind = "super" if chat.megagroup else "broadcast"
        made = Group(
            channel_id(chat.id), said(chat.title), kind, chat.access_hash or 0, there=False,
            rights=rights_of(chat),
        )  # fmt: skip
        return _known(old, made)
    return None


def _known(old: Group | None, new: Group) -> Group:
    """What the answer is silent about stays."""
    if old is None:
        return new
    return msgspec.structs.replace(
        new,
        title=new.title or old.title,
        hash=new.hash or old.hash,
        members=new.members or old.members,
        became=new.became or old.became,
        kept=old.kept,
        out=old.out,
        slow=max(new.slow, old.slow) if new.slow else 0,
        slow_until=old.slow_until if new.slow else 0,
        topics=old.topics,
        topics_at=old.topics_at,
    )


class Groups:
    """The book of groups, filled from every answer that names some."""

    def __init__(self, account: str, ingest: Ingest, choice: Choice, largest: int) -> None:
        self._account, self._ingest = account, ingest
        self._choice, self._largest = choice, largest
        self._key = f"telegram/{account}/groups"
        self._book: dict[int, Group] = {}
        self._dirty = False

    async def load(self) -> None:
        """Read the book kept by an earlier run."""
        kept = await self._ingest.get_state(self._key)
        if kept:
            groups = msgspec.json.decode(kept, type=list[Group])
            self._book = {group.id: group for group in groups} | self._book

    async def save(self) -> None:
        """Keep the book, if it changed."""
        if self._dirty:
            self._dirty = False
            await self._ingest.set_state(self._key, msgspec.json.encode([*self._book.values()]))

    def meet(self, chats: Iterable[Any], now: int) -> list[Event]:
        """Take in groups; returns what became of those that are taken. Of the many that are named
        without our being there (forwards) nothing is kept."""
        events: list[Event] = []
        for chat in chats:
            ident = getattr(chat, "id", 0)
            channel = isinstance(chat, types.Channel | types.ChannelForbidden)
            old = self._book.get(channel_id(ident) if channel else -ident)
            new = group_of(chat, old)
            if new is None or (old is None and (not new.there or new.kind == "broadcast")):
                continue
            self._note(new)
            if old is not None and old.kept and takes(new, self._choice, self._largest):
                events += self._changed(old, new, now)
        return events

    def sized(self, ident: int, members: int) -> None:
        """How many are in a group, where that was asked for."""
        if (group := self._book.get(ident)) is not None:
            self._note(msgspec.structs.replace(group, members=members))

    def paced(self, ident: int, seconds: int, until: int) -> None:
        """How long one waits between two messages there, and when ours may come (ms)."""
        if (group := self._book.get(ident)) is not None:
            self._note(msgspec.structs.replace(group, slow=seconds, slow_until=until))

    def held(self, ident: int, until: int) -> None:
        """A message of ours was refused, for it came too early: when it may come (ms)."""
        group = self._now(ident)
        if group is not None:
            self.paced(group.id, max(group.slow, 1), until)

    def wrote(self, ident: int, now: int) -> None:
        """A message of ours is out: in slow mode the next one has to wait."""
        group = self._now(ident)
        if group is not None and group.slow and not group.rights.rules:
            self.paced(group.id, group.slow, now + group.slow * 1000)

    def told_topics(self, ident: int, told: Iterable[Topic], now: int) -> None:
        """All topics of a forum, as the server lists them."""
        if (group := self._book.get(ident)) is not None:
            topics = merged((), told)
            self._note(msgspec.structs.replace(group, topics=topics, topics_at=now))

    def line(self, ident: int, message: Any) -> None:
        """A line of the group may say that a topic was made or changed; one that is older than what
        is known says nothing new."""
        group, at = self._book.get(ident), ms(getattr(message, "date", None))
        if group is None or at < group.topics_at // 1000 * 1000:
            return
        topics = after(group.topics, message)
        if topics != group.topics:
            self._note(msgspec.structs.replace(group, topics=topics, topics_at=at, forum=True))

    def room(self, ident: int) -> Room | None:
        """The group as it stands here."""
        group = self._now(ident)
        if group is None:
            return None
        rights = group.rights if group.there else Rights(silent="gone", files=False)
        if group.kind == "broadcast" and group.there and not rights.rules:
            rights = msgspec.structs.replace(rights, silent="readers")
        return Room(
            title=group.title, members=group.members if group.there else 0, rights=rights,
            slow=0 if rights.rules else group.slow, slow_until=group.slow_until,
            forum=group.forum, topics=group.topics,
        )  # fmt: skip

    def leave_out(self, ident: int, *, out: bool) -> None:
        """The operator wants no messages of the group (any more), or wants them again."""
        if (group := self._book.get(ident)) is not None:
            self._note(msgspec.structs.replace(group, out=out))

    def get(self, ident: int) -> Group | None:
        """What is known of a group."""
        return self._book.get(ident)

    def taken(self, ident: int) -> bool:
        """Whether the group's messages are taken."""
        group = self._book.get(ident)
        return group is not None and takes(group, self._choice, self._largest)

    def unsized(self) -> list[Group]:
        """Supergroups whose size decides, and is not known."""
        if self._choice != "small":
            return []
        return [
            one
            for one in self._book.values()
            if one.kind == "super" and one.there and not (one.members or one.kept or one.out)
        ]

    def input_peer(self, ident: int) -> Any | None:
        """How to name the group in a request: what it went on as, where it did."""
        group = self._now(ident)
        return self.input_of(group.id) if group is not None else None

    def input_of(self, ident: int) -> Any | None:
        """How to name this very group: what was written before it went on is read there."""
        group = self._book.get(ident)
        if group is None:
            return None
        if not is_super(group.id):
            return types.InputPeerChat(-group.id)
        return types.InputPeerChannel(bare(group.id), group.hash) if group.hash else None

    def profile(self, ident: int) -> Profile | None:
        """Its title, as the name of the thread."""
        group = self._book.get(ident)
        return Profile(name=group.title) if group is not None else None

    def peer(self, ident: int) -> Peer:
        """The chat of a group."""
        return Peer(Channel.TELEGRAM, self._account, str(ident))

    def _now(self, ident: int) -> Group | None:
        """A group, or what it went on as."""
        group = self._book.get(ident)
        return self._book.get(group.became, group) if group is not None else None

    def _note(self, group: Group) -> None:
        if not group.kept and takes(group, self._choice, self._largest):
            group = msgspec.structs.replace(group, kept=True)
        if self._book.get(group.id) != group:
            self._book[group.id] = group
            self._dirty = True

    def _changed(self, old: Group, new: Group, now: int) -> list[Event]:
        peer, made = self.peer(new.id), list[Event]()
        if new.title != old.title:
            seen = ProfileSeen(profile=Profile(name=new.title))
            made.append(Event(external_id=f"{new.id}@{now}", at=now, peer=peer, body=seen))
        if new.became and not old.became:
            made.append(went_on(peer, new.became, now))
        if old.there and not new.there and new.kind == "super":
            # A basic group tells by its last line; a supergroup's lines do not reach us any more.
            line = MessageReceived(direction="in", note="group_left", service=True)
            name = f"{new.id}:left:{now}"
            made.append(Event(external_id=name, at=now, peer=peer, body=line))
        return made


def went_on(peer: Peer, supergroup: int, now: int) -> Event:
    """A basic group goes on as a supergroup: the thread stays
    (https://core.telegram.org/api/channel#migration)."""
    body = IdentityChanged(new_id=str(supergroup))
    return Event(external_id=f"{peer.id}>{supergroup}", at=now, peer=peer, body=body)
