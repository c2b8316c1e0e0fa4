"""The record of a thread: everything of it that the mapping sends. Pure."""

import hashlib
import json
from collections.abc import Sequence

import msgspec

from core.crm.mapping import Mapping
from core.domain.reading import Intent
from core.domain.views import FactRow
from core.ports import CrmField, CrmRecord


def build_record(
    mapping: Mapping,
    *,
    key: str,
    name: str,
    phones: Sequence[str] = (),
    facts: Sequence[FactRow] = (),
    intents: Sequence[Intent] = (),
    queue: str = "",
) -> CrmRecord:
    """The record of the thread that we call ``key``, for ever. ``facts`` are its rows, of which
    those go that stand, that the mapping names, and that we are sure of or the operator
    confirmed. ``phones`` are E.164, as the channels tell them."""
    rows = [row for row in facts if _goes(row, mapping)]
    rows.sort(key=lambda row: (mapping.facts.index(row.fact.kind), row.message_at, row.fact.id))
    fields = [_field(row) for row in rows]
    if "phone" in mapping.facts:
        said = {field.value for field in fields if field.name == "phone"}
        fields = [CrmField(name="phone", value=phone) for phone in phones if phone not in said] + (
            fields
        )
    person = next((field.value for field in fields if field.name == "person"), "")
    return CrmRecord(
        key=key,
        contact=name.strip() or person or next(iter(phones), "") or key,
        fields=tuple(dict.fromkeys(fields)),
        intents=tuple(intent.tag for intent in intents),
        queue=queue,
    )


def digest(record: CrmRecord) -> str:
    """Names what the targets write of a record: two records with one digest are one delivery.

    The queue and the intents are no part of it: they are ours, and no target writes them.
    """
    parts: list[object] = [
        record.key,
        record.contact,
        sorted(msgspec.to_builtins(record.fields), key=str),
    ]
    return _name(parts)


def field_id(key: str, field: CrmField) -> str:
    """Names one statement of one record, so that it is written once."""
    parts: list[object] = [key, field.name, field.value, field.unit, field.quote, field.message]
    return _name(parts)


def _name(parts: list[object]) -> str:
    # ASCII JSON: half a surrogate in a client's text has no UTF-8.
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def shown(field: CrmField) -> str:
    """The value with its unit."""
    return f"{field.value} {field.unit}".strip()


def _goes(row: FactRow, mapping: Mapping) -> bool:
    fact = row.fact
    if fact.kind not in mapping.facts or fact.status != "standing" or fact.review == "rejected":
        return False
    return bool(fact.review) or fact.confidence >= mapping.confidence


def _field(row: FactRow) -> CrmField:
    fact = row.fact
    return CrmField(
        name=fact.kind,
        value=fact.value,
        unit=fact.unit,
        quote=fact.quote,
        at=row.fact.at if row.reaction else row.message_at,
        channel=row.channel.value,
        message=row.external_id,
        document=row.document,
        page=fact.page,
    )
