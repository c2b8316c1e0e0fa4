"""Every kind of webhook, one recorded file each, and what it becomes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.gathering import millis, peer_id
from core.domain.channels import Channel, Peer, Profile
from core.domain.events import (
    Body,
    DeliveryChanged,
    Event,
    IdentityChanged,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReactionSet,
    Unreadable,
    WindowClosed,
)
from core.domain.problems import Problem

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
IRINA = Peer(Channel.WHATSAPP, ACCOUNT, "79161112233")
NOW = 1_763_470_000_000
EMPTY_SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def read(name: str) -> list[Event]:
    return to_events((DATA / f"{name}.json").read_bytes(), ACCOUNT, now=NOW)


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
    assert received("text_from_ad").text == "Здравствуйте"


def test_who_hides_their_phone_is_known_by_the_user_id() -> None:
    event = only("text_without_phone")
    assert event.peer == Peer(Channel.WHATSAPP, ACCOUNT, "US.42")
    assert isinstance(event.body, MessageReceived)
    assert event.body.profile == Profile(name="Pat")


def test_the_thread_stays_one_when_a_user_id_comes_along() -> None:
    assert peer_id("79161112233", None) == peer_id("79161112233", "RU.1") == "79161112233"


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
            "system_number",
            IdentityChanged(new_id="79169998877", profile=Profile(phone="+79169998877")),
        ),
        (
            "system_identity",
            MessageReceived(
                direction="in",
                text="Identity changed",
                note="customer_identity_changed",
                opens_window=False,
            ),
        ),
    ],
)
def test_what_changes_a_chat_is_no_message_of_it(name: str, body: Body) -> None:
    event = only(name)
    assert event.body == body
    assert event.external_id == f"wamid.{name}"
    assert event.peer == IRINA


def test_two_edits_under_the_originals_id_are_two_and_a_redelivery_is_none() -> None:
    first, again = only("edit_same_id"), only("edit_same_id")
    assert first.external_id == again.external_id != "wamid.edit_same_id"
    other = (DATA / "edit_same_id.json").read_text().replace("Новая подпись", "Другая")
    (second,) = to_events(other.encode(), ACCOUNT, now=NOW)
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
    assert event.body == DeliveryChanged(status=status, target="wamid.ours", client_ref="ref-1")


def test_a_failed_send_says_why() -> None:
    body = only("status_failed").body
    assert isinstance(body, DeliveryChanged)
    problem = Problem.decode(body.problem)
    assert problem is not None
    assert (problem.code, problem.params["number"]) == ("whatsapp-undeliverable", "131026")


def test_a_send_that_failed_outside_the_window_closes_it_here() -> None:
    failed, closed = read("status_window_closed")
    assert isinstance(failed.body, DeliveryChanged)
    assert closed.body == WindowClosed()
    assert closed.at == 1_763_465_800_000


def test_an_error_of_the_account_is_kept() -> None:
    event = only("value_errors")
    assert isinstance(event.body, Unreadable)
    assert "whatsapp-throttled" in event.body.problem
    assert event.peer is None


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
    assert {event.peer for event in events} == {IRINA}


def test_what_is_about_templates_is_no_event() -> None:
    assert read("template_status") == []


def test_another_number_of_ours_is_left_alone() -> None:
    body = (DATA / "text.json").read_bytes()
    assert to_events(body, "999", now=NOW) == []
    assert to_events(body, "", now=NOW)[0].peer == IRINA


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
        lambda m: m.update(text=7),
        lambda m: m.update(text={"body": 7}),
        lambda m: m.update(timestamp="soon"),
        lambda m: m.update(timestamp=None),
        lambda m: m.pop("id"),
        lambda m: m.clear(),
        lambda m: m.update({"from": None, "from_user_id": None}),
        lambda m: m.update(type="image"),
        lambda m: m.update(type=[]),
    ],
)
def test_one_strange_message_spoils_no_other(change: Callable[[dict[str, Any]], None]) -> None:
    first, second, third = to_events(spoil(change), ACCOUNT, now=NOW)
    assert isinstance(first.body, MessageReceived)
    assert isinstance(third.body, MessageReceived)
    assert isinstance(second.body, Unreadable)
    assert second.raw
    assert second.at == NOW


def test_half_a_surrogate_costs_one_character() -> None:
    body = spoil(lambda m: m.update(text={"body": "ого \ud83d"}))
    texts = [
        e.body.text
        for e in to_events(body, ACCOUNT, now=NOW)
        if isinstance(e.body, MessageReceived)
    ]
    assert texts == ["Да, берём. До 380 тысяч.", "ого ?", "Да, берём. До 380 тысяч."]


@pytest.mark.parametrize("number", [b"Infinity", b"NaN", b"1e400", b"9" * 5000])
def test_a_number_that_is_none_costs_one_message(number: bytes) -> None:
    body = spoil(lambda m: m.update(timestamp=777)).replace(b"777", number)
    first, second, third = to_events(body, ACCOUNT, now=NOW)
    assert isinstance(second.body, Unreadable)
    assert isinstance(first.body, MessageReceived)
    assert isinstance(third.body, MessageReceived)


@pytest.mark.parametrize("junk", [b"", b"{", b"[1]", b"\xff\xfe", b"null", b'"x"', b"[" * 100_000])
def test_a_body_that_is_none_is_kept_and_raises_nothing(junk: bytes) -> None:
    (event,) = to_events(junk, ACCOUNT, now=NOW)
    assert isinstance(event.body, Unreadable)
    assert event.raw == junk
