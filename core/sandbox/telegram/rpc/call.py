"""What a method gets to see of the call it answers, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.hub import Hub, LiveSession
from core.sandbox.telegram.records import AuthRecord, Change, Effect
from core.sandbox.telegram.views import View
from core.sandbox.telegram.world import World


class Refused(Exception):
    """An rpc_error: Telegram's code and name, https://core.telegram.org/api/errors."""

    def __init__(self, name: str, code: int = 400) -> None:
        super().__init__(name)
        self.name = name
        self.code = code


@dataclass(frozen=True)
class Address:
    """Where this server is, as clients are told."""

    host: str
    port: int
    dc_id: int


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
    def view(self) -> View:
        """The caller's view."""
        return self.hub.view(self.user)

    @property
    def box(self) -> Box:
        """The caller's box."""
        return self.world.post.box(self.user)

    def peer(self, peer: Any) -> int:
        """The user an InputPeer or InputUser names; refuses a wrong access hash."""
        if isinstance(peer, tl.InputPeerSelf | tl.InputUserSelf):
            return self.user
        if isinstance(peer, tl.InputPeerUserFromMessage | tl.InputUserFromMessage):
            return self._known(peer.user_id)
        if not isinstance(peer, tl.InputPeerUser | tl.InputUser):
            raise Refused("PEER_ID_INVALID")
        wanted = self.world.people.access_hash(self.user, "user", peer.user_id)
        if peer.user_id != self.user and peer.access_hash != wanted:
            raise Refused("PEER_ID_INVALID")
        return self._known(peer.user_id)

    def tell(self, effects: Iterable[Effect]) -> list[Change]:
        """Push effects to everyone but the calling session; returns the caller's own changes."""
        listed = list(effects)
        self.hub.tell(listed, exclude=self.session)
        return [effect.change for effect in listed if effect.user == self.user]

    def _known(self, user_id: int) -> int:
        if self.world.people.get(user_id) is None:
            raise Refused("PEER_ID_INVALID")
        return user_id


Handler = Callable[[Call, Any], Any]
Handlers = Mapping[type, Handler]
