"""What Meta says of our account, numbers and templates: a notice each. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference (one page a
field). ``code`` names the sentence; what has none of its own is told by its field and event.
"""

import hashlib
from collections.abc import Callable
from typing import Final, NamedTuple

from core.channels.whatsapp import records
from core.channels.whatsapp.gathering import moment
from core.channels.whatsapp.records import NOTHING, Raw, Record, Word, noted, said
from core.domain.channels import Channel
from core.domain.events import AccountNotice, Event, Severity, TemplateChanged


class _Value(Record, frozen=True, kw_only=True):
    field: str | None = None
    event: Word = None
    decision: Word = None
    message_template_name: Word = None
    message_template_language: Word = None
    message_template_category: Word = None
    reason: Word = None
    rejection_info: Raw = NOTHING
    disable_info: Raw = NOTHING
    other_info: Raw = NOTHING
    new_category: Word = None
    previous_category: Word = None
    correct_category: Word = None
    category_update_timestamp: str | int | float | None = None
    new_quality_score: Word = None
    display_phone_number: Word = None
    phone_number: Word = None
    current_limit: Word = None
    max_daily_conversation_per_phone: Word = None
    max_daily_conversations_per_business: Word = None
    max_phone_numbers_per_waba: Word = None
    requested_verified_name: Word = None
    rejection_reason: Word = None
    restriction_info: Raw = NOTHING
    violation_info: Raw = NOTHING
    ban_info: Raw = NOTHING
    disconnection_info: Raw = NOTHING
    alert_info: Raw = NOTHING
    alert_severity: Word = None
    alert_type: Word = None
    alert_description: Word = None
    entity_id: Word = None
    requester: Word = None
    flow_id: Word = None
    message: Word = None
    new_status: Word = None
    status: Word = None
    solution_status: Word = None
    configuration_name: Word = None


class _More(Record, frozen=True, kw_only=True):
    """What stands beside an event, by any of its names."""

    reason: Word = None
    title: Word = None
    description: Word = None
    recommendation: Word = None
    restriction_type: Word = None
    expiration: str | int | float | None = None
    violation_type: Word = None
    waba_ban_state: Word = None
    waba_ban_date: Word = None
    initiated_by: Word = None
    alert_severity: Word = None
    alert_type: Word = None
    alert_description: Word = None


class Found(NamedTuple):
    """A notice before it has its place: the rest of ``code``, what fills it, whose it is."""

    code: str
    params: dict[str, str]
    severity: Severity = "info"
    subject: str = ""
    template: TemplateChanged | None = None


_BAD_TEMPLATE: Final = frozenset(
    {"rejected", "paused", "disabled", "flagged", "locked", "limit_exceeded"}
)
_TEMPLATE: Final = _BAD_TEMPLATE | {
    "approved", "pending", "in_appeal", "reinstated", "unpaused", "pending_deletion", "deleted",
    "archived", "unarchived",
}  # fmt: skip
_STATUS: Final = {"reinstated": "approved", "unpaused": "approved", "unarchived": "approved",
                  "flagged": ""}  # fmt: skip
_NUMBER: Final[dict[str, Severity]] = {
    "onboarding": "info", "upgrade": "info", "downgrade": "warning", "flagged": "warning",
    "unflagged": "info", "throughput_upgrade": "info",
}  # fmt: skip
_ACCOUNT: Final[dict[str, Severity]] = {
    "account_deleted": "severe", "partner_removed": "warning", "account_offboarded": "warning",
    "account_reconnected": "info", "verified_account": "info", "partner_added": "info",
}  # fmt: skip
_BANS: Final[dict[str, Severity]] = {
    "disable": "severe", "schedule_for_disable": "severe", "reinstate": "info",
}  # fmt: skip
_ALERTS: Final[dict[str, Severity]] = {
    "critical": "severe", "high": "severe", "warning": "warning", "medium": "warning",
}  # fmt: skip
_DECISIONS: Final[dict[str, Severity]] = {
    "approved": "info", "rejected": "severe", "pending": "info", "deferred": "warning",
}  # fmt: skip
_PIN: Final = ("pin_changed", "pin_reset_request", "pin_reset_success")


def notices(
    field: str, raw: Raw, owner: str, time: str | int | float | None, now: int
) -> list[Event]:
    """The events of one account-level change. ``owner`` is the id of the account it is about,
    ``time`` when Meta says it was. Raises ValueError where there is nothing."""
    if raw == NOTHING:
        raise ValueError("nothing")
    value = records.soft(raw, _Value)
    field = noted(field or value.field or "") or "unknown"
    reader = _READERS.get(field)
    found = reader(value) if reader else None
    if found is None:
        event = said(value.event) or said(value.decision) or said(value.status)
        found = Found("other", {"field": field, "event": _plain(event)}, subject=event)
    at = moment(time, now)
    seal = hashlib.sha256(f"{owner}\0{field}\0{time}\0".encode() + bytes(raw)).hexdigest()[:32]
    body = AccountNotice(
        channel=Channel.WHATSAPP,
        code=found.code,
        params=found.params,
        severity=found.severity,
        subject=f"{field}:{owner}:{found.subject}",
    )
    events = [Event(external_id=f"{field}:{seal}", at=at, body=body, raw=bytes(raw))]
    if found.template is not None and found.template.name:
        told = Event(external_id=f"{field}:{seal}", at=at, body=found.template, raw=b"")
        events.append(told)
    return events


def _plain(word: str) -> str:
    """Meta's constant as words: ``INVALID_FORMAT`` is “invalid format”."""
    return word.replace("_", " ").lower() if word.isupper() else word


def _template(value: _Value) -> tuple[str, str, dict[str, str]]:
    name, language = said(value.message_template_name), said(value.message_template_language)
    language = language.replace("-", "_")
    return name, language, {"name": name or "?", "language": language}


def _template_status(value: _Value) -> Found | None:
    if value.new_quality_score is not None and not said(value.event):
        return _template_quality(value)
    name, language, params = _template(value)
    status = noted(said(value.event))
    reason = _reason(value)
    return Found(
        "template-" + (status.replace("_", "-") if status in _TEMPLATE else "status"),
        params | {"reason": reason, "status": _plain(said(value.event))},
        "warning" if status in _BAD_TEMPLATE else "info",
        f"{name}:{language}",
        TemplateChanged(
            name=name,
            language=language,
            status=_STATUS.get(status, status).upper(),
            category=said(value.message_template_category).upper(),
            reason=reason,
        ),
    )


def _reason(value: _Value) -> str:
    rejection = records.soft(value.rejection_info, _More)
    other = records.soft(value.other_info, _More)
    told = said(rejection.reason) or said(other.description) or said(other.title)
    plain = _plain(said(value.reason))
    return (told or ("" if plain == "none" else plain))[:300]


def _template_quality(value: _Value) -> Found:
    name, language, params = _template(value)
    score = said(value.new_quality_score).upper()
    known = score.lower() if score in ("GREEN", "YELLOW", "RED") else "unknown"
    return Found(
        f"template-quality-{known}",
        params,
        "warning" if score in ("YELLOW", "RED") else "info",
        f"{name}:{language}",
        TemplateChanged(name=name, language=language, quality=score),
    )


def _template_category(value: _Value) -> Found:
    name, language, params = _template(value)
    new, later = said(value.new_category).upper(), said(value.correct_category).upper()
    params |= {"new": later or new, "old": said(value.previous_category).upper()}
    soon = bool(later) and later != new
    return Found(
        "template-category-soon" if soon else "template-category",
        params,
        "warning",
        f"{name}:{language}",
        TemplateChanged(name=name, language=language, category=new),
    )


def _template_edited(value: _Value) -> Found:
    name, language, params = _template(value)
    changed = TemplateChanged(name=name, language=language)
    return Found("template-edited", params, "info", f"{name}:{language}", changed)


def _number(value: _Value) -> Found | None:
    event, number = noted(said(value.event)), _phone(value)
    if event not in _NUMBER:
        return None
    limit = said(value.max_daily_conversations_per_business) or said(value.current_limit)
    params = {"number": number, "limit": _limit(limit)}
    return Found(f"number-{event.replace('_', '-')}", params, _NUMBER[event], number)


def _phone(value: _Value) -> str:
    number = said(value.display_phone_number) or said(value.phone_number)
    return f"+{number}" if number.isdigit() else number


def _limit(limit: str) -> str:
    """``TIER_1K`` is 1000 a day."""
    limit = limit.upper().removeprefix("TIER_")
    if limit in ("UNLIMITED", "-1"):
        return "∞"
    return limit.replace("K", "000")


def _name(value: _Value) -> Found | None:
    decision, number = noted(said(value.decision)), _phone(value)
    if decision not in _DECISIONS:
        return None
    params = {"name": said(value.requested_verified_name), "number": number}
    params["reason"] = _plain(said(value.rejection_reason))
    severity: Severity = "warning" if decision == "rejected" else "info"
    return Found(f"name-{decision}", params, severity, number)


def _account(value: _Value) -> Found | None:
    event = noted(said(value.event))
    if event == "account_violation":
        kind = said(records.soft(value.violation_info, _More).violation_type)
        return Found("violation", {"type": _plain(kind)}, "severe", event)
    if event == "account_restriction":
        return _restricted(value)
    if event == "disabled_update":
        ban = records.soft(value.ban_info, _More)
        state = noted(said(ban.waba_ban_state))
        date = said(ban.waba_ban_date)
        return (
            Found(f"ban-{state.replace('_', '-')}", {"date": date}, _BANS[state], "ban")
            if (state in _BANS)
            else None
        )
    if event in _ACCOUNT:
        why = _plain(said(records.soft(value.disconnection_info, _More).reason))
        params = {"number": _phone(value), "reason": why}
        return Found(event.replace("_", "-"), params, _ACCOUNT[event], event)
    return None


def _restricted(value: _Value) -> Found:
    kinds: list[str] = []
    until = 0
    try:
        told = records.items(value.restriction_info)
    except ValueError:
        told = []
    for raw in told:
        one = records.soft(raw, _More)
        kinds.append(noted(said(one.restriction_type)).removeprefix("restricted_"))
        until = max(until, moment(one.expiration, 0))
    params = {"what": " ".join(filter(None, kinds)), "until": str(until) if until else ""}
    return Found("restriction", params, "severe", "account_restriction")


def _alert(value: _Value) -> Found:
    more = records.soft(value.alert_info, _More)
    severity = noted(said(more.alert_severity) or said(value.alert_severity))
    kind = said(more.alert_type) or said(value.alert_type)
    text = said(more.alert_description) or said(value.alert_description)
    params = {"type": _plain(kind), "text": text[:300]}
    return Found("alert", params, _ALERTS.get(severity, "info"), f"{said(value.entity_id)}:{kind}")


def _review(value: _Value) -> Found | None:
    decision = noted(said(value.decision))
    return Found(f"review-{decision}", {}, _DECISIONS[decision]) if decision in _DECISIONS else None


def _capability(value: _Value) -> Found:
    limit = said(value.max_daily_conversations_per_business) or said(
        value.max_daily_conversation_per_phone
    )
    numbers = said(value.max_phone_numbers_per_waba)
    return Found("capability", {"limit": _limit(limit) or "?", "numbers": numbers or "?"})


def _security(value: _Value) -> Found | None:
    event, number = noted(said(value.event)), _phone(value)
    if event not in _PIN:
        return None
    return Found(f"security-{event.replace('_', '-')}", {"number": number}, "warning", number)


def _flow(value: _Value) -> Found:
    changed = noted(said(value.event)) == "flow_status_change"
    bad = noted(said(value.new_status)) in ("throttled", "blocked") or not changed
    text = said(value.message) or _plain(said(value.event))
    return Found("flow", {"text": text[:300]}, "warning" if bad else "info", said(value.flow_id))


_READERS: Final[dict[str, Callable[[_Value], Found | None]]] = {
    "message_template_status_update": _template_status,
    "message_template_quality_update": _template_quality,
    "message_template_components_update": _template_edited,
    "template_category_update": _template_category,
    "phone_number_quality_update": _number,
    "phone_number_name_update": _name,
    "account_update": _account,
    "account_alerts": _alert,
    "account_review_update": _review,
    "business_capability_update": _capability,
    "security": _security,
    "flows": _flow,
}
