"""What Telegram tells of a person, and what an account makes of them."""

from typing import Any

import pytest

from core.domain.channels import Profile
from core.domain.chats import SETTLED, ChatState, Wish
from core.domain.events import MessageDeleted, ProfileSeen, SendRequested
from core.domain.problems import ChannelError

from .conftest import until

PICTURE = b"\xff\xd8\xff" + bytes(2000)


def blocked(stage: Any) -> bool | None:
    return bool(stage.log.set.get(str(stage.irina), SETTLED).blocked)


async def test_a_profile_is_asked_for_once_a_day_and_is_there_offline(stage: Any) -> None:
    stage.server.persons.tell(stage.irina, about="Закупки", birthday=(5, 3, 0))
    photo = stage.server.persons.show(stage.irina, PICTURE)
    stage.server.groups.create("Стройка", [stage.me, stage.irina])
    stage.write("Здравствуйте")
    channel = await stage.signed_in()
    await stage.agree()
    card = await channel.profiles.card(stage.peer())
    assert (card.username, card.phone, card.contact) == ("irina_k", "+79161112233", True)
    assert (card.about, card.birthday, card.common) == ("Закупки", (5, 3, 0), ("Стройка",))
    assert await channel.profiles.photo(stage.peer(), card.photo) == PICTURE
    assert card.photo == str(photo)
    stage.server.persons.tell(stage.irina, about="Другое")
    assert await channel.profiles.card(stage.peer()) == card
    await channel.close()
    assert await channel.profiles.kept(stage.peer()) == card
    assert await channel.profiles.card(stage.peer()) == card


async def test_a_contact_is_named_here_and_there(stage: Any) -> None:
    stage.write("Здравствуйте")
    channel = await stage.signed_in()
    await stage.agree()
    card = await channel.profiles.rename(stage.peer(), "Ирина", "Насосы")
    assert (card.first_name, card.last_name) == ("Ирина", "Насосы")
    seen = [body.profile for body in stage.log.bodies(ProfileSeen)]
    assert seen == [Profile(name="Ирина Насосы", phone="+79161112233", username="irina_k")]
    with pytest.raises(ChannelError) as refused:
        await channel.profiles.rename(stage.peer(), " ", "")
    assert refused.value.problem.code == "telegram-contact-name"
    await channel.profiles.report(stage.peer())
    assert stage.server.persons.reported == [(stage.me, stage.irina)]


async def test_who_is_blocked_is_known_whichever_device_did_it(stage: Any) -> None:
    stage.write("Купите рекламу")
    channel = await stage.signed_in()
    await stage.agree()
    await channel.set_chat(stage.peer(), Wish(state=ChatState(blocked=True)))
    assert blocked(stage)
    assert stage.irina in stage.server.persons.of(stage.me).blocked
    with pytest.raises(ChannelError) as refused:
        await channel.send(stage.peer(), SendRequested(client_ref="a", text="Нет"))
    assert refused.value.problem.code == "telegram-blocked-by-us"
    await channel.close()
    stage.server.persons.block(stage.me, stage.irina, blocked=False)
    again = await stage.signed_in()
    await until(lambda: not blocked(stage))
    await again.set_chat(stage.peer(), Wish(state=ChatState(blocked=True)))
    await again.set_chat(stage.peer(), Wish(state=ChatState(blocked=False)))
    assert not blocked(stage)


async def test_a_chat_is_emptied_for_both(stage: Any) -> None:
    for n in range(3):
        stage.write(f"письмо {n}")
    channel = await stage.signed_in()
    await stage.agree()
    await channel.profiles.empty(stage.peer(), both=True)
    assert len(stage.log.bodies(MessageDeleted)) == 3
    assert stage.server.history(stage.irina, stage.me) == []
    assert stage.same()
