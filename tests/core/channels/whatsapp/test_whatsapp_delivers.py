"""Every kind that WhatsApp delivers is read: what it says, whose it is, what it changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.domain.events import (
    AccountNotice,
    Body,
    CallEnded,
    DeliveryChanged,
    Event,
    IdentityChanged,
    MarketingSet,
    MediaArrived,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Pricing,
    ProfileSeen,
    ReactionSet,
    Referral,
    TemplateChanged,
    Unreadable,
)

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
NOW = 1_763_470_000_000
IRINA, BSUID, GROUP = "79161112233", "RU.1234567890123456789", "Y2FwaV9ncm91cDox"
FILES = sorted(DATA.glob("*.json"))


def read(name: str) -> list[Event]:
    found = to_events((DATA / f"{name}.json").read_bytes(), ACCOUNT, now=NOW)
    return [e for e in found if not e.external_id.startswith("person:")]


def bodies(name: str, kind: type[Any]) -> list[Any]:
    return [event.body for event in read(name) if isinstance(event.body, kind)]


def said(name: str) -> MessageReceived:
    message, *_ = bodies(name, MessageReceived)
    assert isinstance(message, MessageReceived)
    return message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_recorded_is_dropped_and_nothing_is_unreadable(path: Path) -> None:
    events = read(path.stem)
    assert events
    assert not [event for event in events if isinstance(event.body, Unreadable)]
    assert all(event.raw for event in events[:1])


@pytest.mark.parametrize(
    ("name", "note", "text"),
    [
        ("image_view_once", "view_once", ""),
        ("location_live", "live_location", "55.76, 37.64"),
        (
            "location_url",
            "location",
            "Шоурум\nНевский пр., 28\n59.9386, 30.3141\nhttps://showroom.example/contacts",
        ),
        (
            "contacts_many",
            "contacts",
            "Ольга Дмитриева\nООО «Вектор», снабжение\n+7 916 555-01-02\n+7 495 555-03-04\n"
            "olga@vector.example\nhttps://vector.example\n170000 Россия Тверь ул. Складская, 1\n\n"
            "Павел Громов, +79167770011\n\n"
            "Анна Лис, Северный склад Закупки, +7 903 123-45-67",
        ),
        (
            "interactive_flow_builder",
            "form",
            "Компания: ООО Вектор\nСколько нужно: от 10 до 50 шт.\n"
            "Способ доставки: Самовывоз, До склада\nСогласен: ✓",
        ),
        (
            "interactive_address",
            "address",
            "Ирина Ковалёва\n79161112233\n170000\nТверь\nул. Складская, 1",
        ),
        ("interactive_call_permission", "call_allowed", ""),
        ("button_reply_context", "", "Подтверждаю"),
        ("order_numbers", "order", "PUMP-25 × 3 — 12500 RUB\n2044 × 1 — 990.50 RUB\nFILTER × 2"),
        ("text_forwarded_often", "frequently_forwarded", "Посмотрите, что предлагают"),
        ("poll", "poll", "Когда удобна доставка?\n• Утром\n• Вечером"),
        ("event", "event", "Выезд на объект\nОсмотр щитовой\n2025-11-20 10:00\nСкладская, 1"),
        ("unsupported_plain", "unsupported", ""),
        ("unsupported_on_phone", "on_the_phone", ""),
        ("unknown_old", "unsupported", ""),
        ("echo_buttons", "", "Подходит время?\n• Да\n• Нет"),
        ("echo_template", "template", "order_ready\n№ 17, пятница"),
    ],
)
def test_what_is_delivered_can_be_read(name: str, note: str, text: str) -> None:
    message = said(name)
    assert (message.note, message.text) == (note, text)


def test_a_product_that_is_asked_about_and_a_post_are_kept() -> None:
    assert said("product_enquiry").product == "PUMP-25"
    assert said("product_enquiry").reply_to == "wamid.ours"
    post = said("image_from_post")
    assert post.ad == Referral(
        source="post",
        source_id="121",
        url="https://fb.me/p",
        headline="Шкафы управления",
        text="Собираем за неделю",
        media="https://cdn.example/a.jpg",
        click="BRAk",
    )
    assert (post.text, len(post.attachments)) == ("Такой же?", 1)


@pytest.mark.parametrize("name", ["group_text", "group_voice"])
def test_a_group_is_one_thread_and_says_who_wrote(name: str) -> None:
    (event,) = read(name)
    assert event.peer is not None
    assert event.peer.id == GROUP
    assert isinstance(event.body, MessageReceived)
    assert event.body.author == {"group_text": "Ирина Ковалёва", "group_voice": "Олег"}[name]
    assert event.body.profile is None, "nobody's name is the group's"


def test_a_group_has_a_name_and_lines_of_its_own() -> None:
    named, line = read("group_created")
    assert isinstance(named.body, ProfileSeen)
    assert named.body.profile.name == "Объект на Складской"
    assert isinstance(line.body, MessageReceived)
    assert line.body.service
    assert said("group_joined").text == "+79161112233, +79169990000"
    (status,) = read("status_group")
    assert status.peer is not None
    assert status.peer.id == GROUP


@pytest.mark.parametrize(
    ("name", "outcome", "seconds", "direction"),
    [
        ("call_answered", "answered", 125, "in"),
        ("call_missed", "missed", 0, "in"),
        ("call_ours", "answered", 61, "out"),
        ("call_rejected", "rejected", 0, "out"),
    ],
)
def test_a_call_is_a_line_that_says_what_came_of_it(
    name: str, outcome: str, seconds: int, direction: str
) -> None:
    line = said(name)
    assert (line.note, line.direction, line.opens_window) == ("call", direction, direction == "in")
    (ended,) = bodies(name, CallEnded)
    assert (ended.outcome, ended.seconds) == (outcome, seconds)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("echo_edit", MessageEdited(target="wamid.echo", text="Отправляю счёт 17",
                                    edited_at=1_763_465_700_000)),
        ("echo_revoke", MessageDeleted(target="wamid.echo")),
        ("echo_reaction", ReactionSet(target="wamid.text", actor="us", emoji="👍")),
    ],
)  # fmt: skip
def test_what_the_phone_changes_is_changed_here(name: str, body: Body) -> None:
    (event,) = read(name)
    assert event.body == body


@pytest.mark.parametrize("name", ["echo_image", "echo_in_messages"])
def test_what_our_own_number_wrote_is_ours_wherever_it_stands(name: str) -> None:
    (event,) = read(name)
    assert event.peer is not None
    assert event.peer.id == IRINA
    assert said(name).direction == "out"
    assert not said(name).opens_window


def test_what_an_agent_of_metas_talks_is_seen() -> None:
    asked, answered = read("standby")
    assert [e.body.direction for e in (asked, answered) if isinstance(e.body, MessageReceived)] == [
        "in",
        "out",
    ]


def test_the_past_keeps_its_states_and_says_how_far_it_is() -> None:
    assert {b.target: b.status for b in bodies("history_chunk", DeliveryChanged)} == {
        "wamid.h2": "read", "wamid.h3": "delivered", "wamid.h5": "failed",
    }  # fmt: skip
    (notice,) = bodies("history_chunk", AccountNotice)
    assert notice.params == {"phase": "1", "progress": "55"}
    assert {b.note for b in bodies("history_chunk", MessageReceived)} == {"", "media_placeholder"}
    theirs, ours = bodies("history_media", MediaArrived)
    assert (theirs.target, theirs.text) == ("wamid.h4", "Наш объект")
    assert (ours.target, ours.attachments[0].name) == ("wamid.h3", "КП.pdf")
    (declined,) = bodies("history_declined", AccountNotice)
    assert (declined.code, declined.severity) == ("history-declined", "warning")


def test_the_phones_address_book_names_people() -> None:
    events = read("state_sync")
    assert [event.peer.id for event in events if event.peer] == [
        IRINA, "79169990000", "79163334455",
    ]  # fmt: skip
    names = [b.profile.name for b in bodies("state_sync", ProfileSeen)]
    assert names == ["Ирина (Вектор)", "Олег Н.", ""]


@pytest.mark.parametrize(
    ("name", "allowed"), [("marketing_stop", False), ("marketing_resume", True)]
)
def test_a_word_on_marketing_is_kept_and_shown(name: str, allowed: bool) -> None:
    assert bodies(name, MarketingSet) == [MarketingSet(allowed=allowed)]
    assert said(name).service


def test_prices_opt_outs_and_payments_come_with_statuses() -> None:
    (priced,) = bodies("status_priced", DeliveryChanged)
    assert priced.pricing == Pricing(
        category="marketing",
        billable=False,
        model="PMP",
        rule="free_entry_point",
        conversation="c1",
        ends=1_763_552_200_000,
    )
    assert bodies("status_opted_out", MarketingSet) == [MarketingSet(allowed=False)]
    assert (said("status_payment").note, said("status_payment").text) == (
        "payment_captured",
        "21000.5 INR · order-17",
    )
    for name in ("status_by_user_id", "status_on_premise"):
        (event,) = read(name)
        assert event.peer is not None
        assert event.peer.id == IRINA


def told(field: str, **value: Any) -> list[Event]:
    change = {"field": field, "value": {"metadata": {"phone_number_id": ACCOUNT}} | value}
    body = json.dumps({"entry": [{"changes": [change]}]}).encode()
    return to_events(body, ACCOUNT, now=NOW)


def test_a_status_that_names_nobody_is_its_messages() -> None:
    (event,) = told("messages", statuses=[{"id": "wamid.ours", "status": "READ"}])
    assert isinstance(event.body, DeliveryChanged)
    assert (event.body.status, event.body.target, event.at) == ("read", "wamid.ours", NOW)


def test_a_call_may_be_called_otherwise() -> None:
    call = {"wacid": "wacid.9", "event": "CALL_TERMINATE", "direction": "USER_INITIATED",
            "from": IRINA, "start_time": 1_763_465_700}  # fmt: skip
    line, ended = told("calls", calls=[call])
    assert (line.external_id, line.at) == ("wacid.9", 1_763_465_700_000)
    assert isinstance(ended.body, CallEnded)


def test_a_new_user_id_alone_is_a_line_in_its_own_thread() -> None:
    message = {"id": "wamid.s", "timestamp": "1763465700", "type": "system",
               "system": {"type": "user_changed_user_id", "user_id": "RU.9"}}  # fmt: skip
    (event,) = told("messages", messages=[message])
    assert event.peer is not None
    assert event.peer.id == "RU.9"


@pytest.mark.parametrize(
    ("name", "ident", "new"),
    [
        ("system_number_bsuid", IRINA, "79169998877"),
        ("system_number_old", IRINA, "79169998877"),
        ("system_user_id", BSUID, "RU.23"),
    ],
)
def test_a_new_number_or_id_is_the_same_person(name: str, ident: str, new: str) -> None:
    moved, line = read(name)
    assert isinstance(moved.body, IdentityChanged)
    assert moved.peer is not None
    assert (moved.peer.id, moved.body.new_id) == (ident, new)
    assert isinstance(line.body, MessageReceived)
    assert line.body.service


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("template_status", "template-approved", "info"),
        ("template_rejected", "template-rejected", "warning"),
        ("template_paused", "template-paused", "warning"),
        ("template_disabled", "template-disabled", "warning"),
        ("template_unheard", "template-status", "info"),
        ("template_quality", "template-quality-red", "warning"),
        ("template_category", "template-category", "warning"),
        ("template_category_soon", "template-category-soon", "warning"),
        ("template_edited", "template-edited", "info"),
        ("number_flagged", "number-flagged", "warning"),
        ("number_upgrade", "number-upgrade", "info"),
        ("number_name", "name-rejected", "warning"),
        ("account_violation", "violation", "severe"),
        ("account_restriction", "restriction", "severe"),
        ("account_ban", "ban-schedule-for-disable", "severe"),
        ("account_disconnected", "partner-removed", "warning"),
        ("account_other", "other", "info"),
        ("account_alert", "alert", "severe"),
        ("account_review", "review-rejected", "severe"),
        ("capability", "capability", "info"),
        ("security", "security-pin-reset-request", "warning"),
        ("flow_status", "flow", "info"),
        ("field_unheard", "other", "info"),
    ],
)
def test_what_meta_says_of_the_account_is_a_notice(name: str, code: str, severity: str) -> None:
    event = read(name)[0]
    assert isinstance(event.body, AccountNotice)
    assert (event.body.code, event.body.severity) == (code, severity)
    assert event.peer is None
    assert event.at == 1_763_465_700_000, "when Meta says it was"
    again = read(name)[0]
    assert again.external_id == event.external_id


def test_a_template_that_changed_says_how_it_stands() -> None:
    (changed,) = bodies("template_rejected", TemplateChanged)
    assert changed == TemplateChanged(
        name="order_ready",
        language="ru",
        status="REJECTED",
        category="MARKETING",
        reason="Parameters stand side by side",
    )
    assert bodies("template_quality", TemplateChanged)[0].quality == "RED"
    assert bodies("template_category", TemplateChanged)[0].category == "MARKETING"
    assert bodies("template_edited", TemplateChanged)


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda body: body["entry"][0]["changes"][0],
        lambda body: body["entry"][0]["changes"][0]["value"],
        lambda body: {**body, "entry": body["entry"][0]},
        lambda body: {"entry": [{"changes": body["entry"][0]["changes"][0]}]},
    ],
)
def test_what_partners_pass_on_may_be_less_than_the_whole(wrapped: Any) -> None:
    body = json.loads((DATA / "text.json").read_text())
    events = to_events(json.dumps(wrapped(body)).encode(), ACCOUNT, now=NOW)
    texts = [e.body.text for e in events if isinstance(e.body, MessageReceived)]
    assert texts == ["Да, берём. До 380 тысяч."]
