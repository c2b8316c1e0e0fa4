"""What people say of themselves and of one another: contacts' names, who is blocked, profiles,
photos, and whom they let find or write to them.

https://core.telegram.org/api/contacts, https://core.telegram.org/api/privacy
"""

from __future__ import annotations

import time

import msgspec
from telethon.tl import types as tl

from core.sandbox.telegram.files import Files
from core.sandbox.telegram.records import SandboxFile
from core.sandbox.telegram.state import StateFile


class Person(msgspec.Struct):
    """``names``: how this account calls its contacts (first, last); ``blocked``: since when
    (epoch seconds). ``photo`` is a file, 0 for none. ``hidden``: only contacts find them by their
    number; ``closed``: strangers may not write."""

    user: int
    names: dict[int, tuple[str, str]] = {}
    blocked: dict[int, float] = {}
    about: str = ""
    birthday: tuple[int, int, int] | None = None
    photo: int = 0
    hidden: bool = False
    closed: bool = False


class Persons:
    """Those of all accounts."""

    def __init__(self, state: StateFile, files: Files) -> None:
        self._state, self._files = state, files
        self._persons = {one.user: one for one in state.load("person", Person)}
        self.reported: list[tuple[int, int]] = []
        """Who reported whom as a sender of spam."""

    def of(self, user: int) -> Person:
        """The account's."""
        return self._persons.setdefault(user, Person(user, names={}, blocked={}))

    def save(self, person: Person) -> None:
        """Note that it changed."""
        self._state.put("person", person.user, person)

    def tell(
        self, user: int, *, about: str = "", birthday: tuple[int, int, int] | None = None,
        hidden: bool = False, closed: bool = False,
    ) -> None:  # fmt: skip
        """What an account says of itself (day, month, year or 0), and whom it lets near."""
        person = self.of(user)
        person.about, person.birthday = about, birthday
        person.hidden, person.closed = hidden, closed
        self.save(person)

    def show(self, user: int, picture: bytes) -> int:
        """An account has this photo (JPEG), b"" for none; its id."""
        person = self.of(user)
        file = SandboxFile("photo.jpg", "image/jpeg", picture, "image") if picture else None
        person.photo = self._files.add(file).id if file is not None else 0
        self.save(person)
        return person.photo

    def call(self, user: int, other: int, first: str, last: str) -> None:
        """``user`` calls a contact so; ('', ''): as they call themselves."""
        person = self.of(user)
        person.names.pop(other, None)
        if first or last:
            person.names[other] = (first, last)
        self.save(person)

    def block(self, user: int, other: int, *, blocked: bool) -> bool:
        """Whether that changed anything."""
        person = self.of(user)
        if (other in person.blocked) == blocked:
            return False
        person.blocked.pop(other, None)
        if blocked:
            person.blocked[other] = time.time()
        self.save(person)
        return True

    def photo(self, user: int, dc_id: int) -> tl.UserProfilePhoto | None:
        """As a user has it."""
        ident = self.of(user).photo
        record = self._files.get(ident) if ident else None
        return tl.UserProfilePhoto(ident, record.dc or dc_id) if record is not None else None
