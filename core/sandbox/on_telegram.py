"""A scenario's Telegram side: events become messages in the server's boxes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import msgspec

from core.sandbox.attachments import load_file
from core.sandbox.scenario import Contact, Delete, Edit, Message, Operator, Reaction, Spoken
from core.sandbox.telegram import SandboxFile, TelegramServer

# A Telegram account has a phone even when nobody may see it; +999 is in no country's plan.
_HIDDEN_PHONE = "+99966{:07d}"


class Made(msgspec.Struct):
    """What an event made: a message's id by user; no ids for an edit, a delete, a reaction."""

    ids: dict[int, int] = {}


class TelegramStage:
    """Plays the Telegram events of a scenario on a TelegramServer.

    What was made is kept with the server's state, in the same transaction: people and messages of
    an earlier run are found again instead of being made twice.
    """

    def __init__(
        self, server: TelegramServer, operator: Operator, contacts: tuple[Contact, ...]
    ) -> None:
        self._server = server
        self._state = server.state
        # By contact id ("" is the operator), by event id, and by id in the operator's box: the
        # last knows the messages of earlier runs, too.
        self._users = {who: int(user) for who, user in self._state.load_bytes("cast").items()}
        self._made = dict(self._state.load_named("made", Made))
        self._origins = {
            int(number): event.decode()
            for number, event in self._state.load_bytes("origin").items()
        }
        with server.together():
            self._cast(operator, contacts)
        self.operator = self._users[""]

    def _cast(self, operator: Operator, contacts: tuple[Contact, ...]) -> None:
        """Give everyone an account who has none yet."""
        server = self._server
        if "" not in self._users:
            self._add(
                "",
                server.add_user(
                    phone=operator.phone, first_name=operator.name, password=operator.password
                ),
            )
        for number, contact in enumerate(contacts, start=1):
            if contact.telegram is None or contact.id in self._users:
                continue
            first, _, last = contact.name.partition(" ")
            user = server.add_user(
                phone=contact.telegram.phone or _HIDDEN_PHONE.format(number),
                first_name=first,
                last_name=last,
                username=(contact.telegram.username or "").removeprefix("@") or None,
            )
            if contact.telegram.phone is not None:
                server.add_contact(self._users[""], user)
            self._add(contact.id, user)

    def _add(self, who: str, user: int) -> None:
        self._users[who] = user
        self._state.put("cast", who, str(user).encode())

    def at_once(self) -> AbstractContextManager[None]:
        """What is played inside is kept in one transaction."""
        return self._server.together()

    def played(self, event_id: str) -> bool:
        """True for an event whose outcome is in the kept state already."""
        return event_id in self._made

    def external_id(self, event: Spoken) -> str:
        """The id, in the operator's box, of the message that the event makes or concerns."""
        return str(self._made[getattr(event, "target", event.id)].ids[self.operator])

    def play(self, event: Spoken, *, at: float | None = None, push: bool = True) -> None:
        """Apply the event; `at` is its own old time, None for now."""
        with self._server.together():
            made = self._made[event.id] = self._apply(event, at, push)
            self._state.put("made", event.id, made)
            if made.ids:
                message = made.ids[self.operator]
                self._origins[message] = event.id
                self._state.put("origin", message, event.id.encode())

    def _apply(self, event: Spoken, at: float | None, push: bool) -> Made:
        theirs = self._users[event.contact]
        author, other = (self.operator, theirs) if event.sender == "us" else (theirs, self.operator)
        if isinstance(event, Message):
            file = None
            if event.attachment is not None:
                loaded = load_file(event.attachment)
                file = SandboxFile(
                    loaded.name, loaded.mime, loaded.data, loaded.kind, loaded.seconds, loaded.said
                )
            sent = self._server.send(author, other, event.text, at=at, file=file, push=push)
            # Who answers has read what was there.
            self._server.read(author, other, sent.ids[author])
            return Made(dict(sent.ids))
        assert isinstance(event, Edit | Delete | Reaction)
        message = self._made[event.target].ids[author]
        if isinstance(event, Edit):
            self._server.edit(author, message, event.text)
        elif isinstance(event, Delete):
            self._server.delete(author, [message])
        else:
            self._server.react(author, message, event.emoji)
        return Made()

    def standing(self, contact: Contact) -> list[tuple[float, dict[str, Any]]]:
        """(time, message) of the scenario's messages that stand in the operator's box."""
        peer = self._users.get(contact.id)
        if peer is None:
            return []
        events = self._origins
        sides = {self.operator: "us", peer: "client"}
        return [
            (
                stored.at,
                {
                    "event": events[stored.id],
                    "channel": "telegram",
                    "external_id": str(stored.id),
                    "from": sides[stored.sender],
                    "text": stored.text,
                    "reactions": [
                        {"from": sides[user], "emoji": emoji}
                        for user, emoji in stored.reactions.items()
                    ],
                },
            )
            for stored in self._server.history(self.operator, peer)
            if stored.id in events
        ]

    def sent_by_app(self) -> list[dict[str, Any]]:
        """The operator's messages that no event made: the application sent them."""
        events = self._origins
        return [
            {
                "channel": "telegram",
                "contact": contact,
                "external_id": str(stored.id),
                "kind": "text" if stored.file_name is None else "file",
                "text": stored.text,
                "at": stored.at,
            }
            for contact, peer in self._users.items()
            if contact
            for stored in self._server.history(self.operator, peer)
            if stored.sender == self.operator and stored.id not in events
        ]
