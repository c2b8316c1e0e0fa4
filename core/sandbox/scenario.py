"""Scenarios: the people and the events that the sandbox plays, as `scenario_file` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

ChannelName = Literal["telegram", "whatsapp"]
Side = Literal["client", "us"]
AttachmentKind = Literal["voice", "document", "image"]
FaultName = Literal["telegram_down", "graph_down", "crm_down", "model_crash"]


class ScenarioError(ValueError):
    """The file is no scenario; `problems` has one sentence for each mistake, with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record in whose JSON an unknown key is an error."""


class Operator(Strict, frozen=True):
    """Who sits at the desk; `password` is the second factor, None when there is none."""

    phone: str
    name: str
    password: str | None = None


class TelegramIdentity(Strict, frozen=True):
    """A Telegram user; with a phone they are in the operator's contact list."""

    username: str | None = None
    phone: str | None = None


class WhatsAppIdentity(Strict, frozen=True):
    """A WhatsApp user, by phone."""

    phone: str


class Contact(Strict, frozen=True):
    """A person of the scenario and the channels they write on."""

    id: str
    name: str
    telegram: TelegramIdentity | None = None
    whatsapp: WhatsAppIdentity | None = None


class Attachment(Strict, frozen=True):
    """A file beside the scenario file; in a read Scenario, `file` is the path to open."""

    kind: AttachmentKind
    file: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What every event of a person has: when (seconds from now), who, where, which side."""

    id: str
    at: float
    contact: str
    channel: ChannelName
    sender: Side
    redeliver: int


@dataclass(frozen=True, slots=True)
class Message(Spoken):
    """A new message, with text, a file, or both."""

    text: str
    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class Edit(Spoken):
    """The text of `target` becomes `text`."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Delete(Spoken):
    """`target` is gone for both sides."""

    target: str


@dataclass(frozen=True, slots=True)
class Reaction(Spoken):
    """A reaction on `target`; None takes it back."""

    target: str
    emoji: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something breaks for `seconds`."""

    id: str
    at: float
    name: FaultName
    seconds: float


Event = Message | Edit | Delete | Reaction | Fault


@dataclass(frozen=True, slots=True)
class Scenario:
    """A read scenario; `events` are in the order of `at`, those of one moment as in the file."""

    name: str
    operator: Operator
    contacts: tuple[Contact, ...]
    events: tuple[Event, ...]

    def contact(self, contact_id: str) -> Contact:
        """The contact of that id; KeyError where there is none."""
        for contact in self.contacts:
            if contact.id == contact_id:
                return contact
        raise KeyError(contact_id)
