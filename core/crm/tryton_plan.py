"""What a record writes to Tryton, and what of it is not there yet. Pure.

Our key stands in ``party.identifier`` (an identifier without a type, code ``threadline:<key>``)
and in ``sale.opportunity.reference``: both are shown to people, searched by, and created in the
same transaction as their record, so that a crash between a create and its answer finds it again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec
import phonenumbers

from core.crm.mapping import Mapping
from core.crm.record import shown
from core.ports import CrmField, CrmRecord, CrmWrite

PARTY: Final = "party.party"
MECHANISM: Final = "party.contact_mechanism"
IDENTIFIER: Final = "party.identifier"
OPPORTUNITY: Final = "sale.opportunity"
NOTE: Final = "ir.note"
_DESCRIPTION = 250
_CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one record writes.

    ``mechanisms`` and ``identifiers`` are (type, value), ``comment`` is (label, value),
    ``comment_labels`` are all labels that are ours in a comment, ``notes`` are lines. ``labels``
    is place -> what its facts are called in the notes, in every language. A party's name is
    written once, at its creation: afterwards it is the CRM's.
    """

    code: str
    name: str
    mechanisms: tuple[tuple[str, str], ...]
    identifiers: tuple[tuple[str, str], ...]
    description: str
    amount: Decimal | None
    currency: str
    comment: tuple[tuple[str, str], ...]
    comment_labels: frozenset[str]
    notes: tuple[str, ...]
    labels: dict[str, frozenset[str]]

    def writes(self) -> list[CrmWrite]:
        """As a preview, in the order of writing."""
        found = [CrmWrite(PARTY, "name", self.name), CrmWrite(IDENTIFIER, "code", self.code)]
        found += [CrmWrite(IDENTIFIER, kind, value) for kind, value in self.identifiers]
        found += [CrmWrite(MECHANISM, kind, value) for kind, value in self.mechanisms]
        found.append(CrmWrite(OPPORTUNITY, "reference", self.code))
        if self.description:
            found.append(CrmWrite(OPPORTUNITY, "description", self.description))
        if self.amount is not None:
            found.append(CrmWrite(OPPORTUNITY, "amount", str(self.amount)))
            found.append(CrmWrite(OPPORTUNITY, "currency", self.currency))
        if self.comment:
            text = merged_comment("", self.comment, self.comment_labels)
            found.append(CrmWrite(OPPORTUNITY, "comment", text))
        return found + [CrmWrite(NOTE, "message", line) for line in self.notes]


def make_plan(record: CrmRecord, mapping: Mapping, *, lang: str, zone: tzinfo) -> Plan:
    """The plan of a record; times of notes are in ``zone``."""
    at: dict[str, list[CrmField]] = {}
    for field in record.fields:
        place = mapping.tryton.get(field.name)
        if place is not None:
            at.setdefault(place, []).append(field)
    amount, currency = _amount(at.get("opportunity.amount", []))
    comment: dict[str, list[str]] = {}
    for field in at.get("opportunity.comment", []):
        comment.setdefault(mapping.label(field.name, lang), []).append(shown(field))
    labels = {
        mapping.label(kind, lang)
        for kind, place in mapping.tryton.items()
        if place == "opportunity.comment"
    }
    mechanisms = [_phone(field.value) for field in at.get("mechanism.mobile", [])]
    mechanisms += [("email", field.value) for field in at.get("mechanism.email", [])]
    identifiers = [
        (place.partition(".")[2], field.value)
        for place, fields in at.items()
        if place.startswith("identifier.")
        for field in fields
    ]
    described = [_line(shown(field)) for field in at.get("opportunity.description", [])]
    return Plan(
        code=f"threadline:{record.key}",
        name=_line(record.contact),
        mechanisms=tuple(dict.fromkeys(mechanisms)),
        identifiers=tuple(dict.fromkeys(identifiers)),
        description=", ".join(dict.fromkeys(described))[:_DESCRIPTION],
        amount=amount,
        currency=currency,
        comment=tuple((label, _line("; ".join(values))) for label, values in comment.items()),
        comment_labels=frozenset(labels),
        notes=tuple(
            dict.fromkeys(
                _note(field, mapping.label(field.name, lang), zone)
                for field in record.fields
                if field.quote
            )
        ),
        labels={
            place: frozenset(
                mapping.label(kind, language)
                for kind, at_place in mapping.tryton.items()
                for language in mapping.labels
                if at_place == place
            )
            for place in mapping.tryton.values()
        },
    )


def told(notes: Iterable[str], labels: Iterable[str]) -> set[str]:
    """The values that our notes give under one of the labels: what stands in the CRM and is
    among them came from us, and may be taken back by us."""
    ours = set(labels)
    found = set()
    for message in notes:
        for line in message.splitlines():
            label, _, rest = line.partition(": ")
            value, quoted, _ = rest.partition(" — «")
            if quoted and label in ours:
                found.add(value)
    return found


def taken_back(
    there: Iterable[tuple[int, str]], wanted: Iterable[str], told_before: Iterable[str]
) -> list[int]:
    """The ids of those (id, value) that came from us and are wanted no more."""
    keep = {_compact(value) for value in wanted}
    ours = {_compact(value) for value in told_before} - keep
    return [ident for ident, value in there if _compact(value) in ours]


def amount_told(notes: Iterable[str], labels: Iterable[str], amount: Decimal) -> bool:
    """Whether our notes give that amount."""
    for value in told(notes, labels):
        number = value.partition(" ")[0]
        try:
            if Decimal(number) == amount:
                return True
        except InvalidOperation:
            continue
    return False


def merged_comment(there: str, ours: Sequence[tuple[str, str]], labels: Iterable[str]) -> str:
    """A comment with our lines brought up to date, each under its label, and all other lines
    left as people wrote them. A line of ours that has no value any more goes."""
    values = dict(ours)
    mine = set(labels) | set(values)
    lines: list[str] = []
    for line in there.split("\n") if there else []:
        label = line.partition(":")[0]
        if label not in mine:
            lines.append(line)
        elif label in values:
            lines.append(f"{label}: {values.pop(label)}")
    lines += [f"{label}: {value}" for label, value in values.items()]
    return "\n".join(lines)


def missing(wanted: Sequence[tuple[str, str]], there: Iterable[str]) -> list[tuple[str, str]]:
    """Those of ``wanted`` (type, value) whose value stands nowhere in ``there``."""
    known = {_compact(value) for value in there}
    return [(kind, value) for kind, value in wanted if _compact(value) not in known]


def _compact(value: str) -> str:
    text = value.casefold()
    return "".join(char for char in text if char not in " -()") if "@" not in text else text


def missing_notes(wanted: Sequence[str], there: Iterable[str]) -> list[str]:
    """Those lines that stand in no note yet."""
    known = {line for message in there for line in message.splitlines()}
    return [line for line in wanted if line not in known]


def _amount(fields: Sequence[CrmField]) -> tuple[Decimal | None, str]:
    for field in reversed(fields):
        number, _, currency = field.value.partition(" ")
        try:
            amount = Decimal(number).quantize(Decimal("0.01")).normalize() + 0
        except InvalidOperation:
            continue
        if amount.is_finite():
            return amount, currency or field.unit
    return None, ""


def _phone(value: str) -> tuple[str, str]:
    """A number that Tryton would refuse as a phone is still a way to reach somebody."""
    try:
        valid = phonenumbers.is_valid_number(phonenumbers.parse(value, None))
    except phonenumbers.NumberParseException:
        valid = False
    return ("mobile" if valid else "other"), value


def _note(field: CrmField, label: str, zone: tzinfo) -> str:
    source = [_CHANNELS.get(field.channel, field.channel)]
    if field.at:
        source.append(datetime.fromtimestamp(field.at / 1000, zone).strftime("%d.%m.%Y %H:%M"))
    if field.document:
        source.append(field.document)
    if field.page:
        source.append(f"№ {field.page}")
    said = _line(field.quote)
    where = ", ".join(part for part in source if part)
    return f"{label}: {_line(shown(field))} — «{said}»" + (f" ({where})" if where else "")


def _line(text: str) -> str:
    """On one line, without what no CRM shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
