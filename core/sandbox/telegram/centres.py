"""Data centres: several addresses of one Telegram, each with auth keys of its own.

An account lives in one of them and is sent there from any other, and a file lies in one. Source:
https://core.telegram.org/api/datacenter and https://core.telegram.org/api/errors#303-see-other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.sandbox.telegram.records import AuthRecord, FileRecord, User

if TYPE_CHECKING:
    from core.sandbox.telegram.world import World


@dataclass(frozen=True)
class Address:
    """Where a data centre is, as clients are told."""

    host: str
    port: int
    dc_id: int


def home_of(world: World, user: User) -> int:
    """Where an account lives."""
    return user.home or world.first


def place_of(world: World, record: FileRecord) -> int:
    """Where a file lies."""
    return record.dc or world.first


def dc_of(world: World, auth: AuthRecord) -> int:
    """Where an auth key was agreed on."""
    return auth.dc or world.first


def at_home(world: World, auth: AuthRecord) -> bool:
    """Whether an authorisation is the account's own, and not one that fetches files."""
    user = world.people.get(auth.user) if auth.user is not None else None
    return user is not None and home_of(world, user) == dc_of(world, auth)
