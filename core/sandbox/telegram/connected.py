"""Bots that accounts have connected: who may see and do what, and each bot's own sequence.

https://core.telegram.org/api/bots/connected-business-bots. What happens in a connected account's
chats is told to the bot in a sequence of its own (``qts``, one a change,
https://core.telegram.org/api/updates#qts); ids are those of the account's box.
"""

from __future__ import annotations

import secrets
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.people import People
from core.sandbox.telegram.records import Change
from core.sandbox.telegram.state import StateFile

FIRST_QTS = 1
ANSWER_SECONDS = 24 * 3600
"""So long after what somebody wrote a bot may answer them."""
Told = Literal["connect", "new", "edit", "delete"]
RIGHTS = ("reply", "read_messages", "delete_sent_messages", "delete_received_messages")


class BusinessLink(msgspec.Struct):
    """A connection. ``rights`` are the flags of businessBotRights that are set; ``only`` and
    ``never`` the clients that were chosen and left out, ``everybody`` else or only those."""

    id: str
    user: int
    bot: int
    dc_id: int
    date: float
    rights: list[str] = []
    disabled: bool = False
    everybody: bool = True
    only: list[int] = []
    never: list[int] = []
    paused: list[int] = []

    def covers(self, peer: int) -> bool:
        """Whether the bot was given the chat with this user."""
        if peer == self.user or peer in self.never or peer in self.paused:
            return False
        return self.everybody or peer in self.only


class BotChange(msgspec.Struct):
    """One entry of a bot's sequence; ``ids`` are ids in the account's box. ``update`` is what is
    told, as it was when it happened."""

    qts: int
    kind: Told
    link: str
    peer: int = 0
    ids: list[int] = []
    update: bytes = b""


class BotHead(msgspec.Struct):
    """Where a bot's sequence stands; ``lost`` is the qts up to which it cannot be told again."""

    bot: int
    qts: int = FIRST_QTS
    lost: int = 0


class Connected:
    """All connections and sequences. ``due`` are changes that are to be pushed: (bot, change)."""

    def __init__(self, state: StateFile, people: People, box: Callable[[int], Box]) -> None:
        self._state, self._people, self._box = state, people, box
        self.links = {link.id: link for link in state.load("business", BusinessLink)}
        self._heads = {head.bot: head for head in state.load("bot", BotHead)}
        self._logs: dict[int, list[BotChange]] = {}
        for name, change in state.load_named("bot_change", BotChange):
            self._logs.setdefault(int(name.partition(":")[0]), []).append(change)
        for log in self._logs.values():
            log.sort(key=lambda change: change.qts)
        self.due: list[tuple[int, BotChange]] = []

    def connect(
        self, user: int, bot: int, dc_id: int, rights: Iterable[str], *, everybody: bool = True,
        only: Iterable[int] = (), never: Iterable[int] = (),
    ) -> BusinessLink:  # fmt: skip
        """Connect a bot, or change how it is; an account has one bot."""
        for other in self.of_user(user):
            if other.bot != bot:
                self.disconnect(other)
        link = next(iter(self.of_user(user)), None)
        if link is None:
            name = secrets.token_urlsafe(12)
            link = BusinessLink(id=name, user=user, bot=bot, dc_id=dc_id, date=time.time())
            self.links[name] = link
        link.rights, link.everybody = list(rights), everybody
        link.only, link.never = list(only), list(never)
        self._keep(link)
        self._note(link, "connect")
        return link

    def disconnect(self, link: BusinessLink) -> None:
        """The account took the bot away; the same connection never comes back."""
        link.disabled = True
        self._keep(link)
        self._note(link, "connect")

    def pause(self, link: BusinessLink, peer: int, *, paused: bool) -> None:
        """The bot is to be silent in a chat, or no longer."""
        link.paused = [one for one in link.paused if one != peer] + [peer] * paused
        self._keep(link)

    def leave_out(self, link: BusinessLink, peer: int) -> None:
        """The chat is the bot's no more."""
        link.never = [*link.never, peer]
        self._keep(link)

    def of_user(self, user: int) -> list[BusinessLink]:
        """The connections of an account that stand."""
        return [one for one in self.links.values() if one.user == user and not one.disabled]

    @property
    def data_centres(self) -> list[int]:
        """Those that accounts with a bot live in."""
        return sorted({link.dc_id for link in self.links.values()})

    def answers(self, link: BusinessLink, peer: int) -> bool:
        """Whether the other side wrote within the last day."""
        box = self._box(link.user)
        since = time.time() - ANSWER_SECONDS
        written = (box.letters[one] for one in reversed(box.thread(peer)))
        return any(one.sender == peer and one.at >= since for one in written)

    def heard(self, user: int, change: Change) -> None:
        """Something happened in an account's box: whoever was connected to it is told."""
        kind: Told | None = None
        if user < 0 or change.peer < 0:
            return  # groups are no business of a bot's
        if change.kind in ("new", "delete"):
            kind = "new" if change.kind == "new" else "delete"
        elif change.kind in ("edit", "react"):
            kind = "edit"
        if kind is None:
            return
        for link in self.of_user(user):
            if link.covers(change.peer):
                self._note(link, kind, change.peer, list(change.ids))

    def qts(self, bot: int) -> int:
        """Where a bot's sequence stands."""
        return self._head(bot).qts

    def since(self, bot: int, qts: int) -> list[BotChange]:
        """The changes after ``qts`` that can still be told, oldest first."""
        log = self._logs.get(bot, [])
        after = max(qts, self._head(bot).lost)
        return log[bisect_right(log, after, key=lambda change: change.qts) :]

    def lose(self, bot: int) -> None:
        """What was told so far cannot be told again: the server keeps it for a while only."""
        head = self._head(bot)
        head.lost = head.qts
        self._state.put("bot", bot, head)

    def told(self, bot: int, change: BotChange, update: bytes) -> None:
        """Keep how a change is told."""
        change.update = update
        self._state.put("bot_change", f"{bot}:{change.qts}", change)

    def _note(
        self, link: BusinessLink, kind: Told, peer: int = 0, ids: list[int] | None = None
    ) -> None:
        head = self._head(link.bot)
        head.qts += 1
        change = BotChange(head.qts, kind, link.id, peer, ids or [])
        self._logs.setdefault(link.bot, []).append(change)
        self._state.put("bot", link.bot, head)
        self._state.put("bot_change", f"{link.bot}:{change.qts}", change)
        self.due.append((link.bot, change))

    def _head(self, bot: int) -> BotHead:
        return self._heads.setdefault(bot, BotHead(bot))

    def _keep(self, link: BusinessLink) -> None:
        self._state.put("business", link.id, link)
