"""The bots that accounts have connected: a channel each, and one for each account."""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import structs

from core.domain.channels import Channel, Peer
from core.domain.problems import Problem, ProblemError
from core.ports import ChannelPort, Ingest

if TYPE_CHECKING:
    from core.channels.telegram.bots import BotChannel
    from desktop.profile import Profile

log = logging.getLogger(__name__)

SETTING: Final = "telegram.bots"
_TOKEN: Final = re.compile(r"(\d{3,20}):[A-Za-z0-9_-]{20,}")
"""As BotFather gives it: the bot's user id, and a secret behind it."""


class Served(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account that a bot answers for: its user id, and what it is called."""

    account: str
    name: str = ""


class Bot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A bot as it is kept: ``slot`` names its token and session among the secrets. A ``removed``
    one is kept for the threads of the accounts that it served."""

    slot: str
    bot: str = ""
    name: str = ""
    serves: tuple[Served, ...] = ()
    removed: bool = False


def read_bots(text: str) -> list[Bot]:
    """What is kept; none where nothing is, or nothing that can be read."""
    try:
        return msgspec.json.decode(text or "[]", type=list[Bot])
    except msgspec.DecodeError:
        log.warning("the list of bots cannot be read")
        return []


def token_names(text: str) -> list[str]:
    """What the tokens of those bots lie under among the secrets."""
    from core.channels.telegram.bots.connection import token_key

    return [token_key(one.slot) for one in read_bots(text) if not one.removed]


def token_in(text: str) -> tuple[str, str]:
    """The bot's id and the token in what was pasted, BotFather's whole message perhaps. Raises
    ProblemError."""
    found = _TOKEN.search(text)
    if found is None:
        raise ProblemError(Problem("telegram-bot-token-form"))
    return found.group(1), found.group()


class Bots:
    """``rows`` are the bots, ``live`` the channel of each that is not removed, by slot. ``own``
    says of an account whether it is signed in here itself. ``changed`` is called when a channel is
    in another state, or the list is another one."""

    def __init__(
        self,
        profile: "Profile",
        ingest: Ingest,
        *,
        own: Callable[[str], bool],
        changed: Callable[[], None],
        now: Callable[[], int],
        start: Callable[[Coroutine[object, object, None]], object],
    ) -> None:
        self._profile, self._ingest, self._own = profile, ingest, own
        self._changed, self._now, self._start = changed, now, start
        self.rows = read_bots(profile.get(SETTING))
        self.live: dict[str, BotChannel] = {}

    def open(self) -> None:
        """Connect all of them, each by itself; none where Telegram is not set up."""
        self.rows = read_bots(self._profile.get(SETTING))
        for one in self.rows:
            if not one.removed:
                try:
                    channel = self._make(one.slot)
                except ProblemError:
                    return
                self.live[one.slot] = channel
                self._start(channel.start())

    async def close(self) -> None:
        """End every connection; the sessions stay."""
        await asyncio.gather(*(one.close() for one in self.live.values()))
        self.live.clear()

    def by_account(self) -> dict[tuple[str, str], ChannelPort]:
        """The channel of each account that connected a bot."""
        return {
            ("telegram", one.account): one
            for channel in self.live.values()
            for one in channel.accounts
        }

    def rights(self, account: str) -> frozenset[str] | None:
        """What a bot may do in an account's name; None where the account is not served by one, or
        is signed in here itself."""
        if self._own(account):
            return None
        for row in self.rows:
            channel = self.live.get(row.slot)
            if channel is None or all(one.account != account for one in row.serves):
                continue
            link = next((one for one in channel.links if str(one.user) == account), None)
            if link is None:  # it has not connected yet
                return frozenset()
            return frozenset() if link.disabled else frozenset(link.rights)
        return None

    def alone(self) -> frozenset[str]:
        """The accounts that only a bot answers for."""
        served = {one.account for row in self.rows if not row.removed for one in row.serves}
        return frozenset(one for one in served if self.rights(one) is not None)

    def barred(self, account: str) -> str:
        """Why nothing can be written in the chats of an account that a bot serves: it was
        ``disconnected``, or there is ``no-right``; '' where it can, or that is not known yet."""
        for channel in () if self._own(account) else self.live.values():
            link = next((one for one in channel.links if str(one.user) == account), None)
            if link is not None:
                if link.disabled:
                    return "disconnected"
                return "" if link.may("reply") else "no-right"
        return ""

    def closed(self, peer: Peer) -> Problem | None:
        """Why nothing goes out to a peer any more: the bot that served our account was removed."""
        if peer.channel is not Channel.TELEGRAM or self.rights(peer.account) is not None:
            return None
        if self._own(peer.account):
            return None
        for row in self.rows:
            if row.removed and any(one.account == peer.account for one in row.serves):
                return Problem("telegram-bot-removed", {"name": row.name or row.bot})
        return None

    async def add(self, text: str) -> str:
        """Sign in as a bot by the token in ``text``; returns its slot. Raises ProblemError where
        the token is none, is refused, or belongs to a bot that is here."""
        bot, token = token_in(text)
        if any(one.bot == bot and not one.removed for one in self.rows):
            raise ProblemError(Problem("telegram-bot-twice"))
        slot = str(max((int(one.slot) for one in self.rows if one.slot.isdecimal()), default=0) + 1)
        channel = self._make(slot)
        self._keep_token(slot, token)
        await channel.start()
        if channel.state != "online":
            problem = channel.problem or Problem("telegram-unreachable")
            await channel.close()
            channel.forget()
            self._drop_token(slot)
            raise ProblemError(problem)
        self.live[slot] = channel
        before = next((one for one in self.rows if one.bot == bot), None)
        serves = before.serves if before is not None else ()
        rows = [one for one in self.rows if one is not before]
        self._keep([*rows, Bot(slot, bot, channel.name, serves)])
        self._told()
        return slot

    async def renew(self, slot: str, text: str) -> None:
        """Another token for a bot that is here. Raises ProblemError."""
        bot, token = token_in(text)
        row = next((one for one in self.rows if one.slot == slot), None)
        channel = self.live.get(slot)
        if row is None or channel is None:
            raise ProblemError(Problem("telegram-not-set-up"))
        if row.bot != bot:
            raise ProblemError(Problem("telegram-bot-other", {"name": row.name or row.bot}))
        self._keep_token(slot, token)
        channel.renew()

    async def remove(self, slot: str) -> None:
        """Let a bot go; its threads stay, to be read. Its token stays good at Telegram."""
        channel = self.live.pop(slot, None)
        if channel is not None:
            try:
                await channel.sign_out()
            except ProblemError as error:
                log.info("a bot's session could not be ended: %s", error)
            await channel.close()
            channel.forget()
        self._drop_token(slot)
        rows = [_removed(one) if one.slot == slot else one for one in self.rows]
        self._keep([one for one in rows if one.serves or not one.removed])
        self._changed()

    def _make(self, slot: str) -> "BotChannel":
        from desktop import parts

        settings = self._profile.telegram()
        if settings is None:
            raise ProblemError(Problem("telegram-not-set-up"))
        return parts.BotChannel(
            settings,
            self._profile.secrets,
            self._ingest,
            slot=slot,
            own=self._own,
            on_state=self._told,
            now=self._now,
        )

    def _keep_token(self, slot: str, token: str) -> None:
        from core.channels.telegram.bots.connection import token_key

        self._profile.secrets.set(token_key(slot), token)

    def _drop_token(self, slot: str) -> None:
        from core.channels.telegram.bots.connection import token_key

        self._profile.secrets.delete(token_key(slot))

    def _told(self) -> None:
        """A channel is in another state: it may be called otherwise, or serve another account."""
        rows = []
        for one in self.rows:
            channel = None if one.removed else self.live.get(one.slot)
            if channel is not None and channel.bot:
                served = {known.account: known for known in one.serves} | {
                    str(link.user): Served(str(link.user), link.name) for link in channel.links
                }
                one = structs.replace(
                    one, bot=channel.bot, name=channel.name or one.name,
                    serves=tuple(served.values()),
                )  # fmt: skip
            rows.append(one)
        try:
            self._keep(rows)
        except ProblemError as error:  # a full disk: it is noted with the next state
            log.warning("the bots cannot be kept: %s", error)
        self._changed()

    def _keep(self, rows: list[Bot]) -> None:
        if rows != self.rows:
            self._profile.save({SETTING: msgspec.json.encode(rows).decode()})
            self.rows = rows


def _removed(one: Bot) -> Bot:
    return structs.replace(one, slot=f"was-{one.bot}", removed=True)
