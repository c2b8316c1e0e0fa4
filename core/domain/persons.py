"""Somebody at a messenger, whether we have a chat with them or not, and what they tell of
themselves. Pure."""

from typing import Literal

import msgspec

from core.domain.business import Hours
from core.domain.channels import Profile
from core.domain.problems import Problem

PersonKind = Literal["person", "bot", "group", "channel", "self"]
"""Only to a person is written first. ``self``: our own account."""


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``id`` is what the messenger calls them (a peer's id); ``contact``: in our account's."""

    id: str
    name: str = ""
    username: str = ""
    phone: str = ""
    kind: PersonKind = "person"
    contact: bool = False

    @property
    def profile(self) -> Profile:
        """As it stands in the log."""
        return Profile(name=self.name, phone=self.phone or None, username=self.username or None)


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody tells of themselves: ``birthday`` is (day, month, year or 0), ``common`` the
    names of groups that both are in and ``common_count`` how many there are, ``photo`` the id of
    their photo ('' for none). ``asked_at`` is when it was so (ms, 0: never)."""

    first_name: str = ""
    last_name: str = ""
    username: str = ""
    phone: str = ""
    contact: bool = False
    about: str = ""
    birthday: tuple[int, int, int] | None = None
    common: tuple[str, ...] = ()
    common_count: int = 0
    hours: Hours | None = None
    address: str = ""
    photo: str = ""
    asked_at: int = 0


class Somebody(msgspec.Struct, frozen=True):
    """A person by our ``account`` that knows them; ``thread`` where they are here already."""

    account: str
    person: Person
    thread: int | None = None


class Found(msgspec.Struct, frozen=True):
    """What the messengers found; ``problem`` says why one did not answer."""

    people: tuple[Somebody, ...] = ()
    problem: Problem | None = None


class LinkPlace(msgspec.Struct, frozen=True):
    """Where a link leads: a ``thread`` that is here, and a message of it (row id and ms; 0 where it
    is none, or is not here), or ``somebody`` whose thread is not; nothing where nobody is meant."""

    thread: int | None = None
    message: int = 0
    at: int = 0
    somebody: Somebody | None = None


def fits(person: Person, words: str) -> bool:
    """Whether each of the words begins a part of the name, the username or the number."""
    parts = [*person.name.casefold().split(), person.username.casefold()]
    digits = "".join(c for c in person.phone if c.isdigit())
    typed = "".join(c for c in words if c.isdigit())
    if typed and not any(c.isalpha() for c in words):
        return len(typed) > 2 and typed in digits
    wanted = words.casefold().removeprefix("@").split()
    return bool(wanted) and all(any(p.startswith(w) for p in parts) for w in wanted)
