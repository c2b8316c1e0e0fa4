"""Servers that do it otherwise than the sandbox: what the protocol leaves open is taken so."""

import struct
import time
from typing import Any

import pytest
from telethon import functions, types

from core.domain.events import MessageReceived
from core.sandbox.telegram.rpc import connected
from core.sandbox.telegram.wire import moment


class Odd:
    """A TL object of a later layer."""

    CONSTRUCTOR_ID = 0x0DD0DD0D

    def _bytes(self) -> bytes:
        return struct.pack("<I", self.CONSTRUCTOR_ID)


async def _begun(bots: Any) -> Any:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("раз")
    await bots.heard("раз")
    return channel


async def test_a_change_that_cannot_be_read_is_passed_over_alone(bots: Any) -> None:
    channel = await _begun(bots)
    await channel.close()
    bots.write("два")
    bots.write("странное")
    bots.write("три")
    bad = bots.server._world.connected.qts(bots.bot) - 1

    def difference(_request: Any, usual: Any) -> Any:
        answer = usual()
        if not isinstance(answer, types.updates.DifferenceEmpty):
            answer.other_updates = [
                Odd() if one.qts == bad else one for one in answer.other_updates
            ]
        return answer

    bots.stage.differ(functions.updates.GetDifferenceRequest, difference)
    again = await bots.signed_in()
    await bots.heard("раз", "два", "три")
    assert (again.problem.code, again.problem.params["count"]) == ("telegram-bot-lost", "1")


@pytest.mark.parametrize("qts", ["none", "stands", "told_again"])
async def test_answers_that_count_otherwise(bots: Any, monkeypatch: Any, qts: str) -> None:
    channel = await _begun(bots)
    usual = connected._answer

    def answer(call: Any, link: Any, before: int) -> Any:
        made = usual(call, link, before)
        for one in made.updates:
            one.qts = {"none": 0, "stands": before, "told_again": one.qts}[qts]
        return made

    monkeypatch.setattr(connected, "_answer", answer)
    account = channel.accounts[0]
    await account.send(bots.peer(), bots.text("ответ"))
    bots.write("два")
    await account.send(bots.peer(), bots.text("ещё", "a2"))
    await bots.heard("раз", "ответ", "два", "ещё")
    assert len(bots.log.bodies(MessageReceived)) == 4
    assert channel.problem is None


async def test_an_update_that_names_nobody(bots: Any, wait: Any) -> None:
    await _begun(bots)
    stranger = bots.server.add_user(phone="+79160009988", first_name="Пётр")
    bots.server.lose_pushes(30)
    bots.server.send(stranger, bots.anna, "я новый")
    bots.server.lose_pushes(0)
    change = bots.server._world.connected.since(bots.bot, 0)[-1]
    from core.sandbox.telegram.wire import read_object

    bots.server._hub.push(
        bots.bot, lambda _: types.UpdateShort(read_object(change.update), moment(time.time()))
    )
    bots.server._hub.settle()
    await wait(lambda: len(bots.log.bodies(MessageReceived)) == 2)
    told = bots.log.bodies(MessageReceived)[1]
    assert (told.text, told.profile.name) == ("я новый", "Пётр")


async def test_bots_and_the_account_itself_are_no_clients(bots: Any) -> None:
    await _begun(bots)
    other, _ = bots.server.add_bot("Погода", "weather_bot", business=False)
    bots.server.send(other, bots.anna, "дождь")
    bots.server.send(bots.irina, bots.bot, "/start")
    bots.write("два")
    await bots.heard("раз", "два")
    assert len(bots.log.bodies(MessageReceived)) == 2


async def test_an_echo_that_comes_before_the_answer(bots: Any, monkeypatch: Any) -> None:
    channel = await _begun(bots)
    hub = bots.server._hub
    usual = hub.tell_bots
    monkeypatch.setattr(hub, "tell_bots", lambda exclude=None, *, push=True: usual(push=push))
    sent = await channel.accounts[0].send(bots.peer(), bots.text("ответ"))
    await bots.heard("раз", "ответ")
    _, ours = bots.log.bodies(MessageReceived)
    assert (ours.client_ref, ours.direction) == ("a1", "out")
    assert sent.external_id == str(bots.server.history(bots.anna, bots.irina)[-1].id)
    bots.server.send(bots.anna, bots.irina, "ответ")  # the same words from the phone are others
    await bots.heard("раз", "ответ", "ответ")
    assert bots.log.bodies(MessageReceived)[2].client_ref is None
