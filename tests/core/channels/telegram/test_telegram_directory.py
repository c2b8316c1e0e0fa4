"""To whom one may write first: contacts, what the server finds, and a message to them."""

import asyncio
from typing import Any

import pytest

from core.domain.channels import Channel, Peer
from core.domain.events import SendRequested
from core.domain.problems import ChannelError
from core.domain.telegram_names import typed

from .conftest import until


def names(found: Any) -> list[str]:
    return [one.name for one in found]


async def test_contacts_are_kept_and_there_offline(stage: Any) -> None:
    channel = await stage.signed_in()
    assert await channel.directory.contacts() == []
    assert await channel.directory.refresh()
    assert names(await channel.directory.contacts()) == ["Ирина Ковалёва"]
    assert not await channel.directory.refresh()
    await channel.close()
    again = stage.channel()
    await again.start()
    await until(lambda: again.state == "online")
    await stage.server.stop()
    (irina,) = await again.directory.contacts()
    assert (irina.id, irina.contact) == (str(stage.irina), True)
    assert (await again.directory.introduce(irina.id)).phone == "+79161112233"


async def test_whom_the_server_finds_is_written_to(stage: Any) -> None:
    oleg = stage.server.add_user(phone="+79165550001", first_name="Олег", username="oleg_pump")
    hidden = stage.server.add_user(phone="+79165550002", first_name="Пётр")
    stage.server.persons.tell(hidden, hidden=True)
    stage.server.add_bot("Робот", "pump_bot")
    channel = await stage.signed_in()
    channel.directory.pause = 0
    ask = channel.directory.look_up
    assert names(await ask(typed("@oleg_pump"))) == names(await ask(typed("oleg"))) == ["Олег"]
    assert names(await ask(typed("8 (916) 555-00-01"))) == ["Олег"]
    assert names(await ask(typed("Ирина"))) == ["Ирина Ковалёва"]
    (bot,) = await ask(typed("t.me/pump_bot"))
    assert bot.kind == "bot"
    assert await ask(typed("@nobody_here")) == await ask(typed("+79165550002")) == []
    with pytest.raises(ChannelError) as refused:
        await channel.directory.add("+79165550002", "Пётр")
    assert refused.value.problem.code == "telegram-number-nobody"
    added = await channel.directory.add("+79165550001", "Олег Насосов")
    assert (added.id, added.name) == (str(oleg), "Олег Насосов")
    await channel.directory.introduce(str(oleg))
    peer = Peer(Channel.TELEGRAM, str(stage.me), str(oleg))
    await channel.send(peer, SendRequested(client_ref="a", text="Здравствуйте"))
    assert [one.text for one in stage.server.history(oleg, stage.me)] == ["Здравствуйте"]


async def test_a_contact_chosen_offline_is_written_to_later(stage: Any) -> None:
    channel = await stage.signed_in()
    await channel.directory.refresh()
    await channel.directory.introduce(str(stage.irina))
    await channel.send(stage.peer(), SendRequested(client_ref="a", text="Добрый день"))
    await asyncio.wait_for(stage.agree(), 10)


async def test_what_telegram_refuses_is_said(stage: Any) -> None:
    shy = stage.server.add_user(phone="+79165550003", first_name="Тихон", username="tikhon")
    stage.server.persons.tell(shy, closed=True)
    channel = await stage.signed_in()
    stage.server.flood_wait("contacts.resolveUsername", 40)
    with pytest.raises(ChannelError) as refused:
        await channel.directory.look_up(typed("@tikhon"))
    assert (refused.value.problem.code, refused.value.retry_in) == ("telegram-flood-wait", 40)
    assert channel.safety.record.floods
    assert not channel.safety.held_until
    await channel.directory.look_up(typed("@tikhon"))
    await channel.directory.introduce(str(shy))
    peer = Peer(Channel.TELEGRAM, str(stage.me), str(shy))
    with pytest.raises(ChannelError) as closed:
        await channel.send(peer, SendRequested(client_ref="b", text="Добрый день"))
    assert closed.value.problem.code == "telegram-privacy"
