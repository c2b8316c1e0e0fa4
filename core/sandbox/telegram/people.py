"""Accounts: who exists, whose phone is visible to whom, and the hashes that name them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import blake2b

from core.sandbox.telegram.records import User
from core.sandbox.telegram.srp import Verifier, make_verifier
from core.sandbox.telegram.state import StateFile

# Real user ids passed 2^32 long ago; a client that keeps 32 bits shall notice here.
FIRST_USER_ID = 6_100_000_001


class People:
    """All accounts of the server."""

    def __init__(self, state: StateFile, secret: bytes) -> None:
        self._state = state
        self._secret = secret
        self._users = {user.id: user for user in state.load("user", User)}

    def add(
        self,
        *,
        phone: str,
        first_name: str,
        last_name: str,
        username: str | None,
        password: str | None,
        premium: bool = False,
        bot: bool = False,
    ) -> User:
        """A new account; raises ValueError if the phone or the username is taken."""
        if not bot and self.by_phone(phone) is not None:
            raise ValueError(f"phone {phone} is taken")
        if username is not None and self.by_username(username) is not None:
            raise ValueError(f"username {username} is taken")
        user = User(
            id=max(self._users, default=FIRST_USER_ID - 1) + 1,
            phone=digits(phone),
            first_name=first_name,
            last_name=last_name,
            username=username,
            contacts=set(),
            premium=premium,
        )
        if password is not None:
            verifier = make_verifier(password)
            user.salt1, user.salt2, user.verifier = verifier.salt1, verifier.salt2, verifier.v
        self._users[user.id] = user
        self._state.put("user", user.id, user)
        return user

    def add_bot(self, name: str, username: str, *, business: bool) -> User:
        """A new bot with a token; raises ValueError if the username is taken."""
        bot = self.add(
            phone="", first_name=name, last_name="", username=username, password=None, bot=True
        )
        bot.business = business
        self.new_token(bot)
        return bot

    def new_token(self, bot: User) -> str:
        """Another token; the one before is of no use any more."""
        bot.token = f"{bot.id}:{secrets.token_urlsafe(26)}"
        self._state.put("user", bot.id, bot)
        return bot.token

    def by_token(self, token: str) -> User | None:
        """The bot with this token."""
        return next((u for u in self._users.values() if token and u.token == token), None)

    def settle(self, user: User, dc: int) -> None:
        """The account lives in this data centre, 0 the first."""
        if user.home != dc:
            user.home = dc
            self._state.put("user", user.id, user)

    def get(self, user_id: int) -> User | None:
        """The account with this id."""
        return self._users.get(user_id)

    def need(self, user_id: int) -> User:
        """The account with this id; raises KeyError."""
        return self._users[user_id]

    def everyone(self) -> Iterable[User]:
        """All accounts."""
        return self._users.values()

    def by_phone(self, phone: str) -> User | None:
        """The account of a phone number in any writing."""
        wanted = digits(phone)
        return next((user for user in self._users.values() if user.phone == wanted), None)

    def by_username(self, username: str) -> User | None:
        """The account of a username, case ignored."""
        wanted = username.removeprefix("@").casefold()
        return next(
            (u for u in self._users.values() if u.username and u.username.casefold() == wanted),
            None,
        )

    def took_trial(self, user: User) -> None:
        """One transcription without Premium is used up."""
        user.trials += 1
        self._state.put("user", user.id, user)

    def add_contact(self, owner: int, other: int) -> None:
        """Make `other`'s phone visible to `owner`."""
        user, _ = self.need(owner), self.need(other)
        user.contacts.add(other)
        self._state.put("user", owner, user)

    def remove_contact(self, owner: int, other: int) -> None:
        """Take `other` out of `owner`'s contacts."""
        user = self.need(owner)
        user.contacts.discard(other)
        self._state.put("user", owner, user)

    def access_hash(self, viewer: int, kind: str, target: int) -> int:
        """The hash `viewer` has to show to name a user or a file; it differs per viewer."""
        name = f"{viewer}:{kind}:{target}".encode()
        digest = blake2b(name, key=self._secret, digest_size=8).digest()
        return int.from_bytes(digest, "little", signed=True)

    @staticmethod
    def verifier(user: User) -> Verifier | None:
        """What proves the user's password, if there is one."""
        return Verifier(user.salt1, user.salt2, user.verifier) if user.verifier else None


def digits(phone: str) -> str:
    """A phone number as Telegram writes it: digits alone."""
    return "".join(character for character in phone if character.isdigit())
