"""The report of a scenario, read off the window's own item models. Pure but for its caller."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.domain.views import FactRow, MessageRow, ThreadRow
from core.domain.window import window
from core.ports import CrmRecord

Key = tuple[str, str]
"""(channel, external id) of a message."""


def thread_report(
    row: ThreadRow,
    messages: Sequence[MessageRow],
    facts: Sequence[FactRow],
    events: Mapping[Key, str],
    now: int,
) -> dict[str, Any]:
    """What the operator sees of one thread. ``events`` leads from a message to the scenario's
    event."""
    by_row = {m.id: (m.peer.channel.value, m.external_id) for m in messages}
    state = window(row.window_closes, now, exists=row.has_window)
    last = messages[-1] if messages else None
    return {
        "contact": row.name,
        "channels": [c.value for c in row.channels],
        "messages": len(messages),
        "last": _last(last) if last else "",
        "intents": [i.tag for i in row.intents],
        "queue": row.queue,
        "facts": [_fact(f, events.get(by_row.get(f.message or -1, ("", "")))) for f in facts],
        "window": {
            "state": state.state,
            "closes_at": _iso(state.closes_at) if state.closes_at is not None else None,
        },
    }


def _last(message: MessageRow) -> str:
    return message.text or next((a.name or a.kind for a in message.attachments), "")


def _fact(row: FactRow, event: str | None) -> dict[str, Any]:
    fact: dict[str, Any] = {
        "kind": row.fact.kind,
        "value": row.fact.value,
        "event": event,
        "quote": row.fact.quote,
    }
    if row.fact.unit:
        fact["unit"] = row.fact.unit
    if row.fact.page is not None:
        fact["page"] = row.fact.page
    return fact


def crm_report(record: CrmRecord, events: Mapping[Key, str]) -> dict[str, Any]:
    """What the CRM took of one thread; several facts of one kind are joined."""
    fields: dict[str, str] = {}
    sources: dict[str, str] = {}
    for field in record.fields:
        value = f"{field.value} {field.unit}".strip()
        fields[field.name] = f"{fields[field.name]}; {value}" if field.name in fields else value
        event = events.get((field.channel, field.message))
        if event is not None:
            sources.setdefault(field.name, event)
    return {"contact": record.contact, "fields": fields, "sources": sources}


def lost_and_doubled(
    expected: Sequence[Key], shown: Sequence[Key], sent_here: Sequence[Key]
) -> tuple[list[Key], list[Key]]:
    """Messages that should stand in the window and do not; those that stand there twice or that
    no server knows."""
    counts = Counter(shown)
    lost = [key for key in expected if not counts[key]]
    known = {*expected, *sent_here}
    doubled = [
        key for key, count in counts.items() for _ in range(count - 1 if key in known else count)
    ]
    return lost, doubled


def spread(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and maximum; zeros where nothing was measured."""
    if not milliseconds:
        return {"p50": 0, "p95": 0, "max": 0}
    ordered = sorted(milliseconds)
    last = len(ordered) - 1

    def at(share: float) -> float:
        return round(ordered[min(last, int(share * len(ordered)))], 1)

    return {"p50": at(0.5), "p95": at(0.95), "max": round(ordered[last], 1)}


def _iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000).astimezone().isoformat(timespec="seconds")
