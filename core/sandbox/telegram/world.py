"""Everything the server knows, in one place: people, post, files and authorisations."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from core.sandbox.telegram.centres import Address
from core.sandbox.telegram.connected import Connected
from core.sandbox.telegram.drafts import Drafts
from core.sandbox.telegram.files import Files
from core.sandbox.telegram.keys import ServerKey
from core.sandbox.telegram.people import People
from core.sandbox.telegram.persons import Persons
from core.sandbox.telegram.post import Post
from core.sandbox.telegram.records import AuthRecord, User
from core.sandbox.telegram.rooms import Rooms
from core.sandbox.telegram.shelves import Shelves
from core.sandbox.telegram.shop import Shops
from core.sandbox.telegram.srp import Challenge
from core.sandbox.telegram.state import StateFile

CHANNEL_LIMIT = 3000
"""More missed changes of a supergroup than that are not told one by one."""
WEEKLY_TRIALS = 2
"""Transcriptions a week without Premium: `transcribe_audio_trial_weekly_number`."""


class Codes:
    """Login codes "sent to a phone" and password attempts; gone with the process."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, str]] = {}
        self.challenges: dict[int, Challenge] = {}
        self.qr_tokens: dict[bytes, AuthRecord] = {}
        self.scanned: set[int] = set()
        self.exported: dict[bytes, int] = {}
        self.banned: set[str] = set()
        self.resent: dict[str, int] = {}

    def send(self, phone: str) -> tuple[str, str]:
        """A new code for a phone (digits): (hash, code)."""
        made = secrets.token_hex(9), f"{secrets.randbelow(90_000) + 10_000}"
        self._codes[phone] = made
        return made

    def current(self, phone: str) -> tuple[str, str] | None:
        """The last (hash, code) of a phone, unless it was used."""
        return self._codes.get(phone)

    def forget(self, phone: str) -> None:
        """A code works once."""
        self._codes.pop(phone, None)
        self.resent.pop(phone, None)


class Authorisations:
    """Auth keys and who is signed in with each."""

    def __init__(self, state: StateFile) -> None:
        self._state = state
        self._records = {record.key_id: record for record in state.load("auth", AuthRecord)}

    def add(self, record: AuthRecord) -> None:
        """Take in a key that was just agreed on."""
        self._records[record.key_id] = record
        self.save(record)

    def get(self, key_id: int) -> AuthRecord | None:
        """The record of a key."""
        return self._records.get(key_id)

    def owner(self, record: AuthRecord) -> AuthRecord:
        """The permanent key's record for a bound temporary key, else the record itself."""
        bound = self._records.get(record.bound_to) if record.bound_to is not None else None
        return bound or record

    def of(self, user: int) -> list[AuthRecord]:
        """Where a user is signed in."""
        return [record for record in self._records.values() if record.user == user]

    def save(self, record: AuthRecord) -> None:
        """Note that a record changed."""
        self._state.put("auth", record.key_id, record)

    def drop(self, record: AuthRecord) -> None:
        """Destroy a key."""
        self._records.pop(record.key_id, None)
        self._state.drop("auth", record.key_id)


@dataclass
class Waiting:
    """A text that its sender has put off until ``at`` (epoch seconds)."""

    id: int
    peer: int
    text: str
    at: float
    random_id: int
    entities: list[bytes]


class World:
    """The server's whole state, loaded from `path` where there is one. `heard` has the voice files
    that are being transcribed, True once that is done. `centres` are the data centres by their
    ids, `first` of them the server's own, `nearest` the one for unknown numbers (0: any).
    `private` are users whom nobody may take into a group; `mentions_seen`: (user, group) -> number
    up to which what names them was looked at."""

    def __init__(self, path: Path | None) -> None:
        self.state = StateFile(path)
        kept = self.state.load_bytes("server")
        self.key = ServerKey(kept.get("rsa"))
        secret = kept.get("secret") or os.urandom(32)
        self.people = People(self.state, secret)
        self.files = Files(self.state, secret)
        self.persons = Persons(self.state, self.files)
        self.rooms = Rooms(self.state)
        self.post = Post(self.state, self.rooms)
        self.connected = Connected(self.state, self.people, self.post.box)
        self.post.listen(self.connected.heard)
        self.shops = Shops(self.state)
        self.shelves = Shelves(self.state, self.post.box)
        self.post.after = self.shelves.wrote
        self.drafts = Drafts(self.state)
        self.auths = Authorisations(self.state)
        self.codes = Codes()
        self.online: dict[int, float] = {}
        self.heard: dict[int, bool] = {}
        self.weekly_trials = WEEKLY_TRIALS
        self.protected: set[int] = set()
        self.private: set[int] = set()
        self.mentions_seen: dict[tuple[int, int], int] = {}
        self.hide_reads: set[int] = set()
        self.answers: dict[bytes, tuple[str, bool, str]] = {}
        self.presses: list[tuple[int, int, bytes]] = []
        self.channel_limit = CHANNEL_LIMIT
        self.waiting: dict[int, list[Waiting]] = {}
        self.waited = 0
        self.first = 0
        self.nearest = 0
        self.centres: dict[int, Address] = {}
        self.port = int(kept.get("port", b"0"))
        if not kept:
            self.state.put("server", "rsa", self.key.private_pem)
            self.state.put("server", "secret", secret)
            self.state.flush()

    def keep_port(self, port: int) -> None:
        """Remember the port, so that the next process listens where clients look."""
        self.port = port
        self.state.put("server", "port", str(port).encode())
        self.state.flush()

    def signed_in(self, record: AuthRecord) -> User | None:
        """The user of an authorisation."""
        user = self.auths.owner(record).user
        return None if user is None else self.people.get(user)
