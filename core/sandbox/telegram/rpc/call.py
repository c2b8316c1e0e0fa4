"""What a method gets to see of the call it answers, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.centres import Address
from core.sandbox.telegram.hub import Hub, LiveSession
from core.sandbox.telegram.records import AuthRecord, Change, Effect
from core.sandbox.telegram.rooms import CHANNELS, is_channel
from core.sandbox.telegram.views import View
from core.sandbox.telegram.world import World


class Refused(Exception):
    """An rpc_error: Telegram's code and name, https://core.telegram.org/api/errors."""

    def __init__(self, name: str, code: int = 400) -> None:
        super().__init__(name)
        self.name = name
        self.code = code


class Unanswered(Exception):
    """The server says nothing to this call."""


@dataclass(frozen=True)
class Call:
    """One request of one session."""

    world: World
    hub: Hub
    session: LiveSession
    address: Address

    @property
    def auth(self) -> AuthRecord:
        """The (permanent) authorisation of the session."""
        return self.world.auths.owner(self.session.auth)

    @property
    def user(self) -> int:
        """Who calls; refuses a session that is not signed in."""
        user = self.auth.user
        if user is None:
            raise Refused("AUTH_KEY_UNREGISTERED", 401)
        return user

    @property
    def namer(self) -> int:
        """Whose access hashes the request shows: the caller's."""
        return self.user

    @property
    def bot(self) -> int | None:
        """The bot that asks in the caller's name."""
        return None if self.namer == self.user else self.namer

    @property
    def view(self) -> View:
        """The caller's view."""
        return self.hub.view(self.user)

    @property
    def box(self) -> Box:
        """The caller's box."""
        return self.world.post.box(self.user)

    def box_of(self, peer: int) -> Box:
        """The box that the chat with a (marked) peer lies in."""
        return self.world.post.box(peer) if is_channel(peer) else self.box

    def view_of(self, peer: int) -> View:
        """The caller's view of that box."""
        return self.view.of(peer)

    def peer(self, peer: Any) -> int:
        """The user, or the group (marked), that is named; refuses a wrong access hash."""
        if isinstance(peer, tl.InputPeerChat):
            return self._room(-peer.chat_id, "PEER_ID_INVALID")
        if isinstance(peer, tl.InputPeerChannel | tl.InputChannel):
            group = CHANNELS - peer.channel_id
            if peer.access_hash != self.world.people.access_hash(self.user, "channel", group):
                raise Refused("CHANNEL_INVALID")
            return self._room(group, "CHANNEL_PRIVATE")
        if isinstance(peer, tl.InputPeerSelf | tl.InputUserSelf):
            return self.user
        if isinstance(peer, tl.InputPeerUserFromMessage | tl.InputUserFromMessage):
            return self._known(peer.user_id)
        if not isinstance(peer, tl.InputPeerUser | tl.InputUser):
            raise Refused("PEER_ID_INVALID")
        wanted = self.world.people.access_hash(self.namer, "user", peer.user_id)
        if peer.user_id != self.user and peer.access_hash != wanted:
            raise Refused("PEER_ID_INVALID")
        return self._known(peer.user_id)

    def tell(self, effects: Iterable[Effect]) -> list[Change]:
        """Push effects to everyone but the calling session; returns the caller's own changes, and
        those of supergroups."""
        listed = list(effects)
        self.hub.tell(listed, exclude=self.session)
        return [effect.change for effect in listed if effect.user == self.user or effect.user < 0]

    def _room(self, group: int, else_: str) -> int:
        room = self.world.rooms.get(group)
        if room is None or self.user not in {*room.members, *room.former}:
            raise Refused(else_)
        if is_channel(group) and self.user not in room.members:
            raise Refused(else_)
        return group

    def _known(self, user_id: int) -> int:
        if self.world.people.get(user_id) is None:
            raise Refused("PEER_ID_INVALID")
        return user_id


Handler = Callable[[Call, Any], Any]
Handlers = Mapping[type, Handler]
