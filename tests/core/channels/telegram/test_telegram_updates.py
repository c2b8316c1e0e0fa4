"""Updates that the sandbox does not send: short ones, renames, strangers."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from telethon import types

from core.channels.telegram.business_book import BusinessBook
from core.channels.telegram.converters import Account, peer_of
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.groups import Groups
from core.channels.telegram.people import People
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.standing import Standings
from core.channels.telegram.updates import UpdateReader
from core.channels.telegram.voices import Transcripts
from core.domain.events import MessageReceived, ProfileSeen, Unreadable

ME, IRINA = 10, 20
WHEN = datetime(2026, 11, 18, 10, 15, tzinfo=UTC)


def irina(**changed: Any) -> Any:
    return types.User(IRINA, access_hash=5, first_name="Ирина", **changed)


class Bench:
    """A reader over the log in memory; ``answers`` are given to its questions."""

    def __init__(self, log: Any) -> None:
        self.log = log
        self.typed: list[Any] = []
        self.answers: list[Any] = []
        account = Account(ME)
        self.people = People(account, log)
        self.scribe = Scribe(account, self.people, log)
        self.reader = UpdateReader(
            self.scribe, self.ask, self.typed.append, Transcripts(),
            BusinessBook(self.scribe, self.ask, lambda: None),
            CloudDrafts(self.scribe, self.ask, None),
            Standings(self.scribe, self.ask, asyncio.Lock()),
        )  # fmt: skip

    async def ask(self, request: Any) -> Any:
        return self.answers.pop(0)


@pytest.fixture
async def bench(memory_log: Any) -> Bench:
    made = Bench(memory_log)
    await made.scribe.meet([irina()], [IRINA])
    return made


def short(**changed: Any) -> Any:
    values: dict[str, Any] = {"id": 1, "user_id": IRINA, "message": "привет", "date": WHEN}
    return types.UpdateShortMessage(pts=11, pts_count=1, **(values | changed))


async def test_a_short_message(bench: Bench) -> None:
    await bench.reader.apply([short(), short(id=2, out=True, message="и вам")])
    assert bench.log.thread(IRINA) == [(1, "in", "привет", {}), (2, "out", "и вам", {})]


def test_a_short_message_of_a_stranger_needs_the_difference(bench: Bench) -> None:
    assert bench.reader.complete([short()])
    assert not bench.reader.complete([short(), short(user_id=99)])
    assert bench.reader.complete([types.UpdateDeleteMessages([1], 2, 1)])


async def test_a_bot_and_telegram_itself_are_left_out(bench: Bench) -> None:
    await bench.scribe.meet([types.User(30, access_hash=1, bot=True)], [30])
    await bench.scribe.meet([types.User(777000, access_hash=1, first_name="Telegram")], [777000])
    await bench.reader.apply([short(user_id=30), short(user_id=777000, message="Код 12345")])
    assert not bench.log.events


async def test_groups_that_are_not_known_are_left_out(bench: Bench) -> None:
    group = types.Message(5, types.PeerChat(3), WHEN, "всем привет")
    await bench.reader.apply([types.UpdateNewMessage(group, 12, 1)])
    read = types.UpdateReadHistoryInbox(types.PeerChat(3), 5, 0, 13, 1)
    await bench.reader.apply([read])
    assert not bench.log.events


async def test_a_short_message_of_a_group(bench: Bench) -> None:
    bench.people.groups = Groups(str(ME), bench.log, "small", 200)
    told = types.UpdateShortChatMessage(1, IRINA, 3, "всем привет", 12, 1, WHEN)
    assert not bench.reader.complete([told])
    chat = types.Chat(3, "Склад", types.ChatPhotoEmpty(), 5, WHEN, 1)
    await bench.scribe.meet([chat, irina()], [-3])
    assert bench.reader.complete([told])
    ours = types.UpdateShortChatMessage(2, ME, 3, "и вам", 13, 1, WHEN, out=True)
    await bench.reader.apply([told, ours])
    rows = [(body.direction, body.author, body.text) for body in bench.log.bodies(MessageReceived)]
    assert rows == [("in", "Ирина", "всем привет"), ("out", "", "и вам")]
    assert {event.peer.id for event in bench.log.events if event.peer} == {"-3"}


async def test_a_new_name_is_logged_once(bench: Bench) -> None:
    bench.answers = [[irina(last_name="Ковалёва")], [irina(last_name="Ковалёва")]]
    update = types.UpdateUserName(IRINA, "Ирина", "Ковалёва", [])
    await bench.reader.apply([update, update])
    (body,) = bench.log.bodies(ProfileSeen)
    assert body.profile.name == "Ирина Ковалёва"


async def test_a_min_user_does_not_replace_what_is_known(bench: Bench) -> None:
    await bench.scribe.meet([types.User(IRINA, min=True, first_name="?")], [IRINA])
    assert bench.people.profile(IRINA).name == "Ирина"
    await bench.scribe.meet([types.User(40, min=True, first_name="Олег")], [40])
    assert bench.people.is_client(40)
    assert bench.people.input_peer(40) is None


async def test_a_reaction_on_a_message_not_here_brings_the_message(bench: Bench) -> None:
    thumb = types.MessageReactions([types.ReactionCount(types.ReactionEmoji("👍"), 1)])
    found = types.Message(8, types.PeerUser(IRINA), WHEN, "старое", reactions=thumb)
    bench.answers = [types.messages.Messages([found], [], [], [])]
    await bench.reader.apply([types.UpdateMessageReactions(types.PeerUser(IRINA), 8, thumb)])
    assert bench.log.thread(IRINA) == [(8, "in", "старое", {"client": "👍"})]


async def test_typing_that_was_broken_off_is_none(bench: Bench) -> None:
    await bench.reader.apply([types.UpdateUserTyping(IRINA, types.SendMessageCancelAction())])
    assert not bench.typed
    await bench.reader.apply([types.UpdateUserTyping(IRINA, types.SendMessageTypingAction())])
    assert [one.id for one in bench.typed] == [str(IRINA)]


@pytest.mark.logs_errors
async def test_one_unreadable_message_does_not_hold_up_the_others(
    bench: Bench, monkeypatch: Any, caplog: Any
) -> None:
    import core.channels.telegram.scribe as module

    real = module.changes

    def trips(account: Any, message: Any, *rest: Any) -> Any:
        if message.id == 1:
            raise ValueError("a media of the future")
        return real(account, message, *rest)

    monkeypatch.setattr(module, "changes", trips)
    await bench.reader.apply([short(), short(id=2)])
    assert [e.kind for e in bench.log.events] == ["unreadable", "message"]
    assert bench.log.bodies(Unreadable)[0].problem
    assert "could not be read" in caplog.text
    assert bench.log.bodies(MessageReceived)[0].text == "привет"


async def test_the_book_of_people_outlives_a_run(bench: Bench) -> None:
    await bench.people.save()
    again = People(Account(ME), bench.log)
    await again.load()
    assert again.is_client(IRINA)
    assert again.input_peer(IRINA).access_hash == 5


async def test_who_speaks_in_a_group_is_not_written_down(bench: Bench) -> None:
    stranger = types.User(50, access_hash=7, first_name="Сосед")
    await bench.scribe.meet([stranger, irina(last_name="Ковалёва")], [None])
    assert not bench.people.has(50)
    assert bench.people.profile(IRINA).name == "Ирина Ковалёва"


def test_whose_chat_an_update_is_about() -> None:
    here, group = types.PeerUser(IRINA), types.PeerChat(3)
    letter = types.Message(1, here, WHEN, "…")
    post = types.Message(2, group, WHEN, "…", from_id=types.PeerUser(50))
    assert peer_of(types.UpdateNewMessage(letter, 1, 1)) == IRINA
    assert peer_of(short()) == IRINA
    assert peer_of(types.UpdateReadHistoryInbox(here, 1, 0, 1, 1)) == IRINA
    assert peer_of(types.UpdateNewMessage(post, 1, 1)) == -3
    assert peer_of(types.UpdateShortChatMessage(1, 50, 3, "…", 1, 1, WHEN)) == -3
