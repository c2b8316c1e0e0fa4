"""Groups as a scenario drives them. A group is known by its marked id (below 0); ids of messages
are those of the member who acts, or of the supergroup itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram import happenings, room_rules
from core.sandbox.telegram.hub import Hub
from core.sandbox.telegram.records import Effect, Extra, Letter, SandboxFile
from core.sandbox.telegram.rooms import Room, bare, is_channel
from core.sandbox.telegram.world import World


class Groups:
    """The verbs; each raises KeyError for a group or a message that is not there."""

    def __init__(self, world: World, hub: Hub) -> None:
        self._world = world
        self._hub = hub

    def create(
        self,
        title: str,
        members: Sequence[int],
        *,
        supergroup: bool = False,
        broadcast: bool = False,
        counted: int = 0,
    ) -> int:
        """A group of these, its creator first; `counted` are said to be in it."""
        room, effects = happenings.create(
            self._world, title, members, supergroup=supergroup, broadcast=broadcast, counted=counted
        )
        self._changed(room, members)
        self._done(effects)
        return room.id

    def add(self, group: int, by: int, user: int) -> None:
        """Somebody comes in."""
        room = self._world.rooms.need(group)
        effects = happenings.add(self._world, room, by, [user])
        self._changed(room, [user])
        self._done(effects)

    def remove(self, group: int, by: int, user: int) -> None:
        """Somebody is put out, or leaves (`by` themselves)."""
        room = self._world.rooms.need(group)
        effects = happenings.remove(self._world, room, by, user)
        self._changed(room, [user])
        self._done(effects)

    def rename(self, group: int, by: int, title: str) -> None:
        """Another name."""
        self._done(happenings.rename(self._world, self._world.rooms.need(group), by, title))

    def upgrade(self, group: int, by: int) -> int:
        """A basic group goes on as a supergroup, whose id is returned."""
        room, effects = happenings.upgrade(self._world, self._world.rooms.need(group), by)
        self._changed(room, list(room.members))
        self._done(effects)
        return room.id

    def deny(self, group: int, error: str) -> None:
        """Refuse what is sent there with this error from now on; '' takes it again."""
        room = self._world.rooms.need(group)
        room.denied = error
        self._world.rooms.save(room)

    def rule(
        self, group: int, *, admins: dict[int, str] | None = None, closed: bool | None = None,
        silenced: dict[int, float] | None = None, slow: int | None = None,
        hidden: bool | None = None,
    ) -> None:  # fmt: skip
        """What holds there from now on: `admins` with their titles, whether only they write, who is
        silenced until when (0: for ever), seconds between two messages, who is there hidden."""
        room = self._world.rooms.need(group)
        room.admins = room.admins if admins is None else dict(admins)
        room.closed = room.closed if closed is None else closed
        room.silenced = room.silenced if silenced is None else dict(silenced)
        room.slow = room.slow if slow is None else slow
        room.hidden = room.hidden if hidden is None else hidden
        self._world.rooms.save(room)
        for user in room.members:
            told = [tl.UpdateChannel(bare(room.id))] if is_channel(group) else []
            self._hub.push(user, lambda view, told=told: view.bundle(told, [room.id]))  # type: ignore[misc]

    def keep_out(self, user: int) -> None:
        """Nobody may take them into a group."""
        self._world.private.add(user)

    def topic(self, group: int, by: int, title: str, colour: int = 0x6FB9F0) -> int:
        """A topic of its own, by its number; the first makes a forum of the supergroup."""
        room = self._world.rooms.need(group)
        made, effects = happenings.begin_topic(self._world, room, by, title, colour)
        self._changed(room, list(room.members))
        self._done(effects)
        return made.id

    def change_topic(
        self, group: int, by: int, topic: int, *, title: str | None = None,
        closed: bool | None = None,
    ) -> None:  # fmt: skip
        """Another title, or it is closed or open from now on."""
        room = self._world.rooms.need(group)
        found = room.topic(topic)
        assert found is not None
        self._done(happenings.change_topic(
            self._world, room, by, found, title=title, closed=closed
        ))  # fmt: skip

    def unseen(self, group: int, user: int) -> list[int]:
        """What names them there and was not looked at, by its numbers."""
        return room_rules.unseen(self._world, group, user)

    def send(
        self,
        sender: int,
        group: int,
        text: str,
        *,
        at: float | None = None,
        file: SandboxFile | None = None,
        reply_to: int | None = None,
        push: bool = True,
        send_as: int = 0,
        extra: Extra | None = None,
    ) -> int:
        """Write as `sender`, or in the name of `send_as` (a marked id: the group's, for an
        anonymous admin); the id in the sender's box, or in the supergroup's."""
        self._world.rooms.need(group), self._world.people.need(sender)
        stored = self._world.files.add(file).id if file is not None else None
        letter, effects = self._world.post.send(
            sender, group, text, at=at, file=stored, reply_to=reply_to, send_as=send_as, extra=extra
        )
        self._done(effects, push=push)
        return letter.ids[group if is_channel(group) else sender]

    def edit(self, group: int, author: int, message_id: int, text: str) -> None:
        """Change what a member wrote."""
        self._done(self._world.post.edit(self._letter(group, author, message_id), text))

    def look_up(self, group: int, user: int, message_id: int, page: Any) -> None:
        """The link of a message leads to this TL WebPage, as was found out later."""
        media = bytes(tl.MessageMediaWebPage(page))
        self._done(self._world.post.look_up(self._letter(group, user, message_id), media))

    def delete(self, group: int, user: int, message_ids: Sequence[int]) -> None:
        """Delete for everybody; unknown ids are ignored."""
        owner = group if is_channel(group) else user
        self._done(self._world.post.delete(owner, message_ids, revoke=True))

    def react(self, group: int, user: int, message_id: int, emoji: str | None) -> None:
        """Set or take away (None) a reaction."""
        self._done(self._world.post.react(self._letter(group, user, message_id), user, emoji))

    def pin(self, group: int, user: int, message_id: int, *, pinned: bool = True) -> None:
        """Keep a message at the top."""
        self._done(self._world.post.pin(self._letter(group, user, message_id), pinned=pinned))

    def letters(self, group: int, user: int) -> list[Letter]:
        """What stands there for a member, oldest first."""
        box = self._world.post.box(group if is_channel(group) else user)
        return [box.letters[one] for one in box.thread(group)]

    def longest(self, changes: int) -> None:
        """More missed changes of a supergroup than that are not told one by one."""
        self._world.channel_limit = changes

    def _letter(self, group: int, user: int, message_id: int) -> Letter:
        return self._world.post.box(group if is_channel(group) else user).letters[message_id]

    def _changed(self, room: Room, users: Sequence[int]) -> None:
        """Who came into a supergroup or left it is told so: its own updates do not reach them."""
        if is_channel(room.id):
            for user in users:
                told = [tl.UpdateChannel(bare(room.id))]
                self._hub.push(user, lambda view, told=told: view.bundle(told, [room.id]))  # type: ignore[misc]

    def _done(self, effects: list[Effect], *, push: bool = True) -> None:
        if push:
            self._hub.tell(effects)
        self._hub.settle()
