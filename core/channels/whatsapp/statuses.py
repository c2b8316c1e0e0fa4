"""What becomes of messages, calls and payments of ours. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status
"""

from typing import Final

from core.channels.whatsapp import errors, records
from core.channels.whatsapp.gathering import Names, moment, name, named, names, when
from core.channels.whatsapp.reading import Reader, ident_of
from core.channels.whatsapp.records import NOTHING, Raw, noted, said
from core.domain.channels import Profile
from core.domain.events import (
    CallEnded,
    Delivery,
    DeliveryChanged,
    MarketingSet,
    MessageDeleted,
    MessageReceived,
    Pricing,
    WindowClosed,
)
from core.domain.problems import Problem

STATUSES: Final[dict[str, Delivery]] = {
    "accepted": "sent",
    "enqueued": "sent",  # by a partner of Meta's
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
_CALL: Final = ("ringing", "accepted", "rejected")


def status(reader: Reader, raw: Raw) -> None:
    """A member of ``statuses``."""
    told = records.part(raw, records.Status)
    state = told.status.strip().lower()
    key, (ident, profile) = named(told.id), _whose(reader, told)
    anybody = ident or reader.ours or reader.account
    if not ident and (state not in (*STATUSES, "deleted") or not anybody):
        _unknown(reader, raw, "nobody")
    elif told.type == "payment" or told.payment != NOTHING:
        _payment(reader, raw, told, key, ident)
    elif told.type == "call" or (key.startswith("wacid") and state in _CALL):
        _call(reader, raw, told, key, ident, profile)
    elif state == "deleted":  # by whom it was sent to; the on-premise client tells it
        at = when(told.timestamp, reader.walk.now)
        reader.add(f"{key}:{state}", at, MessageDeleted(target=key), anybody, raw)
    elif state in STATUSES:
        _delivery(reader, raw, told, key, ident)
    else:
        _unknown(reader, raw, told.status[:40])


def _whose(reader: Reader, told: records.Status) -> tuple[str, Profile]:
    beside = records.soft(told.message, records.Origin)
    who = names(
        told.recipient_id or beside.recipient_id,
        told.recipient_user_id,
        told.recipient_parent_user_id,
    )
    if name(told.recipient_participant_id) or name(told.recipient_participant_user_id):
        return who.peer, Profile()  # of a group: its members are not whom it was sent to
    whole, profile = reader.person(who)
    ident = ident_of(whole, profile)
    at = when(told.timestamp, reader.walk.now)
    reader.walk.meet(reader.account, whole, at)
    return ident, profile


def _unknown(reader: Reader, raw: Raw, why: str) -> None:
    reader.walk.unreadable(raw, Problem("whatsapp-unreadable", {"why": why}))


def _delivery(reader: Reader, raw: Raw, told: records.Status, key: str, ident: str) -> None:
    at = when(told.timestamp, reader.walk.now)
    state = told.status.strip().lower()
    failures = [errors.told(each) for each in reader.walk.listed(told.errors)]
    problem = errors.failure(*failures[0]) if failures else errors.problem(-1, "")
    delivery = STATUSES[state]
    body = DeliveryChanged(
        status=delivery,
        target=key,
        client_ref=told.biz_opaque_callback_data,
        problem=problem.encode() if delivery == "failed" else "",
        pricing=_pricing(told),
    )
    # whose it is, its message knows
    reader.add(f"{key}:{state}", at, body, ident or reader.ours or reader.account, raw)
    if not ident:
        return
    codes = {code for code, _ in failures} if delivery == "failed" else set()
    if errors.WINDOW_CLOSED in codes:
        reader.add(f"{key}:window", at, WindowClosed(), ident, raw)
    if errors.OPTED_OUT in codes:
        reader.add(f"{key}:marketing", at, MarketingSet(allowed=False), ident, raw)


def _pricing(told: records.Status) -> Pricing | None:
    """The price and the conversation, as far as they are told."""
    price = records.soft(told.pricing, records.Price)
    talk = records.soft(told.conversation, records.Conversation)
    origin = records.soft(talk.origin, records.Origin)
    made = Pricing(
        category=price.category or origin.type or "",
        billable=price.billable,
        model=price.pricing_model or "",
        rule=price.type or "",
        conversation=name(talk.id),
        ends=moment(talk.expiration_timestamp, 0),
    )
    return made if made != Pricing() else None


def _call(
    reader: Reader, raw: Raw, told: records.Status, key: str, ident: str, profile: Profile
) -> None:
    """A call of ours rings, is taken or is refused."""
    at = when(told.timestamp, reader.walk.now)
    line = MessageReceived(direction="out", profile=profile, note="call", opens_window=False)
    reader.add(key, at, line, ident, raw)
    if told.status.strip().lower() == "rejected":
        reader.add(f"{key}:rejected", at, CallEnded(target=key, outcome="rejected"), ident, raw)


def _payment(reader: Reader, raw: Raw, told: records.Status, key: str, ident: str) -> None:
    """A payment for an order of ours: a line with the sum and our reference."""
    payment = records.soft(told.payment, records.Payment)
    amount = records.soft(payment.amount, records.Amount)
    if amount.value is None:
        amount = records.soft(payment.total_amount, records.Amount)
    money = ""
    if amount.value is not None:
        money = f"{said(amount.value / (amount.offset or 1))} {said(payment.currency)}".strip()
    state = noted(told.status)
    known = state if state in ("captured", "success", "pending", "failed", "canceled") else ""
    note = "payment_" + {"success": "captured"}.get(known, known or "other")
    line = MessageReceived(
        direction="in",
        text=" · ".join(filter(None, (money, said(payment.reference_id)))),
        note=note,
        opens_window=False,
        service=True,
    )
    reader.add(f"{key}:payment:{state}", when(told.timestamp, reader.walk.now), line, ident, raw)


def past_status(reader: Reader, key: str, at: int, state: str, told: Names, raw: Raw) -> None:
    """What had become of a message of ours before this number came here."""
    state = state.strip().lower()
    delivery: Delivery | None = "failed" if state == "error" else STATUSES.get(state)
    if delivery is None or not told.peer:
        return
    problem = Problem("whatsapp-phone-failed").encode() if delivery == "failed" else ""
    body = DeliveryChanged(status=delivery, target=key, problem=problem)
    reader.add(f"{key}:{state}", at, body, told.peer, raw)
