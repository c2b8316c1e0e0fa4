"""Every kind that a Telegram thread can hold: as objects, odd ones, and over the wire."""

import inspect
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import functions, types

from core.channels.telegram import TelegramChannel
from core.channels.telegram.converters import (
    Account,
    around_of,
    message_event,
    noted,
    shown,
    text_of,
)
from core.channels.telegram.kinds import note_of, page_of, words_of
from core.channels.telegram.media import attachments_of
from core.channels.telegram.polls import chosen_by_client
from core.channels.telegram.reconcile import changes
from core.channels.telegram.service import call_end, service_note, service_words
from core.channels.telegram.words import link, money
from core.domain.around import Around, Forward, Page
from core.domain.events import CallEnded, ContentChanged, MessagePinned, MessageReceived
from core.sandbox.telegram.records import Extra, SandboxFile
from desktop.shell.i18n import I18n
from tests.core.channels.telegram.conftest import Stage, until

ME, IRINA = 6_100_000_001, 6_100_000_002
WHEN = datetime(2026, 11, 18, 10, 15, tzinfo=UTC)
ACCOUNT = Account(ME)
MEDIA = sorted(name for name in dir(types) if name.startswith("MessageMedia"))
ACTIONS = sorted(name for name in dir(types) if name.startswith("MessageAction"))
POINT = types.GeoPoint(long=37.6, lat=55.7, access_hash=0)


def words(text: str) -> Any:
    return types.TextWithEntities(text, [])


def poll(**changed: Any) -> Any:
    options = [types.PollAnswer(words(name), name.encode()) for name in ("Пн", "Вт")]
    return types.Poll(5, words("Когда удобно?"), options, 0, **changed)


def service(action: Any, **more: Any) -> Any:
    return types.MessageService(7, types.PeerUser(IRINA), date=WHEN, action=action, **more)


def message(text: str = "", **more: Any) -> Any:
    return types.Message(7, types.PeerUser(IRINA), date=WHEN, message=text, **more)


VOTES = [
    types.PollAnswerVoters("Пн".encode(), chosen=True, voters=2, recent_voters=[]),
    types.PollAnswerVoters("Вт".encode(), correct=True, voters=0, recent_voters=[]),
]
VCARD = "BEGIN:VCARD\nORG:Свет;Монтаж\nTEL;TYPE=CELL:+7 (916) 111-22-33\nEMAIL:a@b.ru\nEND:VCARD"


@pytest.mark.parametrize(
    ("media", "note", "text"),
    [
        (types.MessageMediaGeo(POINT), "location", "55.700000, 37.600000"),
        (types.MessageMediaGeo(types.GeoPointEmpty()), "location", ""),
        (types.MessageMediaGeoLive(POINT, 900), "live_location", "55.700000, 37.600000"),
        (
            types.MessageMediaVenue(POINT, "Склад", "Мира, 1", "foursquare", "", ""),
            "venue",
            "Склад\nМира, 1\n55.700000, 37.600000",
        ),
        (
            types.MessageMediaContact("79161112233", "Пётр", "Ильин", VCARD, 0),
            "contact",
            "Пётр Ильин, +79161112233\nСвет, Монтаж\na@b.ru",
        ),
        (
            types.MessageMediaPoll(poll(), types.PollResults()),
            "poll",
            "Когда удобно?\n○ Пн\n○ Вт",
        ),
        (
            types.MessageMediaPoll(
                poll(quiz=True, closed=True),
                types.PollResults(results=VOTES, solution="Суббота", solution_entities=[]),
            ),
            "quiz_closed",
            "Когда удобно?\n● Пн — 2\n✓ Вт\nСуббота",
        ),
        (types.MessageMediaDice(6, "🎲"), "dice", "🎲 6"),
        (
            types.MessageMediaGame(types.Game(1, 2, "g", "Гонки", "Быстро", types.PhotoEmpty(1))),
            "game",
            "Гонки\nБыстро",
        ),
        (
            types.MessageMediaInvoice("Панель", "600x600", "RUB", 125000, ""),
            "invoice",
            "Панель\n600x600\n1\u00a0250 RUB",
        ),
        (
            types.MessageMediaGiveaway([], 3, WHEN, prize_description="Лампа"),
            "giveaway",
            "Лампа\n× 3\n18.11.2026",
        ),
        (types.MessageMediaStory(types.PeerUser(IRINA), 4), "story", ""),
        (
            types.MessageMediaPaidMedia(50, [types.MessageExtendedMediaPreview()]),
            "paid_media",
            "⭐ 50 · 1",
        ),
        (
            types.MessageMediaToDo(
                types.TodoList(
                    words("Сдать"),
                    [types.TodoItem(1, words("смету")), types.TodoItem(2, words("счёт"))],
                ),
                [types.TodoCompletion(1, types.PeerUser(ME), WHEN)],
            ),
            "checklist",
            "Сдать\n☑ смету\n☐ счёт",
        ),
        (types.MessageMediaUnsupported(), "telegram_newer", ""),
        (
            types.MessageMediaVideoStream(types.InputGroupCall(1, 2)),
            "telegram_video_stream",
            "",
        ),
        (types.MessageMediaPhoto(ttl_seconds=9), "expired", ""),
    ],
)  # fmt: skip
def test_media(media: Any, note: str, text: str) -> None:
    body: Any = message_event(ACCOUNT, message(media=media)).body
    assert (body.note, body.text, body.service) == (note, text, False)


@pytest.mark.parametrize(
    ("action", "note", "text"),
    [
        (types.MessageActionContactSignUp(), "signed_up", ""),
        (types.MessageActionScreenshotTaken(), "screenshot", ""),
        (types.MessageActionPinMessage(), "pinned", ""),
        (types.MessageActionSetMessagesTTL(0), "ttl_off", ""),
        (types.MessageActionSetMessagesTTL(86400), "ttl_day", ""),
        (types.MessageActionSetMessagesTTL(31 * 86400), "ttl_month", ""),
        (types.MessageActionSetMessagesTTL(3600), "ttl_set", ""),
        (types.MessageActionSetChatTheme(types.ChatTheme("🏠")), "theme", "🏠"),
        (types.MessageActionSetChatTheme(types.ChatTheme("")), "theme_off", ""),
        (types.MessageActionGiftPremium("USD", 1299, 90), "gift_premium", "12.99 USD"),
        (types.MessageActionGiftStars("XTR", 50, 100), "gift_stars", "⭐ 100\n⭐ 50"),
        (types.MessageActionPaymentSent("JPY", 500), "paid", "500 JPY"),
        (types.MessageActionCustomAction("Заметка"), "system", "Заметка"),
        (types.MessageActionChatEditTitle("Стройка"), "group_title", "Стройка"),
        (types.MessageActionNoForwardsToggle(False, True), "no_forwards", ""),
        (types.MessageActionBoostApply(1), "telegram_boost_apply", ""),
    ],
)
def test_what_happened_in_the_chat_is_a_quiet_line(action: Any, note: str, text: str) -> None:
    body: Any = message_event(ACCOUNT, service(action)).body
    assert (body.note, body.text, body.service) == (note, text, True)


@pytest.mark.parametrize(
    ("action", "outcome", "seconds"),
    [
        (types.MessageActionPhoneCall(1, duration=125), "answered", 125),
        (types.MessageActionPhoneCall(1, reason=types.PhoneCallDiscardReasonMissed()), "missed", 0),
        (types.MessageActionPhoneCall(1, reason=types.PhoneCallDiscardReasonBusy()), "rejected", 0),
        (types.MessageActionConferenceCall(1, missed=True), "missed", 0),
    ],
)
def test_calls_say_how_they_ended(action: Any, outcome: str, seconds: int) -> None:
    first, end = changes(ACCOUNT, service(action), None, None, 1)
    assert (first.body.note, first.body.service) == ("call", False)  # type: ignore[union-attr]
    assert end.body == CallEnded(target="7", outcome=outcome, seconds=seconds)  # type: ignore[arg-type]
    assert call_end(service(types.MessageActionConferenceCall(1, active=True))) is None


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_kind_of_the_layer_has_words(lang: str) -> None:
    """What this version has no sentence for is named by its constructor."""
    i18n = I18n(lang)
    unnamed = []
    for name in (*MEDIA, *ACTIONS):
        made = hollow(getattr(types, name))
        note = service_note(made) if name in ACTIONS else note_of(made)
        known = i18n.has("note-" + note.replace("_", "-"))
        assert not note or known or note.startswith("telegram_"), (name, note)
        if note.startswith("telegram_") and not known:
            unnamed.append(name)
    assert len(unnamed) < 40, unnamed  # of channels, forums and bots, which are no chats of ours


def hollow(kind: type, value: Any = None) -> Any:
    """An object whose every field is ``value``, as no server of ours would send it."""
    fields = list(inspect.signature(kind.__init__).parameters)[1:]  # type: ignore[misc]
    return kind(**{name: value for name in fields if name not in ("args", "kwargs")})


ODD = st.one_of(
    st.none(), st.text(max_size=5), st.integers(), st.binary(max_size=5), st.just(True),
    st.floats(), st.sampled_from(["DocumentAttributeVideo", "Poll", "Document", "Photo", "WebPage",
                                  "PollResults", "GeoPoint", "StarGift"]).map(
        lambda name: hollow(getattr(types, name))),
)  # fmt: skip


@given(name=st.sampled_from([*MEDIA, *ACTIONS]), data=st.data())
def test_odd_objects_raise_nothing(name: str, data: Any) -> None:
    kind = getattr(types, name)
    made = hollow(kind)
    for field in vars(made):
        if data.draw(st.booleans()):
            setattr(made, field, data.draw(ODD))
    if name in ACTIONS:
        one = service(made)
        assert isinstance(service_note(made), str)
        assert isinstance(service_words(made), str)
        call_end(one)
    else:
        one = message(media=made)
        assert isinstance(note_of(made), str)
        assert isinstance(words_of(made), str)
        page_of(made)
        attachments_of(made, "1/2")
    assert isinstance(text_of(one), str)
    assert isinstance(noted(one), str)
    around_of(one)
    assert isinstance(shown(one), bool)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://ex.ru/a?b=1", "https://ex.ru/a?b=1"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("tg://resolve?domain=a", ""),
        ("https://", ""),
        ("http://[::1", ""),
        (None, ""),
    ],
)
def test_only_links_to_pages_open(url: Any, safe: str) -> None:
    assert link(url) == safe


def test_money() -> None:
    assert money(125050, "RUB") == "1\u00a0250.50 RUB"
    assert money(50, "XTR") == "⭐ 50"


def test_what_destroys_itself_is_left_to_telegram() -> None:
    photo = types.Photo(1, 2, b"", WHEN, [types.PhotoSize("x", 10, 10, 5)], 2)
    for seconds, note in ((0x7FFFFFFF, "view_once"), (10, "self_destructs")):
        one = message(media=types.MessageMediaPhoto(photo=photo, ttl_seconds=seconds))
        body: Any = message_event(ACCOUNT, one).body
        assert (body.note, body.attachments) == (note, ())


def test_around_a_message() -> None:
    names = {7: "@kamin_bot", 8: "Пётр"}

    def name(peer: Any) -> str:
        return names.get(getattr(peer, "user_id", 0), "")

    one = message(
        "да",
        fwd_from=types.MessageFwdHeader(WHEN, from_id=types.PeerUser(8)),
        via_bot_id=7,
        grouped_id=12,
        reply_to=types.MessageReplyHeader(reply_to_msg_id=3, quote=True, quote_text="к среде"),
    )
    at = int(WHEN.timestamp()) * 1000
    assert around_of(one, name) == Around(
        forward=Forward(name="Пётр", at=at), via="@kamin_bot", album="12", quote="к среде"
    )
    hidden = message("да", fwd_from=types.MessageFwdHeader(WHEN, from_name="Скрыт"))
    assert around_of(hidden) == Around(forward=Forward(name="Скрыт", at=at))
    assert around_of(message("да")) is None


def test_the_client_chose_what_we_did_not() -> None:
    media = types.MessageMediaPoll(poll(), types.PollResults(results=VOTES))
    assert chosen_by_client(media) == ("Пн",)
    ours = [types.PollAnswerVoters("Пн".encode(), chosen=True, voters=1)]
    assert chosen_by_client(types.MessageMediaPoll(poll(), types.PollResults(results=ours))) == ()


# Over the wire.


def received(stage: Stage) -> dict[str, MessageReceived]:
    return {
        event.external_id: event.body
        for event in stage.log.events
        if isinstance(event.body, MessageReceived)
    }


async def signed_in(stage: Stage) -> TelegramChannel:
    """A channel that has looked at all chats: the first look brings the last message of each
    before the others, which come as they were sent from then on."""
    channel = await stage.signed_in()
    sync = channel._connection.sync
    assert sync is not None
    await until(lambda: sync.chats.kept.book.sweep.listed)
    return channel


async def test_kinds_come_over_the_wire(stage: Stage) -> None:
    await signed_in(stage)
    album = [
        stage.write("Объект" if i == 0 else "", extra=Extra(album=9),
                    file=SandboxFile(f"{i}.jpg", "image/jpeg", b"\xff\xd8" + bytes(i), "image"))
        for i in range(3)
    ]  # fmt: skip
    author = stage.server.add_user(phone="+79995550000", first_name="Пётр", last_name="Ильин")
    forward = types.MessageFwdHeader(WHEN, from_id=types.PeerUser(author))
    forwarded = stage.write("Смотрите", extra=Extra(forward=bytes(forward)))
    place = stage.write("", extra=Extra(media=bytes(types.MessageMediaGeoLive(POINT, 900))))
    quoted = stage.write(
        "да", extra=Extra(quote="Смотр"),
        reply_to=stage.server.history(stage.irina, stage.me)[3].id,
    )  # fmt: skip
    joined = stage.write("", extra=Extra(action=bytes(types.MessageActionContactSignUp())))
    missed = types.MessageActionPhoneCall(1, reason=types.PhoneCallDiscardReasonMissed())
    call = stage.write("", extra=Extra(action=bytes(missed)))
    page = types.WebPage(1, "https://ex.ru/p", "ex.ru/p", 0, title="Панель", site_name="Ex")
    linked = stage.write(
        "https://ex.ru/p", extra=Extra(media=bytes(types.MessageMediaWebPage(page)))
    )
    await until(lambda: str(linked) in stage.log.rows)
    got = received(stage)
    assert {got[str(one)].around for one in album} == {Around(album="9")}
    told = got[str(forwarded)].around
    assert told is not None
    assert told.forward is not None
    assert told.forward.name == "Пётр Ильин"
    assert got[str(place)].note == "live_location"
    assert got[str(quoted)].around == Around(quote="Смотр")
    assert (got[str(joined)].note, got[str(joined)].service) == ("signed_up", True)
    assert stage.log.rows[str(call)].note == "call_missed"
    assert got[str(linked)].around == Around(
        page=Page(url="https://ex.ru/p", site="Ex", title="Панель")
    )
    # a place that moved is another place, and nobody edited it
    moved = types.MessageMediaGeoLive(types.GeoPoint(30.0, 60.0, 0), 900)
    stage.server.change(stage.irina, stage.server.history(stage.irina, stage.me)[4].id, moved)
    await until(lambda: stage.log.rows[str(place)].text == "60.000000, 30.000000")
    assert stage.log.rows[str(place)].edited_at is None


async def test_what_was_seen_is_seen_again_and_adds_nothing(stage: Stage) -> None:
    channel = await signed_in(stage)
    page = types.WebPage(1, "https://ex.ru/p", "ex.ru/p", 0, title="Панель", site_name="Ex")
    media = types.MessageMediaPoll(poll(), types.PollResults())
    for extra in (
        Extra(action=bytes(types.MessageActionPhoneCall(1, duration=125))),
        Extra(action=bytes(types.MessageActionPinMessage())),
        Extra(media=bytes(types.MessageMediaWebPage(page)), pinned=True),
        Extra(media=bytes(media), votes={stage.irina: ["Вт".encode()]}),
        Extra(media=bytes(types.MessageMediaGeoLive(POINT, 900))),
    ):
        last = stage.server.send(stage.me, stage.irina, "", extra=extra).ids[stage.me]
    await until(lambda: str(last) in stage.log.rows)
    _, sync = channel._talking.line()
    before = len(stage.log.events)
    answer = await sync._ask(
        functions.messages.GetMessagesRequest([types.InputMessageID(i) for i in range(last + 1)])
    )
    assert len(answer.messages) > 4
    assert await sync._scribe.changes(answer.messages) == []
    assert len(stage.log.events) == before


async def test_what_is_pinned_and_no_longer(stage: Stage) -> None:
    await stage.signed_in()
    one = stage.write("Адрес: Мира, 1")
    await until(lambda: str(one) in stage.log.rows)
    stage.server.pin(stage.me, one)
    await until(lambda: stage.log.rows[str(one)].pinned)
    stage.server.pin(stage.me, one, pinned=False)
    await until(lambda: not stage.log.rows[str(one)].pinned)
    assert len(stage.log.bodies(MessagePinned)) == 2


async def test_a_poll_of_ours_is_answered(stage: Stage) -> None:
    channel = await stage.signed_in()
    media = types.MessageMediaPoll(poll(), types.PollResults())
    sent = stage.server.send(stage.me, stage.irina, "", extra=Extra(media=bytes(media)))
    asked = sent.ids[stage.me]
    await until(lambda: str(asked) in stage.log.rows)
    stage.server.vote(stage.irina, sent.ids[stage.irina], ["Вт".encode()])
    await until(lambda: stage.log.rows[str(asked)].text == "Когда удобно?\n○ Пн\n○ Вт — 1")
    assert [one.note for one in stage.log.bodies(ContentChanged)] == ["poll"]
    answer = next(body for body in received(stage).values() if body.note == "poll_answer")
    assert (answer.direction, answer.text, answer.reply_to) == ("in", "Вт", str(asked))
    # what is read up to such an answer is read up to its poll
    await channel.mark_read(stage.peer(), next(one for one in received(stage) if ":vote:" in one))
