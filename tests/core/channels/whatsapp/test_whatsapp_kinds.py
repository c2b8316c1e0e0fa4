"""Every kind of webhook, one recorded file each, and what it becomes."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.gathering import Names, millis, names
from core.domain.channels import Channel, Peer, Profile
from core.domain.events import (
    AccountNotice,
    Body,
    DeliveryChanged,
    Event,
    IdentityChanged,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Pricing,
    ReactionSet,
    Referral,
    Unreadable,
    WindowClosed,
)
from core.domain.problems import Problem

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
IRINA = Peer(Channel.WHATSAPP, ACCOUNT, "79161112233")
NOW = 1_763_470_000_000
EMPTY_SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def events_of(body: bytes, account: str = ACCOUNT) -> list[Event]:
    """What happened; that two names are one person's is looked at elsewhere."""
    found = to_events(body, account, now=NOW)
    return [e for e in found if not e.external_id.startswith("person:")]


def read(name: str) -> list[Event]:
    return events_of((DATA / f"{name}.json").read_bytes())


def only(name: str) -> Event:
    (event,) = read(name)
    return event


def received(name: str) -> MessageReceived:
    body = only(name).body
    assert isinstance(body, MessageReceived)
    return body


def test_a_text_is_the_clients_by_its_own_time_and_keeps_its_bytes() -> None:
    event = only("text")
    assert event.external_id == "wamid.text"
    assert event.at == 1_763_465_700_000
    assert event.peer == IRINA
    assert json.loads(event.raw)["text"]["body"] == "Да, берём. До 380 тысяч."
    assert event.body == MessageReceived(
        direction="in",
        text="Да, берём. До 380 тысяч.",
        profile=Profile(name="Ирина Ковалёва", phone="+79161112233", username="irina.k"),
    )


def test_a_reply_names_what_it_answers() -> None:
    assert received("text_reply").reply_to == "wamid.ours"


def test_a_forward_and_an_ad_click_stay_texts() -> None:
    forwarded = received("text_forwarded")
    assert (forwarded.text, forwarded.note) == ("Посмотрите, что предлагают", "forwarded")
    assert forwarded.reply_to is None
    clicked = received("text_from_ad")
    assert clicked.text == "Здравствуйте"
    assert clicked.ad == Referral(
        source="ad", source_id="120", url="https://fb.me/x", headline="Насосы", click="ARAk"
    )


def test_who_hides_their_phone_is_known_by_the_user_id() -> None:
    event = only("text_without_phone")
    assert event.peer == Peer(Channel.WHATSAPP, ACCOUNT, "US.42")
    assert isinstance(event.body, MessageReceived)
    assert event.body.profile == Profile(name="Pat")


@pytest.mark.parametrize(
    ("told", "understood"),
    [
        (("79161112233", "RU.1"), Names("79161112233", "RU.1")),
        ((" +79161112233", None), Names("79161112233", "")),
        ((79161112233, None), Names("79161112233", "")),
        ((None, "RU.1"), Names("", "RU.1")),
        ((None, None), Names("", "")),
    ],
)
def test_a_person_is_told_by_phone_user_id_or_both(told: Any, understood: Names) -> None:
    assert names(*told) == understood
    assert understood.peer == (understood.wa_id or understood.user_id)


@pytest.mark.parametrize(
    ("name", "kind", "text", "file", "mime"),
    [
        ("image", "image", "Вот такой шкаф", "", "image/jpeg"),
        ("video", "video", "", "", "video/mp4"),
        ("document", "document", "Реквизиты", "Реквизиты.pdf", "application/pdf"),
        ("voice", "voice", "", "", "audio/ogg; codecs=opus"),
        ("audio", "audio", "", "", "audio/mpeg"),
        ("sticker", "sticker", "", "", "image/webp"),
    ],
)
def test_files_come_with_their_media_id_and_digest(
    name: str, kind: str, text: str, file: str, mime: str
) -> None:
    body = received(name)
    (attachment,) = body.attachments
    assert (attachment.kind, attachment.name, attachment.mime) == (kind, file, mime)
    assert attachment.ref == "1013859600285441"
    assert attachment.sha256 == EMPTY_SHA
    assert body.text == text
    assert body.opens_window


@pytest.mark.parametrize(
    ("name", "text", "note"),
    [
        ("location", "Склад\nул. Складская, 1\n55.7512, 37.6184", "location"),
        ("contacts", "Пётр Снабженцев, +7 916 204-55-18, p@example.com", "contacts"),
        ("order", "Доставка нужна\nPUMP-25 × 3 — 12500 RUB", "order"),
        ("interactive_button", "Да, подходит", ""),
        ("interactive_list", "Самовывоз", ""),
        ("interactive_flow", "company: ООО Вектор\namount: 5", "form"),
        ("interactive_broken", "", "interactive"),
        ("button", "Перезвоните мне", ""),
        ("unsupported", "", "poll"),
        ("unknown_type", "", "hologram"),
    ],
)
def test_what_is_no_plain_text_is_text_or_a_note(name: str, text: str, note: str) -> None:
    body = received(name)
    assert (body.text, body.note, body.opens_window) == (text, note, True)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("reaction", ReactionSet(target="wamid.ours", actor="client", emoji="👍")),
        ("reaction_removed", ReactionSet(target="wamid.ours", actor="client", emoji="")),
        (
            "edit",
            MessageEdited(
                target="wamid.text",
                text="Да, берём. До 400 тысяч.",
                edited_at=1_763_465_700_000,
            ),
        ),
        ("revoke", MessageDeleted(target="wamid.text")),
        (
            "system_identity",
            MessageReceived(
                direction="in",
                text="Identity changed",
                profile=Profile(phone="+79161112233"),
                note="customer_identity_changed",
                opens_window=False,
                service=True,
            ),
        ),
    ],
)
def test_what_changes_a_chat_is_no_message_of_it(name: str, body: Body) -> None:
    event = only(name)
    assert event.body == body
    assert event.external_id == f"wamid.{name}"
    assert event.peer == IRINA


def test_a_changed_number_is_told_in_a_line() -> None:
    moved, line = read("system_number")
    assert moved.body == IdentityChanged(
        new_id="79169998877", profile=Profile(phone="+79169998877")
    )
    assert line.body == MessageReceived(
        direction="in",
        text="+79161112233 → +79169998877",
        note="user_changed_number",
        opens_window=False,
        service=True,
    )
    assert moved.peer == line.peer == IRINA


def test_two_edits_under_the_originals_id_are_two_and_a_redelivery_is_none() -> None:
    first, again = only("edit_same_id"), only("edit_same_id")
    assert first.external_id == again.external_id != "wamid.edit_same_id"
    other = (DATA / "edit_same_id.json").read_text().replace("Новая подпись", "Другая")
    (second,) = events_of(other.encode())
    assert second.external_id != first.external_id
    assert isinstance(second.body, MessageEdited)
    assert (second.body.target, second.body.text) == ("wamid.edit_same_id", "Другая")


@pytest.mark.parametrize(
    ("name", "status"),
    [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("played", "read")],
)
def test_statuses_carry_our_reference(name: str, status: Any) -> None:
    event = only(f"status_{name}")
    assert event.external_id == f"wamid.ours:{name}"
    assert event.peer == IRINA
    assert event.body == DeliveryChanged(
        status=status,
        target="wamid.ours",
        client_ref="ref-1",
        pricing=Pricing(category="service", billable=True, model="PMP"),
    )


def test_a_failed_send_says_why() -> None:
    body = only("status_failed").body
    assert isinstance(body, DeliveryChanged)
    problem = Problem.decode(body.problem)
    assert problem is not None
    assert (problem.code, problem.params["number"]) == ("whatsapp-undeliverable", "131026")


def test_a_failure_without_its_errors_is_a_failure_all_the_same() -> None:
    body = json.loads((DATA / "status_failed.json").read_text())
    del body["entry"][0]["changes"][0]["value"]["statuses"][0]["errors"]
    (event,) = events_of(json.dumps(body).encode())
    assert isinstance(event.body, DeliveryChanged)
    problem = Problem.decode(event.body.problem)
    assert problem is not None
    assert problem.code == "whatsapp-refused"


def test_a_send_that_failed_outside_the_window_closes_it_here() -> None:
    failed, closed = read("status_window_closed")
    assert isinstance(failed.body, DeliveryChanged)
    assert closed.body == WindowClosed()
    assert closed.at == 1_763_465_800_000


def test_an_error_of_the_account_is_kept() -> None:
    event = only("value_errors")
    assert isinstance(event.body, AccountNotice)
    assert event.body.params == {"number": "130429", "text": "Rate limit hit"}
    assert event.peer is None
    assert event.raw


def test_what_we_wrote_on_the_phone_is_ours() -> None:
    event = only("echo")
    assert event.peer == IRINA
    assert event.body == MessageReceived(
        direction="out",
        text="Отправляю счёт",
        profile=Profile(phone="+79161112233"),
        opens_window=False,
    )


def test_a_call_is_one_whatever_comes_of_it_and_opens_the_window() -> None:
    events = read("call")
    assert {event.external_id for event in events} == {"wacid.1"}
    body = events[0].body
    assert isinstance(body, MessageReceived)
    assert (body.note, body.opens_window) == ("call", True)


def test_the_past_of_the_phone_is_history_of_both_sides() -> None:
    events = read("history")
    bodies = [event.body for event in events if isinstance(event.body, MessageReceived)]
    assert [(body.direction, body.history) for body in bodies] == [("in", True), ("out", True)]
    assert {event.peer for event in events if event.peer} == {IRINA}


def test_another_number_of_ours_is_left_alone() -> None:
    body = (DATA / "text.json").read_bytes()
    assert to_events(body, "999", now=NOW) == []
    assert events_of(body, "")[0].peer == IRINA
    # whatever stands beside the number
    strange = body.replace(b'"74950001122"', b"{}")
    assert to_events(strange, "999", now=NOW) == []


@pytest.mark.parametrize(
    ("given", "ms"),
    [("1763465700", 1_763_465_700_000), (1763465700, 1_763_465_700_000),
     ("1763465700123", 1_763_465_700_123)],
)  # fmt: skip
def test_times_are_seconds_in_any_dress(given: Any, ms: int) -> None:
    assert millis(given) == ms


@pytest.mark.parametrize("given", ["soon", "", "nan", "1e400", -5, 0, 10**30])
def test_no_time_is_no_time(given: Any) -> None:
    with pytest.raises(ValueError, match=r"time|convert"):
        millis(given)


def spoil(change: Callable[[dict[str, Any]], None]) -> bytes:
    """A batch of three texts, the second of them spoiled."""
    body = json.loads((DATA / "text.json").read_text())
    value = body["entry"][0]["changes"][0]["value"]
    (message,) = value["messages"]
    value["messages"] = [{**message, "id": f"wamid.{n}"} for n in range(3)]
    change(value["messages"][1])
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.clear(),
        lambda m: m.update({"from": [], "from_user_id": None}),
        lambda m: m.update(type="reaction", reaction={"emoji": "👍"}),
        lambda m: m.update(type="revoke"),
        lambda m: m.update(type="edit", edit={"original_message_id": "wamid.0"}),
        lambda m: m.update(
            type="edit",
            edit={"original_message_id": "wamid.0", "message": {"type": "hologram"}},
        ),
    ],
)
def test_one_strange_message_spoils_no_other(change: Callable[[dict[str, Any]], None]) -> None:
    first, second, third = events_of(spoil(change))
    assert isinstance(first.body, MessageReceived)
    assert isinstance(third.body, MessageReceived)
    assert isinstance(second.body, Unreadable)
    assert second.raw
    assert second.at == NOW


@pytest.mark.parametrize(
    ("change", "text", "note"),
    [
        (lambda m: m.update(text=7), "", "unsupported"),
        (lambda m: m.update(text={"body": 7}), "", "unsupported"),
        (lambda m: m.update(type="image"), "", "unsupported"),
        (lambda m: m.update(type="image", image={"caption": "Вот"}), "Вот", "image"),
        (lambda m: m.update(type="image", errors=[{"code": 131052}]), "", "unsupported"),
        (lambda m: m.update(type="order", order={"product_items": 5}), "", "order"),
        (lambda m: m.update(type=[]), "Да, берём. До 380 тысяч.", ""),
        (lambda m: m.pop("type"), "Да, берём. До 380 тысяч.", ""),
        (lambda m: m.update({"from": 79161112233}), "Да, берём. До 380 тысяч.", ""),
        (lambda m: m.update(context={"id": {}}, errors="?"), "Да, берём. До 380 тысяч.", ""),
    ],
)
def test_that_somebody_wrote_is_shown_even_where_the_words_cannot_be_read(
    change: Callable[[dict[str, Any]], None], text: str, note: str
) -> None:
    _, event, _ = events_of(spoil(change))
    assert (event.external_id, event.at, event.peer) == ("wamid.1", 1_763_465_700_000, IRINA)
    assert isinstance(event.body, MessageReceived)
    assert (event.body.text, event.body.note, event.body.opens_window) == (text, note, True)


def texts_of(body: bytes) -> list[str]:
    return [e.body.text for e in events_of(body) if isinstance(e.body, MessageReceived)]


SAID = "Да, берём. До 380 тысяч."


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (rb"\ud83d", "ого ?"),
        (rb"\u0000", "ого \0"),
        (b"\xff", "ого \N{REPLACEMENT CHARACTER}"),
        (b"\x01", "ого \x01"),
    ],
)
def test_a_broken_character_costs_that_character(given: bytes, text: str) -> None:
    body = spoil(lambda m: m.update(text={"body": "ого XX"})).replace(b"XX", given)
    assert texts_of(body) == [SAID, text, SAID]


@pytest.mark.parametrize("end", [b"", b"\\", b'"', b'"}'])
def test_a_body_that_breaks_off_within_a_string_is_given_up_at_once(end: bytes) -> None:
    body = b'{"entry": [{"a": "' + b'\\"[{' * 200_000 + end
    start = time.perf_counter()
    (event,) = to_events(body, ACCOUNT, now=NOW)
    assert isinstance(event.body, Unreadable)
    assert time.perf_counter() - start < 5


def test_a_byte_order_mark_is_no_part_of_it() -> None:
    assert texts_of(b"\xef\xbb\xbf" + (DATA / "text.json").read_bytes()) == [SAID]


@pytest.mark.parametrize("levels", [90, 500, *range(960, 1010, 10), 5_000, 100_000])
def test_what_is_nested_beyond_reason_costs_nothing_beside_it(levels: int) -> None:
    body = spoil(lambda m: m.update(extra="XX"))
    body = body.replace(b'"XX"', b'{"a":[' * levels + b'"]"' + b"]}" * levels)
    assert texts_of(body) == [SAID, SAID, SAID]


@pytest.mark.parametrize("strange", [None, 7, [], {"a": 1}, ""])
def test_what_is_not_needed_may_be_anything(strange: object) -> None:
    body = json.loads((DATA / "text.json").read_text())
    body["object"] = strange
    (entry,) = body["entry"]
    (change,) = entry["changes"]
    entry["id"] = change["field"] = strange
    change["value"]["messaging_product"] = strange
    change["value"]["metadata"]["display_phone_number"] = strange
    (message,) = change["value"]["messages"]
    message["context"] = message["referral"] = message["errors"] = strange
    assert texts_of(json.dumps(body).encode()) == [SAID]


def test_a_name_is_found_by_whichever_id_the_contact_has() -> None:
    body = json.loads((DATA / "text.json").read_text())
    value = body["entry"][0]["changes"][0]["value"]
    value["contacts"] = [{"profile": {"name": "Ирина"}, "user_id": "RU.77"}]
    value["messages"][0].pop("from_user_id")
    (event,) = events_of(json.dumps(body).encode())
    assert event.peer == IRINA
    assert isinstance(event.body, MessageReceived)
    assert event.body.profile == Profile(name="Ирина", phone="+79161112233")


@pytest.mark.parametrize(
    "time", [b"Infinity", b"NaN", b"1e400", b"9" * 5000, b'"soon"', b"null", b"{}", b"5"]
)
def test_who_wrote_at_no_time_is_heard_now_and_opens_nothing(time: bytes) -> None:
    body = spoil(lambda m: m.update(timestamp=777)).replace(b"777", time)
    first, second, third = events_of(body)
    assert isinstance(second.body, MessageReceived)
    assert (second.body.text, second.at, second.body.opens_window) == (SAID, NOW, False)
    assert isinstance(first.body, MessageReceived)
    assert isinstance(third.body, MessageReceived)


@pytest.mark.parametrize("junk", [b"", b"{", b"[1]", b"\xff\xfe", b"null", b'"x"', b"[" * 100_000])
def test_a_body_that_is_none_is_kept_and_raises_nothing(junk: bytes) -> None:
    (event,) = to_events(junk, ACCOUNT, now=NOW)
    assert isinstance(event.body, Unreadable)
    assert event.raw == junk
