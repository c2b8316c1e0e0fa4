"""Webhooks as partners, older versions and other people's servers write them: still somebody's
message, under their name, and what cannot be read is said to be there."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.domain.events import (
    AccountNotice,
    DeliveryChanged,
    MessageDeleted,
    MessageReceived,
    Unreadable,
    WindowClosed,
)
from core.domain.views import MessageRow, ThreadRow
from core.store.read import account as read_account
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.store import Store

ACCOUNT = "106540352242922"
NOW = 1_763_470_000_000
PHONE = "79161112233"
CONTACT = {"profile": {"name": "Ирина"}, "wa_id": PHONE}


def webhook(field: str = "messages", **value: Any) -> bytes:
    whole = {"metadata": {"phone_number_id": ACCOUNT}, "contacts": [CONTACT], **value}
    return json.dumps(
        {"entry": [{"id": "1", "changes": [{"field": field, "value": whole}]}]}
    ).encode()


def message(kind: str | None, **parts: Any) -> bytes:
    one = {"from": PHONE, "id": "w1", "timestamp": "1763465700", "type": kind, **parts}
    return webhook(messages=[{key: part for key, part in one.items() if part is not None}])


def only(body: bytes) -> MessageReceived:
    (found,) = [e.body for e in to_events(body, ACCOUNT, now=NOW)]
    assert isinstance(found, MessageReceived)
    return found


async def shown(store: Store, *bodies: bytes) -> list[tuple[ThreadRow, list[MessageRow]]]:
    for body in bodies:
        await store.append(to_events(body, ACCOUNT, now=NOW))
    return await store.read(
        lambda conn: [
            (row, read_messages.messages(conn, row.id, media=Path()))
            for row in read_threads.threads(conn, now=NOW)
        ]
    )


async def test_a_message_without_an_id_is_read_and_stays_one(store: Store) -> None:
    body = message("text", id=None, text={"body": "Есть в наличии?"})
    ((thread, (line,)),) = await shown(store, body, body)
    assert (thread.name, line.text) == ("Ирина", "Есть в наличии?")


@pytest.mark.parametrize(
    ("kind", "part"),
    [("reaction", {"emoji": "👍"}), ("edit", {}), ("revoke", {"original_message_id": None})],
)
async def test_what_a_person_did_that_cannot_be_read_is_a_line(
    kind: str, part: dict[str, Any], store: Store
) -> None:
    ((_, (line,)),) = await shown(store, message(kind, **{kind: part}))
    assert (line.direction, line.note, line.text) == ("in", "unsupported", "")


async def test_what_is_of_nobody_is_said_once_of_the_account(store: Store) -> None:
    nobody = webhook(contacts=[], messages=[{"id": "w1", "type": "text", "text": {"body": "?"}}])
    assert not await shown(store, nobody, b"not even json", webhook(contacts=[], messages=[{}]))
    notices = await store.read(lambda conn: read_account.notices(conn))
    assert [(row.code, row.severity) for row in notices] == [("unreadable", "warning")]


async def test_they_are_shown_after_the_log_is_read_anew_too(store: Store) -> None:
    before = await shown(store, message("edit", edit={}))
    await store.rebuild()
    assert await shown(store) == before


@pytest.mark.parametrize(
    ("part", "note", "text"),
    [
        (
            {"type": "payment_method", "payment_method": {"payment_method": "credit_card",
             "reference_id": "order-17", "last_four_digits": "1234"}},
            "payment_method",
            "payment_method: credit_card\nreference_id: order-17\nlast_four_digits: 1234",
        ),
        ({"type": "shiny_reply", "shiny_reply": {}}, "shiny_reply", ""),
        ({"type": "shiny_reply", "shiny_reply": "Да"}, "shiny_reply", ""),
        ({"type": "button"}, "interactive", ""),
        (
            {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": "{not json"}},
            "form", "{not json",
        ),
        ({"type": "nfm_reply", "nfm_reply": {"body": "Sent"}}, "form", "Sent"),
    ],
)  # fmt: skip
def test_an_answer_of_a_kind_nobody_heard_of_is_named_and_told(
    part: dict[str, Any], note: str, text: str
) -> None:
    found = only(message("interactive", interactive=part))
    assert (found.note, found.text) == (note, text)


def test_words_beside_an_unknown_kind_are_shown() -> None:
    found = only(message("ad", text={"body": "Здравствуйте"}))
    assert (found.note, found.text) == ("ad", "Здравствуйте")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user_preferences", {"user_preferences": [{"wa_id": PHONE, "value": "stop"}]}),
        ("messages", {"messages": [{"from": PHONE, "id": "w", "timestamp": "1763465700",
         "type": "system", "system": {"type": "customer_identity_changed", "body": "b"}}]}),
        ("calls", {"calls": [{"id": "c", "from": "74950001122", "to": PHONE, "event": "connect",
         "timestamp": "1763465700", "direction": "BUSINESS_INITIATED"}]}),
        ("calls", {"statuses": [{"id": "wacid.1", "type": "call", "status": "RINGING",
         "timestamp": "1763465700", "recipient_id": PHONE}]}),
    ],
)  # fmt: skip
async def test_whoever_is_first_told_of_has_name_and_number(
    field: str, value: dict[str, Any], store: Store
) -> None:
    ((thread, _),) = await shown(store, webhook(field, **value))
    assert (thread.name, thread.phones) == ("Ирина", (f"+{PHONE}",))


async def test_a_new_user_id_is_told_in_the_sentence_alone(store: Store) -> None:
    old, new = "RU.10101010101010101010", "RU.13491208655302741918"

    def said(wamid: str, user: str) -> bytes:
        one = {"id": wamid, "timestamp": "1763465700", "type": "text", "text": {"body": wamid}}
        return webhook(contacts=[], messages=[{**one, "from_user_id": user}])

    words = f"User Ирина changed from {old} to {new}"
    notice = {"type": "user_changed_user_id", "user_id": new, "body": words}
    changed = {"id": "w2", "timestamp": "1763465701", "type": "system", "system": notice}
    ((_, lines),) = await shown(
        store, said("w1", old), webhook(contacts=[], messages=[changed]), said("w3", new)
    )
    assert [line.text for line in lines if not line.note] == ["w1", "w3"]


async def test_one_contact_under_another_id_still_names_who_wrote(store: Store) -> None:
    """A WhatsApp id need not be the number that it writes from (Brazil, Mexico)."""
    body = webhook(
        contacts=[{"profile": {"name": "Ana"}, "wa_id": "551187654321"}],
        messages=[{"from": "5511987654321", "id": "w", "timestamp": "1763465700", "type": "text",
                   "text": {"body": "Oi"}}],
    )  # fmt: skip
    ((thread, _),) = await shown(store, body)
    assert (thread.name, thread.phones) == ("Ana", ("+5511987654321",))


def test_what_a_change_holds_that_nobody_heard_of_is_told_by_its_name() -> None:
    click = {"action_type": "marketing_messages_link_click", "timestamp": "1763465700"}
    (event,) = to_events(webhook(user_actions=[click]), ACCOUNT, now=NOW)
    assert isinstance(event.body, AccountNotice)
    assert (event.body.code, event.body.params["field"]) == ("other", "user_actions")
    assert b"marketing_messages_link_click" in event.raw


@pytest.mark.parametrize("value", [["ELIGIBLE"], "words", 5])
def test_a_field_nobody_heard_of_may_have_any_value(value: object) -> None:
    body = json.dumps({"entry": [{"changes": [{"field": "shiny", "value": value}]}]}).encode()
    (event,) = to_events(body, ACCOUNT, now=NOW)
    assert isinstance(event.body, AccountNotice)
    assert event.body.params["field"] == "shiny"


def test_a_message_of_ours_that_was_deleted_may_not_say_whose_it_is() -> None:
    body = webhook(contacts=[], statuses=[{"id": "w1", "status": "deleted"}])
    (event,) = to_events(body, ACCOUNT, now=NOW)
    assert event.body == MessageDeleted(target="w1")


def test_a_state_nobody_heard_of_is_kept() -> None:
    body = webhook(statuses=[{"id": "w1", "status": "in_orbit", "recipient_id": PHONE}])
    (event,) = to_events(body, ACCOUNT, now=NOW)
    assert isinstance(event.body, Unreadable)
    assert b"in_orbit" in event.raw


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user_preferences", {"user_preferences": [{"wa_id": PHONE, "value": "stop"}]}),
        ("smb_app_state_sync", {"state_sync": [{"contact": {"phone_number": PHONE}}]}),
        ("group_lifecycle_update", {"groups": [{"group_id": "g", "type": "group_delete"}]}),
        ("messages", {"messages": [{"from": PHONE, "id": "w1", "type": "edit", "edit": {
         "original_message_id": "w1", "message": {"type": "text", "text": {"body": "Да"}}}}]}),
    ],
)  # fmt: skip
def test_what_tells_no_time_is_the_same_when_it_comes_again(
    field: str, value: dict[str, Any]
) -> None:
    body = webhook(field, **value)
    first, again = (
        [event.external_id for event in to_events(body, ACCOUNT, now=now)]
        for now in (NOW, NOW + 60_000)
    )
    assert first == again


def test_who_joins_a_group_within_one_second_is_told_each() -> None:
    joined = {"group_id": "g", "type": "group_participants_add", "timestamp": "1763465700"}
    groups = [{**joined, "added_participants": [{"wa_id": f"7916000000{n}"}]} for n in range(3)]
    events = to_events(webhook("group_participants_update", groups=groups), ACCOUNT, now=NOW)
    assert len({event.external_id for event in events}) == 3


def test_several_webhooks_may_come_as_a_list() -> None:
    one = json.loads(message("text", text={"body": "Да"}))
    value = one["entry"][0]["changes"][0]["value"]
    body = json.dumps([one, value, {"shiny": 1}]).encode()
    events = [event.body for event in to_events(body, ACCOUNT, now=NOW)]
    assert [isinstance(body, MessageReceived) for body in events] == [True, True, False]
    assert isinstance(events[-1], Unreadable)


def test_a_partner_that_has_a_message_in_its_queue_has_taken_it() -> None:
    body = webhook(statuses=[{"id": "w1", "status": "enqueued", "recipient_id": PHONE}])
    (event,) = to_events(body, ACCOUNT, now=NOW)
    assert event.body == DeliveryChanged(status="sent", target="w1")


@pytest.mark.parametrize("code", [131047, "131047", 131047.0, " 131047 "])
def test_a_code_is_a_number_in_any_dress(code: object) -> None:
    failed = {"id": "w1", "status": "failed", "recipient_id": PHONE, "errors": [{"code": code}]}
    delivery, closed = to_events(webhook(statuses=[failed]), ACCOUNT, now=NOW)
    assert isinstance(delivery.body, DeliveryChanged)
    assert "whatsapp-window-closed" in delivery.body.problem
    assert isinstance(closed.body, WindowClosed)
