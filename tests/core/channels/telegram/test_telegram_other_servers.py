"""Servers that differ from the sandbox's in legal ways: nothing is lost, nothing stands twice."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from telethon import functions, types

from core.channels.telegram.pages import Page
from core.domain.events import MessageDeleted, MessageReceived, SendRequested
from core.domain.problems import ChannelError
from core.sandbox.telegram.rpc.call import Refused

WHEN = datetime(2026, 11, 18, 10, 15, tzinfo=UTC)
GetDialogs = functions.messages.GetDialogsRequest
GetHistory = functions.messages.GetHistoryRequest


def shorter(limit: int) -> Any:
    """Answer with pages of at most ``limit``, whatever was asked for."""

    def answer(request: Any, usual: Any) -> Any:
        request.limit = min(request.limit, limit)
        return usual()

    return answer


def refuse(name: str, code: int = 400, times: int = 10**6) -> Any:
    """Refuse the first ``times`` calls."""
    left = [times]

    def answer(request: Any, usual: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            return usual()
        raise Refused(name, code)

    return answer


def people(stage: Any, count: int, messages: int = 2) -> list[int]:
    """Clients with some history each."""
    made = []
    for n in range(count):
        one = stage.server.add_user(phone=f"+7916000{n:04}", first_name=f"Клиент {n}")
        made.append(one)
        for m in range(messages):
            at = 1_700_000_000 + n * 100 + m
            stage.server.send(one, stage.me, f"{n}/{m}", at=at, push=False)
    return made


async def test_pages_shorter_than_asked_for_end_no_chat(stage: Any) -> None:
    for n in range(60):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    stage.differ(GetHistory, shorter(7))
    channel = await stage.signed_in()
    await stage.agree()
    # A second look at chats that reach below the page takes nothing away.
    await stage.server.stop()
    stage.write("ещё")
    await stage.server.start()
    await stage.agree()
    await channel.close()
    await stage.signed_in()
    await stage.agree()
    assert not stage.log.bodies(MessageDeleted)
    assert len(stage.log.bodies(MessageReceived)) == 61


async def test_slices_of_dialogs_shorter_than_asked_for(stage: Any, wait: Any) -> None:
    clients = people(stage, 45)
    stage.differ(GetDialogs, shorter(10))
    await stage.signed_in()
    await wait(lambda: all(stage.same(one) for one in clients))


async def test_a_server_that_repeats_its_page_is_asked_no_more(stage: Any, wait: Any) -> None:
    for n in range(30):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    asked = []

    def stubborn(request: Any, usual: Any) -> Any:
        asked.append(request.offset_id)
        request.offset_id = 0
        return usual()

    stage.differ(GetHistory, stubborn)
    channel = await stage.signed_in(first_page=10, backfill_page=10)
    made = channel._connection.sync.chats
    await wait(lambda: made.kept.book.sweep.listed and made.kept.book.next() is None)
    assert len(asked) < 6


@pytest.mark.parametrize("odd", ["repeats", "empty"])
async def test_odd_pages_take_nothing_away(stage: Any, wait: Any, odd: str) -> None:
    """What is in doubt is not deleted because a server gave a page that cannot be right."""
    for n in range(30):
        stage.write(str(n), at=1_700_000_000 + n, push=False)
    small = {"difference_limit": 1, "recheck_messages": 5, "backfill_page": 5}
    channel = await stage.signed_in(**small)
    await stage.agree()
    await channel.close()
    for n in range(5):
        stage.write(f"потом {n}")

    def answer(request: Any, usual: Any) -> Any:
        if not request.offset_id:
            return usual()
        request.offset_id = 0
        found = usual()
        if odd == "empty":
            found.messages.clear()
            found.count, found.inexact = 99, True
        return found

    stage.differ(GetHistory, answer)
    await stage.signed_in(**small)
    await stage.agree()
    made = stage.channels[-1]._connection.sync.chats
    await wait(lambda: made.kept.book.sweep.listed and made.kept.book.next() is None)
    assert not stage.log.bodies(MessageDeleted)


@pytest.mark.parametrize("error", [("PEER_ID_INVALID", 400), ("CHAT_FORBIDDEN", 403)])
async def test_one_chat_that_is_refused_holds_up_no_other(
    stage: Any, wait: Any, error: tuple[str, int]
) -> None:
    clients = people(stage, 5, messages=30)
    bad = clients[2]

    def answer(request: Any, usual: Any) -> Any:
        if request.peer.user_id == bad:
            raise Refused(*error)
        return usual()

    stage.differ(GetHistory, answer)
    await stage.signed_in(first_page=10, backfill_page=10)
    await wait(lambda: all(stage.same(one) for one in clients if one != bad))
    assert [text for _, _, text, _ in stage.log.thread(bad)] == ["2/29"]


async def test_old_history_that_is_refused_is_given_up(stage: Any, wait: Any) -> None:
    clients = people(stage, 3, messages=30)

    def answer(request: Any, usual: Any) -> Any:
        if request.offset_id and request.peer.user_id == clients[0]:
            raise Refused("MSG_ID_INVALID")
        return usual()

    stage.differ(GetHistory, answer)
    channel = await stage.signed_in(first_page=10, backfill_page=10)
    made = channel._connection.sync.chats
    await wait(lambda: made.kept.book.sweep.listed and made.kept.book.next() is None)
    assert all(stage.same(one) for one in clients[1:])


async def test_a_min_user_among_the_dialogs(stage: Any, wait: Any) -> None:
    clients = people(stage, 4)

    def answer(request: Any, usual: Any) -> Any:
        found = usual()
        for user in found.users:
            if user.id == clients[1]:
                user.min, user.access_hash = True, None
        return found

    stage.differ(GetDialogs, answer)
    channel = await stage.signed_in()
    await wait(lambda: all(stage.same(one) for one in clients if one != clients[1]))
    stage.server.send(clients[1], stage.me, "я здесь")
    await wait(lambda: stage.log.thread(clients[1])[-1][2] == "я здесь")
    await channel.send(stage.peer(clients[1]), SendRequested(client_ref="r", text="вижу"))
    assert stage.log.thread(clients[1])[-1][2] == "вижу"


async def test_users_may_be_named_otherwise_after_a_restart(stage: Any) -> None:
    stage.write("привет", push=False)
    channel = await stage.signed_in()
    await stage.agree()
    stage.server._world.people._secret = b"another"
    sent = await channel.send(stage.peer(), SendRequested(client_ref="r", text="здравствуйте"))
    assert stage.theirs()[-1][0] == int(sent.external_id)
    await channel.mark_read(stage.peer(), sent.external_id)


async def test_a_flood_wait_on_the_difference_holds_up_no_live_message(
    stage: Any, wait: Any
) -> None:
    channel = await stage.signed_in()
    stage.write("до")
    await stage.agree()
    stage.server.flood_wait("updates.getDifference", 3)
    stage.write("потеряно", push=False)
    after = [stage.write(f"живое {n}") for n in range(3)]
    async with asyncio.timeout(1.5):
        while not all(str(one) in stage.log.rows for one in after):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert channel.state == "online"
    await stage.agree(8)
    await wait(lambda: channel.problem is None)
    assert stage.log.refused == 0


async def test_a_flood_wait_on_the_history_holds_up_no_live_message(stage: Any, wait: Any) -> None:
    people(stage, 3, messages=5)
    stage.differ(GetHistory, refuse("FLOOD_WAIT_2", 420, times=1))
    await stage.signed_in(flood_sleep=30)
    one = str(stage.write("живое"))
    await wait(lambda: one in stage.log.rows, 1.0)
    await stage.agree()


async def test_a_question_about_a_renamed_client_that_is_refused_holds_up_nothing(
    stage: Any, wait: Any
) -> None:
    await stage.signed_in()
    stage.write("до")
    await stage.agree()
    stage.differ(functions.users.GetUsersRequest, refuse("USER_ID_INVALID"))
    renamed = types.UpdateUserName(stage.irina, "Инна", "", [])
    stage.server._hub.push(stage.me, lambda view: view.bundle([renamed]))
    one = str(stage.write("после"))
    await wait(lambda: one in stage.log.rows, 2.0)


async def test_a_server_that_lost_its_last_changes(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    stage.write("до")
    await stage.agree()
    await channel.close()
    state = stage.log.states[f"telegram/{stage.me}/cursor"]
    stage.log.states[f"telegram/{stage.me}/cursor"] = state.replace(b'"pts":', b'"pts":9')
    await stage.signed_in()
    stage.write("после")
    await stage.agree()
    one = str(stage.write("сразу"))
    await wait(lambda: one in stage.log.rows, 1.0)


@pytest.mark.parametrize("kind", ["too long", "short", "bare"])
async def test_a_send_is_answered_in_other_words(stage: Any, kind: str) -> None:
    channel = await stage.signed_in()
    stage.write("привет")
    await stage.agree()
    irina = stage.irina

    def answer(request: Any, usual: Any) -> Any:
        said = usual()
        if kind == "too long":
            return types.UpdatesTooLong()
        message = types.Message(
            id=said.id, peer_id=types.PeerUser(irina), message=request.message, date=said.date,
            out=True,
        )  # fmt: skip
        update = types.UpdateNewMessage(message, said.pts, said.pts_count)
        if kind == "short":
            return types.UpdateShort(update, said.date)
        return types.Updates([update], [], [], said.date, 0)

    stage.differ(functions.messages.SendMessageRequest, answer)
    request = SendRequested(client_ref="r", text="здравствуйте")
    if kind == "too long":
        with pytest.raises(ChannelError) as unsure:
            await channel.send(stage.peer(), request)
        assert unsure.value.uncertain
    sent = await channel.send(stage.peer(), request)
    await stage.agree()
    assert stage.theirs()[-1][0] == int(sent.external_id)


@pytest.mark.parametrize("answer", ["nothing", "another layer's", "cut off"])
async def test_a_server_that_takes_a_send_twice_has_it_once_after_a_strange_answer(
    stage: Any, answer: str
) -> None:
    """It ignores ``random_id``, and what it says of the first attempt tells nothing."""
    channel = await stage.signed_in()
    stage.write("привет")
    stage.server.send(stage.me, stage.irina, "здравствуйте")
    await stage.agree()
    said: dict[str, Any] = {
        "nothing": types.UpdatesTooLong(),
        "another layer's": bytes.fromhex("f00dbabe") + bytes(24),
        "cut off": bytes(types.Updates([], [], [], WHEN, 0))[:-4],
    }
    asked = []

    def forgetful(request: Any, usual: Any) -> Any:
        asked.append(request.random_id)
        request.random_id = len(asked)
        usual()
        return said[answer]

    stage.differ(functions.messages.SendMessageRequest, forgetful)
    for ref, text in (("a", "здравствуйте"), ("b", "цена та же"), ("c", "цена та же")):
        request = SendRequested(client_ref=ref, text=text)
        with pytest.raises(ChannelError) as unsure:
            await channel.send(stage.peer(), request)
        assert unsure.value.uncertain
        sent = await channel.send(stage.peer(), request)
        assert sent.external_id == str(stage.theirs()[-1][0])
    await stage.agree()
    assert len(asked) == 3


async def test_an_absence_too_long_under_flood_waits(stage: Any, wait: Any) -> None:
    clients = people(stage, 6, messages=1)
    channel = await stage.signed_in()
    await wait(lambda: all(stage.same(one) for one in clients))
    await channel.close()
    for one in clients:
        for n in range(10):
            stage.server.send(one, stage.me, f"{one}/{n}")
    asked = [0]

    def every_third(request: Any, usual: Any) -> Any:
        asked[0] += 1
        if asked[0] % 3 == 0:
            raise Refused("FLOOD_WAIT_1", 420)
        return usual()

    stage.differ(GetHistory, every_third)
    await stage.signed_in(difference_limit=10)
    live = str(stage.write("живое"))
    await wait(lambda: live in stage.log.rows, 2.0)
    await wait(lambda: all(stage.same(one) for one in clients), 20.0)


async def test_an_upload_whose_parts_were_lost_is_tried_again(stage: Any, tmp_path: Any) -> None:
    (tmp_path / "кп.pdf").write_bytes(b"%PDF" * 100)
    channel = await stage.signed_in(media_dir=str(tmp_path))
    stage.write("привет")
    await stage.agree()
    stage.differ(functions.messages.SendMediaRequest, refuse("FILE_PART_0_MISSING", times=1))
    request = SendRequested(
        client_ref="r", text="", file="кп.pdf", file_name="кп.pdf", mime="application/pdf"
    )
    with pytest.raises(ChannelError) as refused:
        await channel.send(stage.peer(), request)
    assert refused.value.retry_in
    assert not refused.value.uncertain
    await channel.send(stage.peer(), request)
    await stage.agree()


def test_what_a_page_says_of_the_start_of_its_chat() -> None:
    def message(number: int) -> Any:
        return types.Message(number, types.PeerUser(1), WHEN, "…")

    def piece(count: int, *ids: int, **more: Any) -> Any:
        found = [message(one) for one in ids]
        return types.messages.MessagesSlice(count, found, [], [], [], **more)

    whole = types.messages.Messages([message(2), types.MessageEmpty(1, None)], [], [], [])
    assert Page.of(whole, 0).last
    assert [one.id for one in Page.of(whole, 0).messages] == [2]
    assert not Page.of(piece(3, 5, 4), 0).last
    assert Page.of(piece(2, 5, 4), 0).last
    assert not Page.of(piece(2, 5, 4, inexact=True), 0).last
    assert not Page.of(piece(9), 0).last
    assert not Page.of(piece(9, 3), 4).last
    assert Page.of(piece(9), 3).last


async def test_a_server_in_trouble_is_asked_again_as_it_wishes(stage: Any, wait: Any) -> None:
    channel = await stage.signed_in()
    await channel.close()
    asked = []

    def answer(request: Any, usual: Any) -> Any:
        asked.append(request)
        if len(asked) == 1:
            raise Refused("FLOOD_WAIT_2", 420)
        return usual()

    # Telethon itself sleeps short ones.
    stage.differ(functions.help.GetConfigRequest, answer)
    channel = stage.channel(flood_sleep=0)
    await channel.start()
    assert channel.state == "waiting"
    assert channel.problem.code == "telegram-flood-wait"
    await asyncio.sleep(1)
    assert len(asked) == 1
    await wait(lambda: channel.state == "online")
    assert channel.problem is None


@pytest.mark.parametrize(
    "error", [("SESSION_REVOKED", 401), ("AUTH_KEY_DUPLICATED", 406), ("USER_DEACTIVATED", 401)]
)
async def test_a_session_that_the_server_ends_asks_to_sign_in(
    stage: Any, wait: Any, error: tuple[str, int]
) -> None:
    channel = await stage.signed_in()
    stage.write("до")
    await stage.agree()
    stage.differ(functions.updates.GetStateRequest, refuse(*error))
    await wait(lambda: channel.state == "signed_out")
    assert channel.problem.code == "telegram-signed-out"


async def test_groups_and_channels_among_the_dialogs(stage: Any, wait: Any) -> None:
    clients = people(stage, 12)
    now = datetime.now(UTC)
    photo = types.ChatPhotoEmpty()
    group = types.Chat(7, "Склад", photo, 3, now, 1)
    news = types.Channel(8, "Новости", photo, now, access_hash=5, broadcast=True)

    def dialog(peer: Any, top: int) -> Any:
        return types.Dialog(peer, top, 0, 0, 0, 0, 0, 0, types.PeerNotifySettings())

    def with_groups(request: Any, usual: Any) -> Any:
        request.limit = 5
        found = usual()
        assert not isinstance(request.offset_peer, types.InputPeerChannel | types.InputPeerChat)
        if request.offset_id == 0:
            found.dialogs[0:0] = [dialog(types.PeerChat(7), 900), dialog(types.PeerChannel(8), 1)]
            found.chats += [group, news]
            found.messages += [
                types.Message(900, types.PeerChat(7), now, "тихо", from_id=types.PeerUser(77)),
                types.Message(1, types.PeerChannel(8), now, "скидки", post=True),
            ]
            found.users.append(types.User(77, access_hash=1, first_name="Сосед"))
        if isinstance(found, types.messages.DialogsSlice):
            found.count += 2
        return found

    stage.differ(GetDialogs, with_groups)
    await stage.signed_in()
    await wait(lambda: all(stage.same(one) for one in clients))
    here = {row.peer.id for row in stage.log.rows.values()}
    assert here == {str(one) for one in clients} | {"-7"}


async def test_a_send_that_was_taken_is_found_on_whichever_page_it_stands(stage: Any) -> None:
    stage.differ(GetHistory, shorter(5))
    channel = await stage.signed_in()
    stage.write("здравствуйте")
    await stage.agree()
    request = SendRequested(client_ref="r1", text="Да")
    first = await channel.send(stage.peer(), request)
    for n in range(12):
        stage.write(f"и ещё {n}")
    await stage.agree()
    await channel.close()
    again = await (await stage.signed_in()).send(stage.peer(), request)
    assert again.external_id == first.external_id
    stage.server.delete(stage.irina, [int(first.external_id)])
    with pytest.raises(ChannelError) as gone:
        await stage.channels[-1].send(stage.peer(), request)
    assert gone.value.problem.code == "telegram-sent-unseen"
