"""The account's contacts as they are kept: who they are, and how each is named in a request."""

import msgspec
from telethon import types

from core.channels.telegram.converters import SERVICE_USER, profile_of
from core.domain.persons import Person, PersonKind

NAME = "contacts"
"""What they are kept under, of an account's state."""


class Contact(msgspec.Struct, frozen=True):
    """A contact with the hash that names them."""

    person: Person
    hash: int


def read(raw: bytes | None) -> dict[str, Contact]:
    """By their ids; what cannot be read is asked for anew."""
    try:
        listed = msgspec.json.decode(raw or b"[]", type=list[Contact])
    except msgspec.DecodeError:
        return {}
    return {one.person.id: one for one in listed}


def write(contacts: dict[str, Contact]) -> bytes:
    """As it is kept."""
    return msgspec.json.encode([*contacts.values()])


def person_of(user: types.User) -> Person:
    """A user in our words."""
    told = profile_of(user)
    kind: PersonKind = "person"
    if user.is_self:
        kind = "self"
    elif user.bot or user.support or user.id == SERVICE_USER:
        kind = "bot"
    return Person(
        id=str(user.id), name=told.name, username=told.username or "", phone=told.phone or "",
        kind=kind, contact=bool(user.contact),
    )  # fmt: skip


def user_of(kept: Contact) -> types.User:
    """A contact as the server told of them."""
    one = kept.person
    return types.User(
        id=int(one.id), access_hash=kept.hash, contact=True, first_name=one.name,
        phone=one.phone.removeprefix("+") or None, username=one.username or None,
    )  # fmt: skip
