"""Telegram Business of the account: read on each connect, followed by updates, changed from here,
sent from; what Telegram sends by itself is marked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telethon import TelegramClient, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from core.channels.telegram.business import list_hash, of_full
from core.domain.business import (
    Away,
    Business,
    ChatLink,
    Greeting,
    Hours,
    Recipients,
    Shortcut,
    ShortcutMessage,
    kept_under,
    read,
)
from core.domain.business_hours import DAY
from core.domain.events import MessageReceived, SendRequested
from core.domain.marks import Mark
from core.domain.problems import ChannelError
from core.domain.sends import QuickReply
from core.sandbox.telegram import SandboxFile
from core.sandbox.telegram.rpc.call import Refused
from core.sandbox.telegram.shop import Held, Reply, replies_hash

OFFICE = Hours(zone="Europe/Moscow", open=tuple((d * DAY + 540, d * DAY + 1080) for d in range(5)))
PHOTO = SandboxFile("цены.png", "image/png", b"\x89PNG" + bytes(40), "image")


def held(stage: Any) -> Business:
    return read(stage.log.states.get(kept_under(str(stage.me))))


@pytest.fixture
async def phone(stage: Any) -> Any:
    """The account's other session, which is no code of ours."""
    stage.server._world.people.need(stage.me).premium = True
    rsa.add_key(stage.server.public_key_pem, old=False)
    session = MemorySession()
    session.set_dc(stage.server.dc_id, stage.server.host, stage.server.port)
    client = TelegramClient(session, 1, "hash", request_retries=1)
    await client.connect()
    await client.send_code_request("+79990001122")
    await client.sign_in("+79990001122", stage.server.login_code("+79990001122"))
    yield client
    await client.disconnect()


async def write(phone: Any, name: str, text: str, random_id: int, **more: Any) -> None:
    await phone(
        functions.messages.SendMessageRequest(
            types.InputPeerSelf(), text, random_id=random_id,
            quick_reply_shortcut=types.InputQuickReplyShortcut(name), **more,
        )
    )  # fmt: skip


async def test_all_of_it_is_read_and_stands_at_the_next_start(
    stage: Any, wait: Any, phone: Any
) -> None:
    bold = [types.MessageEntityBold(0, 4)]
    await write(phone, "цена", "Цена: сто", 1, entities=bold)
    await write(phone, "away", "Мы вернёмся утром.", 2)
    await write(phone, "путь", "Идите прямо.", 3)
    await write(phone, "путь", "Потом налево.", 4)
    hours = types.BusinessWorkHours("Europe/Moscow", [
        types.BusinessWeeklyOpen(*span) for span in OFFICE.open
    ])  # fmt: skip
    await phone(functions.account.UpdateBusinessWorkHoursRequest(hours))
    await phone(functions.account.UpdateBusinessLocationRequest(address="Тверь, Советская, 1"))
    intro = types.InputBusinessIntro("Свет", "Спросите о панелях")
    await phone(functions.account.UpdateBusinessIntroRequest(intro))
    link = types.InputBusinessChatLink("Здравствуйте!", title="Сайт")
    await phone(functions.account.CreateBusinessChatLinkRequest(link))
    channel = await stage.signed_in()
    await wait(lambda: len(held(stage).shortcuts) == 3 and held(stage).hours is not None)
    found = held(stage)
    assert found.hours == OFFICE
    assert (found.address, found.intro_title, found.premium) == (
        "Тверь, Советская, 1", "Свет", True,
    )  # fmt: skip
    assert [(one.text, one.title) for one in found.links] == [("Здравствуйте!", "Сайт")]
    assert [(one.name, one.count) for one in found.shortcuts] == [
        ("цена", 1), ("away", 1), ("путь", 2),
    ]  # fmt: skip
    assert found.shortcuts[0].words is not None
    assert found.shortcuts[0].words.marks == (Mark("bold", 0, 4),)
    assert [one.text for one in found.shortcuts[2].messages] == ["Идите прямо.", "Потом налево."]
    await channel.close()
    await stage.server.stop()  # offline: it is here all the same
    again = stage.channel()
    await again.start()
    assert held(stage) == found


async def test_what_the_phone_changes_is_here_at_once(stage: Any, wait: Any, phone: Any) -> None:
    await stage.signed_in()
    await write(phone, "цена", "Сто", 1)
    await wait(lambda: [one.text for s in held(stage).shortcuts for one in s.messages] == ["Сто"])
    await write(phone, "цена", "За штуку", 2)
    await wait(lambda: [one.count for one in held(stage).shortcuts] == [2])
    first = held(stage).shortcuts[0]
    await phone(
        functions.messages.EditMessageRequest(
            types.InputPeerSelf(), first.messages[0].id, message="Двести",
            quick_reply_shortcut_id=first.id,
        )
    )  # fmt: skip
    await wait(lambda: held(stage).shortcuts[0].messages[0].text == "Двести")
    await phone(functions.messages.EditQuickReplyShortcutRequest(first.id, "прайс"))
    await wait(lambda: held(stage).shortcuts[0].name == "прайс")
    await write(phone, "адрес", "Тверь", 3)
    await wait(lambda: len(held(stage).shortcuts) == 2)
    order = [one.id for one in reversed(held(stage).shortcuts)]
    await phone(functions.messages.ReorderQuickRepliesRequest(order))
    await wait(lambda: [one.name for one in held(stage).shortcuts] == ["адрес", "прайс"])
    gone = functions.messages.DeleteQuickReplyMessagesRequest(first.id, [first.messages[1].id])
    await phone(gone)
    await wait(lambda: held(stage).shortcuts[1].count == 1)
    await phone(functions.messages.DeleteQuickReplyShortcutRequest(first.id))
    await wait(lambda: [one.name for one in held(stage).shortcuts] == ["адрес"])
    hours = types.BusinessWorkHours("Asia/Tokyo", [types.BusinessWeeklyOpen(0, 60)])
    await phone(functions.account.UpdateBusinessWorkHoursRequest(hours))
    await wait(lambda: held(stage).hours == Hours(zone="Asia/Tokyo", open=((0, 60),)))
    assert stage.log.thread(stage.irina) == []  # no message of a chat came of all that


async def test_what_changed_while_we_were_away_is_compared(
    stage: Any, wait: Any, phone: Any
) -> None:
    await write(phone, "путь", "Прямо", 1)
    await write(phone, "путь", "Налево", 2)
    channel = await stage.signed_in()
    await wait(lambda: [one.count for one in held(stage).shortcuts] == [2])
    await channel.close()
    one = held(stage).shortcuts[0]
    await phone(  # neither the name nor the last message: the list's hash stays
        functions.messages.EditMessageRequest(
            types.InputPeerSelf(), one.messages[0].id, message="Назад",
            quick_reply_shortcut_id=one.id,
        )
    )  # fmt: skip
    await stage.signed_in()
    await wait(lambda: held(stage).shortcuts[0].messages[0].text == "Назад")


async def test_a_server_that_will_not_tell_is_no_reason_to_go_offline(
    stage: Any, wait: Any, phone: Any
) -> None:
    await write(phone, "цена", "Сто", 1)

    def broken(request: Any, usual: Any) -> Any:
        raise Refused("INTERNAL", 500)

    def unknown(request: Any, usual: Any) -> Any:
        raise Refused("METHOD_INVALID")

    stage.differ(functions.account.GetBusinessChatLinksRequest, broken)
    stage.differ(functions.users.GetFullUserRequest, unknown)
    channel = await stage.signed_in()
    await wait(lambda: [one.name for one in held(stage).shortcuts] == ["цена"])
    assert (channel.state, channel.problem) == ("online", None)
    await channel.business.add("адрес", "Тверь", (), 2)
    assert [one.name for one in held(stage).shortcuts] == ["цена", "адрес"]
    assert set(stage.states[stage.states.index("online") :]) == {"online"}


async def test_it_is_changed_from_here(stage: Any, wait: Any, phone: Any) -> None:
    channel = await stage.signed_in()
    verbs = channel.business
    for _ in range(2):  # the answer was lost: it is asked again
        await verbs.add("away", "Вернёмся утром", (Mark("bold", 0, 8),), 77)
    (away,) = held(stage).shortcuts
    assert [one.text for one in away.messages] == ["Вернёмся утром"]
    await verbs.rewrite(away.id, away.messages[0].id, "Вернёмся в 9", ())
    await verbs.rename(away.id, "ночь")
    await verbs.add("утро", "Доброе утро", (), 78)
    ids = [one.id for one in held(stage).shortcuts]
    await verbs.order(ids[::-1])
    assert [one.name for one in held(stage).shortcuts] == ["утро", "ночь"]
    await verbs.set_hours(Hours(zone="Europe/Moscow", open=((600, 700), (60, 120))))
    assert held(stage).hours == Hours(zone="Europe/Moscow", open=((60, 120), (600, 700)))
    some = Recipients(new=True, users=(str(stage.irina),))
    stage.write("здравствуйте")
    await stage.agree()
    mine = Away(shortcut=away.id, schedule="custom", since=1_000_000, until=9_000_000,
                recipients=some)  # fmt: skip
    await verbs.set_away(mine)
    await verbs.set_greeting(Greeting(shortcut=ids[1], days=14))
    assert held(stage).away == mine
    assert held(stage).greeting == Greeting(shortcut=ids[1], days=14)
    theirs = (await phone(functions.users.GetFullUserRequest(types.InputUserSelf()))).full_user
    assert theirs.business_away_message.schedule.end_date == datetime.fromtimestamp(9000, UTC)
    await verbs.set_hours(None)
    await verbs.set_greeting(None)
    await verbs.set_away(None)
    await verbs.delete(away.id)
    assert [one.name for one in held(stage).shortcuts] == ["утро"]
    assert (held(stage).hours, held(stage).away, held(stage).greeting) == (None, None, None)


async def test_place_words_and_links_are_changed_and_the_phone_sees_them(
    stage: Any, wait: Any, phone: Any
) -> None:
    """What is not shown here (a place on the map) is as it was."""
    point = types.InputGeoPoint(55.75, 37.61)
    await phone(functions.account.UpdateBusinessLocationRequest(point, "Тверская 1"))
    channel = await stage.signed_in()
    verbs = channel.business
    await wait(lambda: held(stage).address == "Тверская 1")
    await verbs.set_address("Арбат 2, офис 3")
    await verbs.set_intro("Светлый дом", "Спросите про панели")
    await verbs.add_link("с сайта", "Здравствуйте", (Mark("bold", 0, 12),))
    await verbs.add_link("", "", ())
    (link, other) = held(stage).links
    await verbs.change_link(link.url, "с выставки", "Добрый день", ())
    await verbs.delete_link(other.url)
    stands = held(stage)
    assert (stands.address, stands.intro_title) == ("Арбат 2, офис 3", "Светлый дом")
    assert link.marks == (Mark("bold", 0, 12),)
    assert stands.links == (ChatLink(url=link.url, title="с выставки", text="Добрый день"),)
    theirs = (await phone(functions.users.GetFullUserRequest(types.InputUserSelf()))).full_user
    assert theirs.business_location.geo_point.lat == 55.75
    assert theirs.business_intro.description == "Спросите про панели"
    await verbs.set_address("")
    await verbs.set_intro("", "")
    assert (held(stage).address, held(stage).intro_text) == ("", "")
    with pytest.raises(ChannelError) as error:
        await verbs.change_link(other.url, "", "x", ())
    assert error.value.problem.code == "business-link-gone"


async def test_what_telegram_refuses_is_said(stage: Any) -> None:
    channel = await stage.signed_in()
    verbs = channel.business

    async def refused(work: Any) -> str:
        with pytest.raises(ChannelError) as error:
            await work
        return str(error.value.problem.code)

    assert await refused(verbs.add("цена", "Сто", (), 1)) == "business-premium"
    assert held(stage) == Business()  # it has none of it, and nothing is wrong
    assert channel.problem is None
    stage.server._world.people.need(stage.me).premium = True
    assert await refused(verbs.add("да/нет", "Сто", (), 1)) == "business-shortcut-invalid"
    assert await refused(verbs.rename(9, "цена")) == "business-shortcut-invalid"
    empty = Hours(zone="Europe/Moscow", open=())
    assert await refused(verbs.set_hours(empty)) == "business-hours-refused"
    odd = Hours(zone="Mars/Olympus", open=((0, 60),))
    assert await refused(verbs.set_hours(odd)) == "business-zone-refused"
    await verbs.add("цена", "Сто", (), 1)
    await verbs.add("путь", "Прямо", (), 2)
    assert await refused(verbs.rename(2, "цена")) == "business-shortcut-taken"
    nobody = Greeting(shortcut=1, recipients=Recipients())
    assert await refused(verbs.set_greeting(nobody)) == "business-recipients-none"
    lost = Greeting(shortcut=1, recipients=Recipients(users=("12345",)))
    assert await refused(verbs.set_greeting(lost)) == "business-recipient-gone"
    shop = stage.server._world.shops.of(stage.me)
    shop.replies += [Reply(n, f"n{n}", [Held(n, "x", 0)]) for n in range(3, 101)]
    assert await refused(verbs.add("ещё", "Сто", (), 3)) == "business-shortcuts-many"


async def test_a_quick_reply_goes_out_once_as_messages_of_ours(
    stage: Any, wait: Any, phone: Any
) -> None:
    channel = await stage.signed_in()
    await write(phone, "цена", "Держите:", 1)
    shop = stage.server._world.shops.of(stage.me)
    stored = stage.server._world.files.add(PHOTO)
    shop.replies[0].messages.append(Held(50, "прайс", 0, file=stored.id))
    shop.last_message = 50
    stage.write("сколько?")
    await stage.agree()
    content = QuickReply(shortcut=shop.replies[0].id, messages=(shop.last_message - 49, 50))
    send = SendRequested(client_ref="r1", text="Держите:", content=content)
    sent = await channel.send(stage.peer(), send)
    assert await channel.send(stage.peer(), send) == sent  # the answer was lost
    await stage.agree()
    assert [text for _, _, text, _ in stage.log.thread(stage.irina)] == [
        "сколько?", "Держите:", "прайс",
    ]  # fmt: skip
    ours = [body for body in stage.log.bodies(MessageReceived) if body.direction == "out"]
    assert [(body.client_ref, len(body.attachments)) for body in ours] == [("r1", 0), (None, 1)]
    shop.replies.clear()
    with pytest.raises(ChannelError) as gone:
        await channel.send(stage.peer(), SendRequested(client_ref="r2", content=content))
    assert gone.value.problem.code == "business-shortcut-invalid"


async def test_what_telegram_sends_by_itself_is_marked(stage: Any, wait: Any, phone: Any) -> None:
    channel = await stage.signed_in()
    await channel.business.add("away", "Мы спим", (), 1)
    await channel.business.set_away(Away(shortcut=1, offline=False))
    await wait(lambda: held(stage).away is not None)
    stage.write("вы здесь?")
    await wait(lambda: len(stage.log.thread(stage.irina)) == 2)
    stage.write("ау")
    await wait(lambda: len(stage.log.thread(stage.irina)) == 3)
    assert stage.same()
    told = [(b.text, b.around is not None and b.around.automatic)
            for b in stage.log.bodies(MessageReceived)]  # fmt: skip
    assert told == [("вы здесь?", False), ("Мы спим", True), ("ау", False)]


def test_odd_answers_are_read_as_far_as_they_go() -> None:
    full = types.UserFull(1, types.PeerSettings(), types.PeerNotifySettings(), 0)
    full.business_work_hours = types.BusinessWorkHours("", [types.BusinessWeeklyOpen(90, 20)])
    full.business_away_message = types.BusinessAwayMessage(
        7,
        schedule=None,
        recipients=types.BusinessRecipients(),
    )
    found = of_full(full, Business(), premium=False)
    assert found.hours == Hours(zone="", open=())
    assert found.away == Away(shortcut=7, offline=False, recipients=Recipients())
    assert read(b"[1") == Business()


def test_the_hash_is_the_protocols() -> None:
    one = Shortcut(id=5, name="цена", count=1, messages=(ShortcutMessage(id=3, edited=9),))
    theirs = Reply(5, "цена", [Held(3, "Сто", 0, edited=9)])
    assert list_hash([one]) == replies_hash([theirs]) != 0
    assert list_hash([]) == 0
