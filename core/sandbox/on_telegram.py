"""A scenario's Telegram side: events become messages in the server's boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from core.sandbox.attachments import load_file
from core.sandbox.scenario import Contact, Delete, Edit, Message, Operator, Reaction, Spoken
from core.sandbox.telegram import SandboxFile, TelegramServer

# A Telegram account has a phone even when nobody may see it; +999 is in no country's plan.
_HIDDEN_PHONE = "+99966{:07d}"


class Notes(msgspec.Struct):
    """What a kept server state needs beside it.

    `users`: contact id ("" for the operator) -> user id; `sent`: message event -> its ids by
    user; `events`: id in the operator's box -> the event that made it, in this or an earlier
    run; `applied`: edits, deletes and reactions of the history.
    """

    users: dict[str, int] = {}
    sent: dict[str, dict[int, int]] = {}
    events: dict[int, str] = {}
    applied: set[str] = set()


class TelegramStage:
    """Plays the Telegram events of a scenario on a TelegramServer.

    With `notes_file`, people and messages of an earlier run on the same state are found again
    instead of being made twice.
    """

    def __init__(
        self,
        server: TelegramServer,
        operator: Operator,
        contacts: tuple[Contact, ...],
        notes_file: Path | None = None,
    ) -> None:
        self._server = server
        self._file = notes_file
        self._notes = Notes()
        if notes_file is not None and notes_file.exists():
            self._notes = msgspec.json.decode(notes_file.read_bytes(), type=Notes)
        users = self._notes.users
        if "" not in users:
            users[""] = server.add_user(
                phone=operator.phone, first_name=operator.name, password=operator.password
            )
        self.operator = users[""]
        for number, contact in enumerate(contacts, start=1):
            if contact.telegram is None or contact.id in users:
                continue
            first, _, last = contact.name.partition(" ")
            users[contact.id] = server.add_user(
                phone=contact.telegram.phone or _HIDDEN_PHONE.format(number),
                first_name=first,
                last_name=last,
                username=(contact.telegram.username or "").removeprefix("@") or None,
            )
            if contact.telegram.phone is not None:
                server.add_contact(self.operator, users[contact.id])
        self._keep()

    def _keep(self) -> None:
        if self._file is not None:
            self._file.write_bytes(msgspec.json.encode(self._notes))

    def played(self, event_id: str) -> bool:
        """True for an event whose outcome is in the kept state already."""
        return event_id in self._notes.sent or event_id in self._notes.applied

    def external_id(self, event: Spoken) -> str:
        """The id, in the operator's box, of the message that the event makes or concerns."""
        return str(self._notes.sent[getattr(event, "target", event.id)][self.operator])

    def play(self, event: Spoken, *, at: float | None = None, push: bool = True) -> None:
        """Apply the event; `at` is its own old time, None for now."""
        theirs = self._notes.users[event.contact]
        author, other = (self.operator, theirs) if event.sender == "us" else (theirs, self.operator)
        if isinstance(event, Message):
            file = None
            if event.attachment is not None:
                loaded = load_file(event.attachment)
                file = SandboxFile(
                    loaded.name, loaded.mime, loaded.data, loaded.kind, loaded.seconds
                )
            sent = self._server.send(author, other, event.text, at=at, file=file, push=push)
            self._notes.sent[event.id] = dict(sent.ids)
            self._notes.events[sent.ids[self.operator]] = event.id
            # Who answers has read what was there.
            self._server.read(author, other, sent.ids[author])
            self._keep()
            return
        assert isinstance(event, Edit | Delete | Reaction)
        message = self._notes.sent[event.target][author]
        if isinstance(event, Edit):
            self._server.edit(author, message, event.text)
        elif isinstance(event, Delete):
            self._server.delete(author, [message])
        else:
            self._server.react(author, message, event.emoji)
        self._notes.applied.add(event.id)
        self._keep()

    def standing(self, contact: Contact) -> list[tuple[float, dict[str, Any]]]:
        """(time, message) of the scenario's messages that stand in the operator's box."""
        peer = self._notes.users.get(contact.id)
        if peer is None:
            return []
        events = self._notes.events
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
        events = self._notes.events
        return [
            {
                "channel": "telegram",
                "contact": contact,
                "external_id": str(stored.id),
                "kind": "text" if stored.file_name is None else "file",
                "text": stored.text,
                "at": stored.at,
            }
            for contact, peer in self._notes.users.items()
            if contact
            for stored in self._server.history(self.operator, peer)
            if stored.sender == self.operator and stored.id not in events
        ]
