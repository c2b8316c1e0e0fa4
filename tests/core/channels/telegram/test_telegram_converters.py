"""Telegram's objects to events, without a wire."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon import types

from core.channels.telegram.converters import (
    Account,
    delete_event,
    edit_event,
    is_client,
    message_event,
    ms,
    profile_of,
    reactions_of,
    shown,
    unreadable_event,
)
from core.channels.telegram.media import parse_ref, ref_of
from core.channels.telegram.reconcile import changes, reaction_changes, vanished
from core.domain.around import Look
from core.domain.channels import Channel, Peer, Profile
from core.domain.events import Attachment, MessageEdited, MessageReceived, ReactionSet
from core.ports import KnownMessage

ME = 6_100_000_001
IRINA = 6_100_000_002
WHEN = datetime(2026, 11, 18, 10, 15, tzinfo=UTC)
AT = 1_795_000_500_000 // 1000 * 1000
ACCOUNT = Account(ME, since=ms(WHEN))
PEER = Peer(Channel.TELEGRAM, str(ME), str(IRINA))


def message(text: str = "Добрый день", **changed: Any) -> Any:
    values: dict[str, Any] = {"id": 7, "peer_id": types.PeerUser(IRINA), "date": WHEN}
    return types.Message(message=text, **(values | changed))


def file(*attributes: Any, mime: str = "application/pdf", **changed: Any) -> Any:
    document = types.Document(1, 2, b"ref", WHEN, mime, 1234, 2, list(attributes))
    return types.MessageMediaDocument(document=document, **changed)


def known(text: str = "Добрый день", **changed: Any) -> KnownMessage:
    values: dict[str, Any] = {
        "external_id": "7",
        "peer": PEER,
        "text": text,
        "at": ms(WHEN),
        "edited_at": None,
        "deleted": False,
        "direction": "in",
    }
    return KnownMessage(**(values | changed))


def body(one: Any) -> Any:
    return message_event(ACCOUNT, one).body


def test_a_message() -> None:
    profile = Profile(name="Ирина")
    event = message_event(ACCOUNT, message(), profile)
    assert (event.external_id, event.at, event.peer, event.kind) == ("7", ms(WHEN), PEER, "message")
    assert event.body == MessageReceived(direction="in", text="Добрый день", profile=profile)
    assert event.raw == bytes(message())


def test_ours_a_reply_and_history() -> None:
    reply = types.MessageReplyHeader(reply_to_msg_id=3)
    early = datetime(2026, 1, 1, tzinfo=UTC)
    made = body(message(out=True, reply_to=reply, date=early))
    assert (made.direction, made.reply_to, made.history) == ("out", "3", True)


@pytest.mark.parametrize(
    ("media", "attachment"),
    [
        (
            file(types.DocumentAttributeFilename("КП.pdf")),
            Attachment(
                kind="document", name="КП.pdf", mime="application/pdf", size=1234, ref=f"{IRINA}/7"
            ),
        ),
        (
            file(types.DocumentAttributeAudio(9, voice=True), mime="audio/ogg"),
            Attachment(kind="voice", mime="audio/ogg", size=1234, seconds=9, ref=f"{IRINA}/7"),
        ),
        (
            file(types.DocumentAttributeAudio(200), mime="audio/mpeg"),
            Attachment(kind="audio", mime="audio/mpeg", size=1234, seconds=200, ref=f"{IRINA}/7"),
        ),
        (
            file(types.DocumentAttributeVideo(5.0, 640, 480), mime="video/mp4"),
            Attachment(
                kind="video",
                mime="video/mp4",
                size=1234,
                seconds=5,
                ref=f"{IRINA}/7",
                look=Look(wide=640, tall=480),
            ),
        ),
        (
            file(
                types.DocumentAttributeSticker("🙂", types.InputStickerSetEmpty()),
                mime="image/webp",
            ),
            Attachment(
                kind="sticker",
                mime="image/webp",
                size=1234,
                ref=f"{IRINA}/7",
                look=Look(emoji="🙂"),
            ),
        ),
        (
            file(types.DocumentAttributeFilename("скан.png"), mime="image/png"),
            Attachment(
                kind="image", name="скан.png", mime="image/png", size=1234, ref=f"{IRINA}/7"
            ),
        ),
        (
            types.MessageMediaPhoto(
                photo=types.Photo(
                    1,
                    2,
                    b"ref",
                    WHEN,
                    [
                        types.PhotoSize("m", 320, 240, 100),
                        types.PhotoSizeProgressive("y", 1280, 960, [50, 900]),
                    ],
                    2,
                )
            ),
            Attachment(
                kind="image",
                mime="image/jpeg",
                size=900,
                ref=f"{IRINA}/7",
                look=Look(wide=1280, tall=960),
            ),
        ),
    ],
)
def test_files(media: Any, attachment: Attachment) -> None:
    made = body(message("подпись", media=media))
    assert (made.attachments, made.text, made.note) == ((attachment,), "подпись", "")


POLL = types.Poll(1, types.TextWithEntities("Когда удобно?", []), [], 0)


@pytest.mark.parametrize(
    ("media", "note", "text"),
    [
        (types.MessageMediaGeo(types.GeoPoint(37.6, 55.7, 0)), "location", "55.700000, 37.600000"),
        (
            types.MessageMediaContact("79161112233", "Пётр", "Ильин", "", 0),
            "contact",
            "Пётр Ильин, +79161112233",
        ),
        (types.MessageMediaPoll(POLL, types.PollResults()), "poll", "Когда удобно?"),
        (types.MessageMediaDice(3, "🎲"), "dice", "🎲 3"),
        (types.MessageMediaUnsupported(), "telegram_newer", ""),
        (types.MessageMediaPhoto(ttl_seconds=5), "expired", ""),
        (types.MessageMediaDocument(ttl_seconds=5), "expired", ""),
        (types.MessageMediaWebPage(types.WebPageEmpty(1)), "", ""),
    ],
)
def test_what_is_only_named(media: Any, note: str, text: str) -> None:
    made = body(message("", media=media))
    assert (made.note, made.text, made.attachments) == (note, text, ())


def test_an_emptied_chat_and_a_gap_are_no_messages() -> None:
    assert not shown(types.MessageEmpty(7, None))
    gone = types.MessageActionHistoryClear()
    assert not shown(types.MessageService(7, types.PeerUser(IRINA), date=WHEN, action=gone))


def test_whom_we_talk_with() -> None:
    assert is_client(types.User(IRINA, access_hash=1), ME)
    assert not is_client(types.User(ME, is_self=True), ME)
    assert not is_client(types.User(777000), ME)
    assert not is_client(types.User(5, bot=True), ME)
    assert not is_client(types.User(6, support=True), ME)
    assert not is_client(types.UserEmpty(7), ME)


def test_a_profile() -> None:
    user = types.User(
        IRINA,
        first_name="Ирина",
        last_name=None,
        phone="79161112233",
        usernames=[types.Username("old"), types.Username("irina_k", active=True)],
    )
    assert profile_of(user) == Profile(name="Ирина", phone="+79161112233", username="irina_k")
    assert profile_of(types.User(IRINA)) == Profile()


def test_an_edit_and_a_second_one_within_the_second() -> None:
    first = changes(ACCOUNT, message("стол", edit_date=WHEN), known(), None, 1)
    assert [one.body for one in first] == [
        MessageEdited(target="7", text="стол", edited_at=ms(WHEN))
    ]
    stands = known("стол", edited_at=ms(WHEN))
    second = changes(ACCOUNT, message("стул", edit_date=WHEN), stands, None, 2)
    assert second[0].body == MessageEdited(target="7", text="стул", edited_at=ms(WHEN) + 1)
    back = known("стул", edited_at=ms(WHEN) + 1)
    third = changes(ACCOUNT, message("стол", edit_date=WHEN), back, None, 3)
    assert third[0].body == MessageEdited(target="7", text="стол", edited_at=ms(WHEN) + 2)
    assert len({first[0].external_id, second[0].external_id, third[0].external_id}) == 3


def test_a_stale_copy_changes_nothing() -> None:
    stands = known("новое", edited_at=ms(WHEN) + 5000)
    assert changes(ACCOUNT, message("старое", edit_date=WHEN), stands, None, 1) == []
    assert changes(ACCOUNT, message("старое"), stands, None, 1) == []


def test_text_that_telegram_trimmed_is_not_an_edit() -> None:
    assert changes(ACCOUNT, message("да", out=True), known("да \n", direction="out"), None, 1) == []


def test_a_deleted_message_stays_deleted() -> None:
    assert changes(ACCOUNT, message("?", edit_date=WHEN), known(deleted=True), None, 1) == []


def test_an_edited_message_seen_first_has_both() -> None:
    kinds = [e.kind for e in changes(ACCOUNT, message("а", edit_date=WHEN), None, None, 1)]
    assert kinds == ["message", "edit"]
    hidden = message("а", edit_date=WHEN, edit_hide=True)
    assert [e.kind for e in changes(ACCOUNT, hidden, None, None, 1)] == ["message"]


def reactions(*who: tuple[int, str], recent: bool = True) -> Any:
    counted: dict[str, list[int]] = {}
    for user, emoji in who:
        counted.setdefault(emoji, []).append(user)
    return types.MessageReactions(
        results=[
            types.ReactionCount(
                types.ReactionEmoji(emoji), len(users), chosen_order=0 if ME in users else None
            )
            for emoji, users in counted.items()
        ],
        recent_reactions=[
            types.MessagePeerReaction(
                types.PeerUser(user), WHEN, types.ReactionEmoji(emoji), my=user == ME
            )
            for user, emoji in who
        ]
        if recent
        else None,
    )


EMOJI = st.sampled_from(["", "👍", "🔥", "❤"])


@given(ours=EMOJI, theirs=EMOJI, recent=st.booleans())
def test_reactions_are_told_apart(ours: str, theirs: str, recent: bool) -> None:
    who = [(user, emoji) for user, emoji in ((ME, ours), (IRINA, theirs)) if emoji]
    found = reactions_of(reactions(*who, recent=recent), Account(ME), IRINA)
    assert found == {"us": ours, "client": theirs}


@given(have=st.tuples(EMOJI, EMOJI), want=st.tuples(EMOJI, EMOJI))
def test_reaction_changes_lead_from_what_stands_to_what_is(
    have: tuple[str, str], want: tuple[str, str]
) -> None:
    stands = [(a, e) for a, e in zip(("client", "us"), have, strict=True) if e]
    wanted: Any = dict(zip(("client", "us"), want, strict=True))
    result = dict(zip(("client", "us"), have, strict=True))
    for event in reaction_changes(PEER, "7", wanted, stands, 5):
        assert isinstance(event.body, ReactionSet)
        assert result[event.body.actor] != event.body.emoji
        result[event.body.actor] = event.body.emoji
    assert result == wanted


def test_custom_and_paid_reactions_get_a_stand_in() -> None:
    odd = types.MessageReactions(
        results=[types.ReactionCount(types.ReactionCustomEmoji(5), 1)], recent_reactions=[]
    )
    assert reactions_of(odd, Account(ME), IRINA) == {"client": "✨", "us": ""}
    assert reactions_of(None, Account(ME), IRINA) == {"client": "", "us": ""}


@given(
    stored=st.sets(st.integers(1, 60)),
    page=st.sets(st.integers(1, 60)),
    complete=st.booleans(),
)
def test_what_vanished(stored: set[int], page: set[int], complete: bool) -> None:
    rows = [known(external_id=str(one)) for one in stored]
    gone = {int(e.external_id) for e in vanished(rows, [*page], complete=complete, now=1)}
    floor = 0 if complete else min(page, default=0)
    assert gone == {one for one in stored - page if one >= floor}
    assert not vanished([known(deleted=True)], [1], complete=True, now=1)


@given(st.integers(1, 2**63 - 1), st.integers(1, 2**31 - 1))
def test_a_ref_leads_back(user: int, one: int) -> None:
    assert parse_ref(ref_of(user, one)) == (user, one)


@given(st.text(), st.booleans(), st.datetimes(datetime(2015, 1, 1), datetime(2037, 1, 1)))
def test_any_text_becomes_a_message(text: str, out: bool, when: datetime) -> None:
    one = message(text.encode("utf-8", "ignore").decode(), out=out, date=when)
    made = message_event(ACCOUNT, one)
    assert made.at == int(when.replace(tzinfo=UTC).timestamp()) * 1000 + when.microsecond // 1000
    assert made.body.text == one.message
    assert edit_event(ACCOUNT, one).body.target == "7"
    assert delete_event(PEER, "7", 1).kind == "delete"
    assert unreadable_event(PEER, one, 1).raw == bytes(one)
