"""Events of every kind that there is, made from what their fields are: a kind that is added is made
too, without a word here. Names, numbers and times come from so few that events meet."""

import random
import types
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.events import Body
from core.domain.sends import Content

NOW: Final = 1_790_000_000_000
PEERS: Final = (
    Peer(Channel.TELEGRAM, "1", "71"), Peer(Channel.TELEGRAM, "1", "72"),
    Peer(Channel.TELEGRAM, "1", "-55"), Peer(Channel.TELEGRAM, "1", "-1000000000077"),
    Peer(Channel.TELEGRAM, "2", "71"), Peer(Channel.WHATSAPP, "555", "79160000001"),
    Peer(Channel.WHATSAPP, "555", "79160000002"),
)  # fmt: skip
KINDS: Final[tuple[type[Body], ...]] = get_args(Body)
"""The classes of the bodies."""
_TEXTS: Final = ("", "а", "насос до 380 тысяч", "беру 5 шт")
_PHONES: Final = ("+79160000001", "+79160000002", None)
_OF_NO_CHAT: Final = (ev.AccountNotice, ev.TemplateChanged)


class Makers:
    """Makes events by one sequence of chances."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._count = 0

    def event(self, kind: type[Body]) -> ev.Event:
        """One of a kind."""
        self._count += 1
        dice, peer = self._dice, None
        if "thread" not in kind.__struct_fields__ and kind not in _OF_NO_CHAT:
            peer = dice.choice(PEERS)
        body = self._struct(kind, peer)
        if isinstance(body, ev.SendRequested) and isinstance(body.content, Content):
            ref = f"{body.client_ref}.{dice.randrange(3)}"  # a gesture is none of the messages
            body = msgspec.structs.replace(body, client_ref=ref)
        at = NOW + dice.randrange(-5, 6) * 1000
        return ev.Event(external_id=self._key(body, peer), at=at, body=body, peer=peer)

    def _key(self, body: Any, peer: Peer | None) -> str:
        match body:
            case ev.MessageReceived():
                assert peer is not None
                return self._message(peer)
            case ev.SendRequested() | ev.MessageSent():
                return str(body.client_ref)
            case ev.ChatWished() | ev.ChatSettled():
                assert peer is not None
                return f"w{peer.account}.{self._dice.randrange(12)}"
        return f"k{self._dice.randrange(40)}" if self._dice.random() < 0.2 else f"n{self._count}"

    def _message(self, peer: Peer) -> str:
        """An account's ids are its own; those of a supergroup say of which."""
        number = self._dice.randrange(1, 6)
        if peer.channel is Channel.WHATSAPP:
            return f"wamid.{peer.id[-1]}{number}"
        if peer.id.startswith("-100"):
            return f"{peer.id}/{number}"
        return str(PEERS.index(peer) * 10 + number)

    def _struct(self, kind: type[Any], peer: Peer | None) -> Any:
        hints = get_type_hints(kind)
        made = {name: self._field(name, hints[name], peer) for name in kind.__struct_fields__}
        return kind(**made)

    def _field(self, name: str, hint: Any, peer: Peer | None) -> Any:
        dice, where = self._dice, peer or PEERS[0]
        match name:
            case "target" | "message_id" | "up_to":
                return self._message(where)
            case "reply_to":
                return dice.choice([None, self._message(where)])
            case "client_ref":
                made = f"r{where.id}.{dice.randrange(4)}"
                return made if hint is str else dice.choice([None, made])
            case "new_id":
                alike = [one.id for one in PEERS if one.channel is where.channel]
                return dice.choice(alike)
            case "thread" | "other":
                return dice.randrange(1, len(PEERS) + 1)
            case "phone":
                return dice.choice(_PHONES)
            case "fact":
                return f"f{dice.randrange(3)}"
            case "start" | "index" | "idx":
                return 0
            case "upto":
                return dice.randrange(1, 80)
            case "seen" | "at" | "edited_at" | "until" | "due" | "muted_until":
                return NOW + dice.randrange(-5, 6) * 1000
            case "profile" | "state" | "wish":
                hint = next((one for one in get_args(hint) if one is not type(None)), hint)
                return self._struct(hint, peer)
            case "pinned" | "included" | "excluded" if get_origin(hint) is tuple:
                return tuple(one.id for one in dice.sample(PEERS, 2))
        return self._of(hint, peer)

    def _of(self, hint: Any, peer: Peer | None) -> Any:
        dice = self._dice
        match get_origin(hint):
            case origin if origin is Literal:
                return dice.choice(get_args(hint))
            case origin if origin in (Union, types.UnionType):
                return self._of(dice.choice(get_args(hint)), peer)
            case origin if origin is tuple:
                return tuple(self._of(get_args(hint)[0], peer) for _ in range(dice.randrange(3)))
            case origin if origin is dict:
                return {"name": "x"}
        if hint is type(None):
            return None
        if issubclass(hint, bool):
            return dice.random() < 0.5
        if issubclass(hint, Channel):
            return dice.choice(list(Channel))
        if issubclass(hint, str):
            return dice.choice(_TEXTS)
        if issubclass(hint, int | float):
            return hint(dice.randrange(4))
        if issubclass(hint, bytes):
            return b"\x01"
        return self._struct(hint, peer)
