"""Where the account connects and how its session is kept: in the keyring, never in a file."""

from typing import Any, Final

import msgspec
from telethon.crypto import rsa
from telethon.sessions import StringSession

from core.channels.telegram.groups import Choice
from core.channels.telegram.proxies.links import Proxy
from core.channels.telegram.server_key import pkcs1_pem
from core.domain.problems import Problem, ProblemError
from core.ports import Secrets

SESSION_KEY: Final = "telegram/session"
FIRST_SLOT: Final = "1"


def session_key(slot: str) -> str:
    """What the session of an account lies under; the first one's is the one it always had."""
    return SESSION_KEY if slot == FIRST_SLOT else f"{SESSION_KEY}/{slot}"


class TelegramSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach Telegram, or a server that stands in its place.

    ``host``, ``port`` and ``public_key`` (PEM) replace Telegram's own data centre
    ``dc_id``. Times are seconds. ``backfill_limit`` is how many older messages of one chat are
    fetched (None: all), ``backfill_pause`` the pause between two pages of history. After more than
    ``difference_limit`` missed changes the chats are read anew instead. Flood waits of up to
    ``flood_sleep`` are slept, longer ones are told. ``transcript_wait`` is how long Telegram
    is given to hear a voice message. Where there are ``proxies`` Telegram is reached through one
    of them alone: through the next where one fails. Of people who never wrote at most ``new_a_day``
    are written to in 24 hours, one in ``new_gap`` seconds, and ``burst`` messages go out in a
    minute: an account that does more is taken for a sender of spam. Of ``groups`` none are taken,
    those with up to ``small_group`` members, or all; where each supergroup stands is asked for
    every ``recheck_groups`` seconds. ``bots``: chats with bots are taken, too.
    """

    api_id: int
    api_hash: str
    device: str = "Threadline"
    app_version: str = "0.1"
    lang: str = "ru"
    dc_id: int = 2
    host: str = ""
    port: int = 443
    public_key: str = ""
    media_dir: str = ""
    connect_wait: float = 10.0
    request_timeout: float = 15.0
    heartbeat: float = 10.0
    heartbeat_timeout: float = 5.0
    retry_delay: float = 0.3
    first_page: int = 50
    recheck_chats: int = 20
    recheck_messages: int = 50
    backfill_page: int = 100
    backfill_pause: float = 1.0
    backfill_limit: int | None = None
    difference_limit: int = 20_000
    flood_sleep: int = 3
    transcript_wait: float = 30.0
    proxies: tuple[Proxy, ...] = ()
    groups: Choice = "small"
    small_group: int = 200
    bots: bool = False
    recheck_groups: float = 60.0
    new_a_day: int = 15
    new_gap: float = 60.0
    burst: int = 60


class _Kept(msgspec.Struct):
    """What lies in the keyring: Telethon's session text, whose it is, and the configured server
    it began at; the account may live in another data centre than that."""

    session: str
    account: str = ""
    server: str = ""


class SessionKeeper:
    """Reads and writes the session text of one account, under ``key``. ``problem`` says why it can
    be kept nowhere but in memory."""

    def __init__(
        self, settings: TelegramSettings, secrets: Secrets, key: str = SESSION_KEY
    ) -> None:
        self._settings = settings
        self._secrets = secrets
        self._key = key
        self._read = False
        self._text = self._server = self.account = ""
        self.problem: Problem | None = None
        try:
            self.load()
        except ProblemError as error:  # a keyring may be opened later
            self.problem = error.problem

    @property
    def signed_in(self) -> bool:
        """Whether a session is kept."""
        return bool(self._text)

    def load(self) -> None:
        """Read what is kept, once. Raises ProblemError while the keyring is closed."""
        if self._read:
            return
        kept = _decoded(self._secrets.get(self._key))
        self._text, self._server, self.account = kept.session, kept.server, kept.account
        self._read, self.problem = True, None

    def open(self) -> Any:
        """A Telethon session: the kept one, or a fresh one for the configured server. Raises
        ProblemError while the keyring is closed.

        A loopback server needs no patch of Telethon: the address is set while there is no key,
        and the server's public key is added to those it trusts.
        """
        self.load()
        settings = self._settings
        if settings.public_key:
            rsa.add_key(pkcs1_pem(settings.public_key), old=False)
        session = StringSession(self._text or None)
        if settings.host and self._server != self._configured:
            session.set_dc(settings.dc_id, settings.host, settings.port)
        return session

    def keep(self, session: Any, account: str) -> None:
        """Write the session of a signed-in account. Where it cannot be written it is used all the
        same, and written by a later call."""
        text = session.save()
        if (text, account) == (self._text, self.account) and self.problem is None:
            return
        self._text, self.account, self._server = text, account, self._configured
        kept = msgspec.json.encode(_Kept(text, account, self._server)).decode()
        try:
            self._secrets.set(self._key, kept)
        except ProblemError as error:
            closed = error.problem.code == "keyring-closed"
            self.problem = Problem("telegram-session-unkept") if closed else error.problem
        else:
            self.problem = None

    def forget(self) -> None:
        """The session is of no use any more; whose it was is remembered while we run."""
        self._text = self._server = ""
        try:
            self._secrets.delete(self._key)
        except ProblemError as error:
            self.problem = error.problem  # what is left there is refused by Telegram
        else:
            self.problem = None

    @property
    def _configured(self) -> str:
        return f"{self._settings.host}:{self._settings.port}"


def _decoded(text: str | None) -> _Kept:
    if not text:
        return _Kept("")
    try:
        kept = msgspec.json.decode(text, type=_Kept)
        StringSession(kept.session or None)
    except (msgspec.DecodeError, ValueError):
        return _Kept("")
    return kept
