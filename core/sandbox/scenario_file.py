"""Scenario files, read strictly: every mistake is named by its place."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

from core.sandbox.scenario import (
    Attachment,
    ChannelName,
    Contact,
    Delete,
    Edit,
    Event,
    Fault,
    FaultName,
    Message,
    Operator,
    Reaction,
    Scenario,
    ScenarioError,
    Side,
    Spoken,
    Strict,
    TelegramIdentity,
    WhatsAppIdentity,
)

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_ACTIONS = ("edit", "delete", "reaction", "fault")
_FARTHEST_SECONDS = 1e9


class RawEvent(Strict, frozen=True, rename={"sender": "from"}):
    """One entry of `events` as it stands in the file."""

    id: str
    at: float
    contact: str | msgspec.UnsetType = msgspec.UNSET
    channel: ChannelName | msgspec.UnsetType = msgspec.UNSET
    sender: Side | msgspec.UnsetType = msgspec.UNSET
    text: str | msgspec.UnsetType = msgspec.UNSET
    attachment: Attachment | msgspec.UnsetType = msgspec.UNSET
    edit: str | msgspec.UnsetType = msgspec.UNSET
    delete: str | msgspec.UnsetType = msgspec.UNSET
    reaction: str | msgspec.UnsetType | None = msgspec.UNSET
    to: str | msgspec.UnsetType = msgspec.UNSET
    redeliver: int | msgspec.UnsetType = msgspec.UNSET
    fault: FaultName | msgspec.UnsetType = msgspec.UNSET
    seconds: float | msgspec.UnsetType = msgspec.UNSET


class _RawScenario(Strict, frozen=True):
    operator: Operator
    contacts: list[Contact]
    events: list[RawEvent]
    name: str = ""


def load(path: Path) -> Scenario:
    """Read a scenario file. Raises ScenarioError, and OSError where it cannot be opened."""
    return parse(path.read_bytes(), path.parent)


def parse(data: bytes, folder: Path) -> Scenario:
    """Read a scenario from JSON; attachments are looked for in `folder`. Raises ScenarioError."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ScenarioError([f"not JSON: {error}"]) from None
    if not isinstance(tree, dict):
        raise ScenarioError(["a scenario is a JSON object"])
    problems = _unknown_keys(tree)
    if problems:
        raise ScenarioError(problems)
    for event in _listed(tree, "events"):
        _leave_out_nulls(event)
    try:
        raw = msgspec.convert(tree, _RawScenario)
    except msgspec.ValidationError as error:
        raise ScenarioError([_placed(str(error), tree)]) from None
    return _Reader(raw, folder).read()


@cache
def _fields(struct: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields of a record; msgspec evaluates every annotation anew each time it is asked."""
    return msgspec.structs.fields(struct)


def _names(struct: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in _fields(struct)}


def _unknown_keys(tree: dict[str, Any]) -> list[str]:
    """Every key that the contract does not have, at all the places where one may stand."""
    problems: list[str] = []

    def check(value: object, struct: type[msgspec.Struct], place: str) -> None:
        if isinstance(value, dict):
            names = _names(struct)
            problems.extend(f"{place}: unknown key {key!r}" for key in value if key not in names)

    check(tree, _RawScenario, "scenario")
    check(tree.get("operator"), Operator, "operator")
    for index, contact in enumerate(_listed(tree, "contacts")):
        place = _called("contact", contact, index)
        check(contact, Contact, place)
        check(contact.get("telegram"), TelegramIdentity, f"{place}, telegram")
        check(contact.get("whatsapp"), WhatsAppIdentity, f"{place}, whatsapp")
    for index, event in enumerate(_listed(tree, "events")):
        place = _called("event", event, index)
        check(event, RawEvent, place)
        check(event.get("attachment"), Attachment, f"{place}, attachment")
    return problems


def _leave_out_nulls(event: dict[str, Any]) -> None:
    """null is as good as nothing, but for ``reaction``: there it takes back the one on ``to``."""
    taken_back = event.get("reaction", "") is None and event.get("to") is not None
    for key in [key for key, value in event.items() if value is None]:
        if not (key == "reaction" and taken_back):
            del event[key]


def _listed(tree: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = tree.get(key)
    return [v if isinstance(v, dict) else {} for v in value] if isinstance(value, list) else []


def _called(what: str, value: dict[str, Any], index: int) -> str:
    ident = value.get("id")
    return f"{what} {ident!r}" if isinstance(ident, str) and ident else f"{what} number {index + 1}"


_PATH = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_INDEXED = re.compile(r"^\.(?P<list>contacts|events)\[(?P<index>\d+)\](?P<rest>.*)$")


def _placed(message: str, tree: dict[str, Any]) -> str:
    """msgspec's sentence with the event or contact it speaks of instead of a path."""
    match = cast(re.Match[str], _PATH.match(message))
    path = match["path"] or ""
    indexed = _INDEXED.match(path)
    if indexed is None:
        return f"{path.lstrip('.') or 'scenario'}: {match['what']}"
    index = int(indexed["index"])
    name = {"contacts": "contact", "events": "event"}[indexed["list"]]
    place = _called(name, _listed(tree, indexed["list"])[index], index)
    rest = indexed["rest"].lstrip(".")
    return f"{place}, {rest}: {match['what']}" if rest else f"{place}: {match['what']}"


class _Reader:
    """Turns the raw records into a Scenario and gathers what is wrong on the way."""

    def __init__(self, raw: _RawScenario, folder: Path) -> None:
        self.raw = raw
        self.folder = folder
        self.problems: list[str] = []
        self.contacts = {contact.id: contact for contact in raw.contacts}

    def read(self) -> Scenario:
        self._people()
        self._unique("contact", [contact.id for contact in self.raw.contacts])
        self._unique("event", [event.id for event in self.raw.events])
        events = [event for event in map(self._event, self.raw.events) if event is not None]
        events.sort(key=lambda event: event.at)
        self._references(events)
        if self.problems:
            raise ScenarioError(self.problems)
        return Scenario(
            name=self.raw.name,
            operator=self.raw.operator,
            contacts=tuple(self.raw.contacts),
            events=tuple(events),
        )

    def _say(self, place: str, what: str) -> None:
        self.problems.append(f"{place}: {what}")

    def _unique(self, what: str, ids: list[str]) -> None:
        seen: set[str] = set()
        for ident in ids:
            if not ident:
                self._say(what, "an id is empty")
            elif ident in seen:
                self._say(f"{what} {ident!r}", "the id is there twice")
            seen.add(ident)

    def _people(self) -> None:
        self._phone("operator", self.raw.operator.phone)
        owners: dict[tuple[str, str], str] = {("telegram", self.raw.operator.phone): "operator"}
        for contact in self.raw.contacts:
            place = f"contact {contact.id!r}"
            telegram, whatsapp = contact.telegram, contact.whatsapp
            if telegram is not None and telegram.username is not None:
                name = telegram.username.removeprefix("@").casefold()
                if not name:
                    self._say(f"{place}, telegram", "the username is empty")
                elif (owner := owners.setdefault(("username", name), place)) != place:
                    self._say(f"{place}, telegram", f"the username is taken by {owner}")
            for channel, phone in (
                ("telegram", telegram.phone if telegram else None),
                ("whatsapp", whatsapp.phone if whatsapp else None),
            ):
                if phone is None:
                    continue
                self._phone(f"{place}, {channel}", phone)
                owner = owners.setdefault((channel, phone), place)
                if owner != place:
                    self._say(f"{place}, {channel}", f"the phone {phone} is taken by {owner}")

    def _phone(self, place: str, phone: str) -> None:
        if not _PHONE.fullmatch(phone):
            self._say(place, f"{phone!r} is no phone number (+ and 7 to 15 digits)")

    def _event(self, raw: RawEvent) -> Event | None:
        """The event of one record, or None after saying what is wrong with it."""
        place = f"event {raw.id!r}"
        before = len(self.problems)
        for key, number in (("at", raw.at), ("seconds", raw.seconds)):
            if number is not msgspec.UNSET and not abs(number) <= _FARTHEST_SECONDS:
                self._say(place, f"{key!r} is out of reach: {number:g}")
        kinds = [key for key in _ACTIONS if getattr(raw, key) is not msgspec.UNSET]
        if len(kinds) > 1:
            self._say(place, f"{' and '.join(map(repr, kinds))} exclude each other")
            return None
        kind = kinds[0] if kinds else "message"
        self._misplaced(place, kind, raw)
        if kind == "fault":
            fault = self._fault(place, raw)
            return fault if len(self.problems) == before else None
        common = self._spoken(place, raw)
        event = self._of_person(place, kind, raw, common) if common is not None else None
        return event if len(self.problems) == before else None

    def _misplaced(self, place: str, kind: str, raw: RawEvent) -> None:
        belongs = {
            "message": {"text", "attachment"},
            "edit": {"edit", "text"},
            "delete": {"delete"},
            "reaction": {"reaction", "to"},
            "fault": {"fault", "seconds"},
        }[kind]
        if kind != "fault":
            belongs = belongs | {"contact", "channel", "sender", "redeliver"}
        for field in _fields(RawEvent):
            given = getattr(raw, field.name) is not msgspec.UNSET
            if given and field.name not in belongs | {"id", "at"}:
                self._say(place, f"{field.encode_name!r} does not go with a {kind}")

    def _fault(self, place: str, raw: RawEvent) -> Fault | None:
        assert raw.fault is not msgspec.UNSET
        seconds = 0.0 if raw.seconds is msgspec.UNSET else raw.seconds
        if raw.fault != "model_crash" and raw.seconds is msgspec.UNSET:
            self._say(place, f"{raw.fault!r} needs 'seconds'")
        elif seconds < 0 or (seconds == 0 and raw.fault != "model_crash"):
            self._say(place, f"'seconds' has to be more than 0, not {seconds:g}")
        if raw.at < 0:
            self._say(place, "a fault cannot be history ('at' is below 0)")
        return Fault(raw.id, raw.at, raw.fault, seconds)

    def _spoken(self, place: str, raw: RawEvent) -> Spoken | None:
        missing = [
            name
            for name, value in (
                ("contact", raw.contact),
                ("channel", raw.channel),
                ("from", raw.sender),
            )
            if value is msgspec.UNSET
        ]
        if missing:
            self._say(place, f"{' and '.join(map(repr, missing))} missing")
        if (
            raw.contact is msgspec.UNSET
            or raw.channel is msgspec.UNSET
            or raw.sender is msgspec.UNSET
        ):
            return None
        contact = self.contacts.get(raw.contact)
        if contact is None:
            self._say(place, f"'contact' names {raw.contact!r}, which is no contact")
        elif getattr(contact, raw.channel) is None:
            self._say(place, f"contact {raw.contact!r} has no {raw.channel}")
        redeliver = 0 if raw.redeliver is msgspec.UNSET else raw.redeliver
        if redeliver < 0:
            self._say(place, f"'redeliver' has to be 0 or more, not {redeliver}")
        return Spoken(raw.id, raw.at, raw.contact, raw.channel, raw.sender, redeliver)

    def _of_person(self, place: str, kind: str, raw: RawEvent, common: Spoken) -> Event | None:
        head = (
            common.id,
            common.at,
            common.contact,
            common.channel,
            common.sender,
            common.redeliver,
        )
        text = "" if raw.text is msgspec.UNSET else raw.text
        if kind in ("message", "edit") and not text.strip() and raw.attachment is msgspec.UNSET:
            what = (
                "an edit needs 'text'"
                if kind == "edit"
                else "a message needs 'text' or 'attachment'"
            )
            self._say(place, what)
        if kind == "message":
            return Message(*head, text, self._attachment(place, raw))
        if kind == "edit":
            return Edit(*head, str(raw.edit), text)
        if kind == "delete":
            return Delete(*head, str(raw.delete))
        if raw.to is msgspec.UNSET:
            self._say(place, "a reaction needs 'to'")
            return None
        assert raw.reaction is not msgspec.UNSET
        return Reaction(*head, raw.to, raw.reaction or None)

    def _attachment(self, place: str, raw: RawEvent) -> Attachment | None:
        if raw.attachment is msgspec.UNSET:
            return None
        path = self.folder / raw.attachment.file
        try:
            found = path.is_file()
        except (OSError, ValueError):  # a name that no file system takes
            found = False
        if not found:
            self._say(f"{place}, attachment", f"there is no file {raw.attachment.file!r}")
        return Attachment(raw.attachment.kind, str(path))

    def _references(self, events: list[Event]) -> None:
        """Edits, deletes and reactions speak of an earlier message of the same thread."""
        known = {event.id for event in self.raw.events}
        broken = known - {event.id for event in events}
        played: dict[str, Message] = {}
        gone: set[str] = set()
        for event in events:
            if isinstance(event, Message):
                played[event.id] = event
            if isinstance(event, Message | Fault):
                continue
            key = "to" if isinstance(event, Reaction) else type(event).__name__.lower()
            place = f"event {event.id!r}, {key}"
            target = played.get(event.target)
            if event.target not in known:
                self._say(place, f"{event.target!r} is no event")
            elif event.target in broken:
                continue  # what is wrong with it is said already
            elif target is None:
                self._say(place, f"{event.target!r} is no message that was sent before")
            elif event.target in gone:
                self._say(place, f"{event.target!r} is deleted by then")
            elif (target.contact, target.channel) != (event.contact, event.channel):
                self._say(place, f"{event.target!r} is in another thread")
            elif isinstance(event, Edit) and target.sender != event.sender:
                self._say(place, f"{event.target!r} was written by the other side")
            elif isinstance(event, Delete):
                gone.add(event.target)
