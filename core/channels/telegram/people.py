"""Whom we talk with: access hashes and profiles, kept so that a send works right after a start."""

from collections.abc import Iterable
from typing import Any

import msgspec
from telethon import types

from core.channels.telegram.converters import (
    SERVICE_USER,
    Account,
    is_client,
    profile_event,
    profile_of,
)
from core.channels.telegram.groups import Groups
from core.domain.channels import Profile
from core.domain.events import Event
from core.ports import Ingest


class Person(msgspec.Struct, frozen=True):
    """A user as the server named them; ``hash`` is valid for our account only. ``client`` is
    False for those whose chats are left out (bots, support, ourselves). ``photo`` is the id of
    their photo and the data centre that it lies in, (0, 0) for none."""

    id: int
    hash: int
    profile: Profile
    client: bool
    photo: tuple[int, int] = (0, 0)


class People:
    """The book of users, filled from every answer that carries some."""

    def __init__(
        self, account: Account, ingest: Ingest, key: str = "", *, bots: bool = False
    ) -> None:
        """``key`` is where the book lies; hashes that a bot was told are a book of their own.
        ``bots``: chats with bots are taken, too."""
        self._account, self._bots = account, bots
        self._ingest = ingest
        self._key = key or f"telegram/{account.id}/people"
        self._book: dict[int, Person] = {}
        self._dirty = False
        self.groups: Groups | None = None
        """The groups' book; without one no group is taken."""

    @property
    def own(self) -> int:
        """Our own id."""
        return self._account.id

    async def load(self) -> None:
        """Read the book kept by an earlier run."""
        if self.groups is not None:
            await self.groups.load()
        kept = await self._ingest.get_state(self._key)
        if kept:
            people = msgspec.json.decode(kept, type=list[Person])
            self._book = {person.id: person for person in people} | self._book

    async def save(self) -> None:
        """Keep the book, if it changed."""
        if self.groups is not None:
            await self.groups.save()
        if self._dirty:
            self._dirty = False
            await self._ingest.set_state(self._key, msgspec.json.encode([*self._book.values()]))

    def meet(self, users: Iterable[Any], now: int) -> list[Event]:
        """Take in users; returns an event for each client whose profile changed.

        "min" users (https://core.telegram.org/api/min) come without a valid access hash: enough
        to know whose message it is, and only where nothing better is known.
        """
        events = []
        for user in users:
            if not isinstance(user, types.User):
                continue
            old = self._book.get(user.id)
            usable = not user.min and user.access_hash is not None
            if old and not usable:
                continue
            client = is_client(user, self._account.id, bots=self._bots)
            person = Person(
                user.id, user.access_hash if usable else 0, profile_of(user), client,
                photo_of(user),
            )  # fmt: skip
            if old == person:
                continue
            self._book[user.id] = person
            self._dirty = True
            if old and person.client and old.profile != person.profile:
                events.append(profile_event(self._account.peer(user.id), person.profile, now))
        return events

    def suppose(self, user: int) -> None:
        """A chat's other side that no answer names is taken for a client until one does."""
        if user not in self._book and user not in (self._account.id, SERVICE_USER):
            self._book[user] = Person(user, 0, Profile(), True)

    def has(self, user: int) -> bool:
        """Whether the user stands in the book."""
        return user in self._book

    def knows(self, user: int) -> bool:
        """Whether the server has told us who this is, and how to name them in a request."""
        if user < 0:
            return self.input_peer(user) is not None
        person = self._book.get(user)
        return person is not None and person.hash != 0

    def is_client(self, user: int) -> bool:
        """Whether the chat with this user, or in this group, is one of ours; False while
        unknown."""
        if user < 0:
            return self.groups is not None and self.groups.taken(user)
        person = self._book.get(user)
        return person is not None and person.client

    def profile(self, user: int) -> Profile | None:
        """Name, phone and username, if known."""
        if user < 0:
            return self.groups.profile(user) if self.groups is not None else None
        person = self._book.get(user)
        return person.profile if person else None

    def photo(self, user: int) -> tuple[int, int] | None:
        """The id of somebody's photo and where it lies; None where that is not known."""
        person = self._book.get(user)
        return person.photo if person is not None and person.hash else None

    def input_peer(self, user: int) -> Any | None:
        """How to name the user, or this group, in a request, if known."""
        if user < 0:
            return self.groups.input_of(user) if self.groups is not None else None
        person = self._book.get(user)
        return types.InputPeerUser(user, person.hash) if person and person.hash else None


def photo_of(user: types.User) -> tuple[int, int]:
    """The id of a user's photo and its data centre."""
    photo = user.photo
    if not isinstance(photo, types.UserProfilePhoto):
        return 0, 0
    return photo.photo_id, photo.dc_id
