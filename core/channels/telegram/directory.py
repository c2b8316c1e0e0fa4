"""Who there is at Telegram beyond our chats: the account's contacts, what its server finds by a
name, a username or a number, and how somebody of those is written to first.

https://core.telegram.org/api/contacts, https://core.telegram.org/api/search
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

import msgspec
from telethon import errors, functions, types, utils

from core.channels.telegram import contact_book
from core.channels.telegram.contact_book import Contact, person_of
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.safety import Safety
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.talking import Talking
from core.domain.persons import Person, PersonKind
from core.domain.problems import ChannelError, Problem
from core.domain.telegram_names import Named
from core.ports import Ingest

MOST_FOUND: Final = 20
PHONE_PAUSE: Final = 3.0
"""Seconds between two numbers (https://core.telegram.org/method/contacts.resolvePhone)."""
FRESH: Final = 600.0
"""Seconds for which the contacts are not asked for again, unless they changed."""
_KEPT: Final = 60.0
_MOST_KEPT: Final = 200
_SHORT: Final = (errors.QueryTooShortError, errors.SearchQueryEmptyError)


class Directory:
    """One account's. What is asked raises ChannelError; ``contacts`` are there offline."""

    def __init__(
        self, talking: Talking, settings: TelegramSettings, ingest: Ingest, safety: Safety,
        account: Callable[[], str], now: Callable[[], int],
    ) -> None:  # fmt: skip
        # whoever types does not wait for a flood to pass: it is said
        self._settings = msgspec.structs.replace(settings, flood_sleep=0)
        self._talking, self._ingest, self._safety = talking, ingest, safety
        self._account, self._now = account, now
        self.pause = PHONE_PAUSE
        self._contacts: tuple[str, dict[str, Contact]] = ("", {})
        self._asked = 0.0
        self._phone_at = 0.0
        self._users: dict[str, Any] = {}
        self._answers: OrderedDict[tuple[str, str], tuple[float, list[Person]]] = OrderedDict()

    async def contacts(self) -> list[Person]:
        """Those that are known here, by name."""
        found = (await self._book()).values()
        return sorted((one.person for one in found), key=lambda p: p.name.casefold())

    async def refresh(self) -> bool:
        """Ask for the contacts where that was not done lately; whether they are others now."""
        if self._asked and time.monotonic() - self._asked < FRESH:
            return False
        before = await self._book()
        answer = await self._ask(functions.contacts.GetContactsRequest(hash=0))
        self._asked = time.monotonic()
        made = {
            str(one.id): Contact(person_of(one), one.access_hash or 0)
            for one in answer.users
            if isinstance(one, types.User) and one.contact and not one.min and not one.deleted
        }
        if made == before:
            return False
        await self._keep(made)
        return True

    def stale(self) -> None:
        """The contacts are others now."""
        self._asked = 0.0

    async def look_up(self, named: Named) -> list[Person]:
        """What the server finds; nobody where there is none."""
        key = (named.kind, named.value.casefold())
        at, kept = self._answers.get(key, (0.0, []))
        if at and time.monotonic() - at < _KEPT:
            return kept
        match named.kind:
            case "username":
                found = await self._resolved(functions.contacts.ResolveUsernameRequest(named.value))
            case "phone":
                await self._pace()
                found = await self._resolved(functions.contacts.ResolvePhoneRequest(named.value))
            case "words":
                found = await self._searched(named.value)
            case _:
                return []
        self._answers[key] = (time.monotonic(), found)
        while len(self._answers) > _MOST_KEPT:
            self._answers.popitem(last=False)
        return found

    async def add(self, phone: str, name: str) -> Person:
        """Make a contact of a number, as it is found by no other way; what no account has leaves
        no contact. https://core.telegram.org/method/contacts.importContacts"""
        first, _, last = name.partition(" ")
        entry = types.InputPhoneContact(client_id=0, phone=phone, first_name=first, last_name=last)
        answer = await self._ask(functions.contacts.ImportContactsRequest([entry]))
        ids = {one.user_id for one in answer.imported}
        found = next((one for one in answer.users if one.id in ids), None)
        if found is None:
            if answer.retry_contacts:
                raise ChannelError(Problem("telegram-contacts-later"))
            await self._ask(functions.contacts.DeleteByPhonesRequest([phone]))
            raise ChannelError(Problem("telegram-number-nobody"))
        self.stale()
        return self._met(found)

    async def introduce(self, ident: str) -> Person:
        """Have somebody that was found here named in requests from now on, so that a message to
        them can go out."""
        user = self._users.get(ident)
        if user is None and (kept := (await self._book()).get(ident)) is not None:
            return kept.person  # whoever sends finds them there
        _, sync = self._talking.line()
        if user is not None:
            await sync.introduce([user])
            return person_of(user)
        told = sync.people.profile(int(ident))
        if told is None:
            raise ChannelError(Problem("telegram-person-unknown"))
        return Person(
            id=ident, name=told.name, username=told.username or "", phone=told.phone or ""
        )

    def named(self, named: Named) -> str:
        """Who is meant by a link with a number of Telegram's, as chats are called here."""
        if named.kind == "private":
            return str(utils.get_peer_id(types.PeerChannel(int(named.value))))
        return named.value if named.kind == "user" else ""

    # What is asked.

    async def _resolved(self, request: Any) -> list[Person]:
        try:
            answer = await self._ask(request)
        except ChannelError as error:
            nobody = (errors.UsernameNotOccupiedError, errors.PhoneNotOccupiedError)
            if isinstance(error.__cause__, nobody):
                return []
            raise
        if isinstance(answer.peer, types.PeerUser):
            users = [one for one in answer.users if one.id == answer.peer.user_id]
            return [self._met(one) for one in users if isinstance(one, types.User)]
        ident = str(utils.get_peer_id(answer.peer))
        chats = [one for one in answer.chats if str(utils.get_peer_id(one)) == ident]
        return [_chat(one, ident) for one in chats]

    async def _searched(self, words: str) -> list[Person]:
        try:
            answer = await self._ask(functions.contacts.SearchRequest(words, MOST_FOUND))
        except ChannelError as error:
            if isinstance(error.__cause__, _SHORT):
                return []
            raise
        users = {one.id: one for one in answer.users if isinstance(one, types.User)}
        listed = [getattr(p, "user_id", 0) for p in (*answer.my_results, *answer.results)]
        found = [users[one] for one in dict.fromkeys(listed) if one in users]
        return [self._met(one) for one in found if one.access_hash is not None and not one.min]

    async def _ask(self, request: Any) -> Any:
        with self._talking.talk() as (client, _):
            return await self._called(client, request)

    async def _called(self, client: LineClient, request: Any) -> Any:
        try:
            return await call(client, request, self._settings)
        except errors.FloodWaitError as error:
            await self._safety.flooded(error.seconds, self._now(), sending=False)
            raise

    async def _pace(self) -> None:
        wait = self._phone_at + self.pause - time.monotonic()
        self._phone_at = max(time.monotonic(), self._phone_at + self.pause)
        if wait > 0:
            await asyncio.sleep(wait)

    def _met(self, user: Any) -> Person:
        self._users[str(user.id)] = user
        return person_of(user)

    # What is kept.

    async def _book(self) -> dict[str, Contact]:
        account = self._account()
        if self._contacts[0] != account:
            kept = await self._ingest.get_state(_key(account))
            self._contacts = account, contact_book.read(kept)
        return self._contacts[1]

    async def _keep(self, made: dict[str, Contact]) -> None:
        account = self._account()
        self._contacts = account, made
        await self._ingest.set_state(_key(account), contact_book.write(made))


def _chat(chat: Any, ident: str) -> Person:
    kind: PersonKind = "channel" if getattr(chat, "broadcast", False) else "group"
    username = getattr(chat, "username", None) or ""
    return Person(id=ident, name=chat.title or "", username=username, kind=kind)


def _key(account: str) -> str:
    return f"telegram/{account}/{contact_book.NAME}"
