"""Sends: text, files and replies, once each."""

from pathlib import Path
from typing import Any

import pytest
from telethon import types

from core.channels.telegram.sending import random_id_of
from core.domain.channels import Channel, Peer
from core.domain.events import MessageReceived, SendRequested
from core.domain.problems import ChannelError
from core.domain.sends import Reaction
from core.sandbox.telegram import SandboxFile


async def _met(stage: Any, **settings: Any) -> Any:
    channel = await stage.signed_in(**settings)
    stage.write("здравствуйте")
    await stage.agree()
    return channel


async def test_text_and_reply(stage: Any) -> None:
    channel = await _met(stage)
    asked = stage.log.thread(stage.irina)[0][0]
    sent = await channel.send(
        stage.peer(), SendRequested(client_ref="r1", text="Добрый день", reply_to=str(asked))
    )
    await stage.agree()
    last = stage.server.history(stage.me, stage.irina)[-1]
    assert (str(last.id), last.text) == (sent.external_id, "Добрый день")
    assert abs(sent.at - last.at * 1000) <= 1000
    mine = [b for b in stage.log.bodies(MessageReceived) if b.direction == "out"]
    assert [(one.client_ref, one.reply_to) for one in mine] == [("r1", str(asked))]


async def test_the_same_reference_shows_once(stage: Any) -> None:
    channel = await _met(stage)
    request = SendRequested(client_ref="r1", text="Да")
    first = await channel.send(stage.peer(), request)
    other = await channel.send(stage.peer(), SendRequested(client_ref="r2", text="Да"))
    assert await channel.send(stage.peer(), request) == first
    await channel.close()
    again = await stage.signed_in()
    assert await again.send(stage.peer(), SendRequested(client_ref="r2", text="Да")) == other
    await stage.agree()
    assert len(stage.server.history(stage.me, stage.irina)) == 3


@pytest.mark.parametrize(
    ("name", "mime"),
    [("счёт №5.pdf", "application/pdf"), ("фото.jpg", "image/jpeg")],
)
async def test_a_file_goes_out_and_comes_back(
    stage: Any, tmp_path: Path, name: str, mime: str
) -> None:
    data = b"%PDF-1.7 " + bytes(range(256)) * 3000
    (tmp_path / "x").write_bytes(data)
    channel = await _met(stage, media_dir=str(tmp_path))
    await channel.send(
        stage.peer(),
        SendRequested(client_ref="f1", text="вот", file="x", file_name=name, mime=mime),
    )
    await stage.agree()
    (body,) = (b for b in stage.log.bodies(MessageReceived) if b.direction == "out")
    (attachment,) = body.attachments
    assert attachment.kind == ("document" if mime == "application/pdf" else "image")
    assert await channel.fetch(attachment.ref) == data


async def test_a_client_sends_a_voice_message(stage: Any) -> None:
    channel = await _met(stage)
    voice = SandboxFile("голос.ogg", "audio/ogg", b"OggS" + b"\1" * 200_000, "voice", 7)
    stage.write("", file=voice)
    await stage.agree()
    attachment = stage.log.bodies(MessageReceived)[-1].attachments[0]
    assert (attachment.kind, attachment.seconds, attachment.mime) == ("voice", 7, "audio/ogg")
    assert await channel.fetch(attachment.ref) == voice.data


async def test_offline_is_tried_again_soon(stage: Any, wait: Any) -> None:
    channel = await _met(stage)
    await stage.server.stop()
    await wait(lambda: channel.state != "online")
    with pytest.raises(ChannelError) as failed:
        await channel.send(stage.peer(), SendRequested(client_ref="r1", text="ау"))
    assert failed.value.problem.code == "telegram-unreachable"
    assert failed.value.retry_in == 2


async def test_a_send_cut_in_flight_shows_once(stage: Any, wait: Any) -> None:
    channel = await _met(stage)
    hub = stage.server._hub
    original = stage.server._router.answer

    def cut(session: Any, msg_id: int, request: Any) -> bytes:
        answer: bytes = original(session, msg_id, request)
        if stage.server.history(stage.me, stage.irina)[-1].text == "дойдёт":
            stage.server._router.answer = original
            for connection in stage.server._serving.values():
                connection.drop()
        return answer

    assert hub is not None
    stage.server._router.answer = cut
    request = SendRequested(client_ref="r1", text="дойдёт")
    sent = await channel.send(stage.peer(), request)
    await wait(lambda: channel.state == "online")
    await stage.agree()
    assert [t[2] for t in stage.log.thread(stage.irina)] == ["здравствуйте", "дойдёт"]
    assert sent.external_id == str(stage.log.thread(stage.irina)[-1][0])


async def test_flood_waits(stage: Any) -> None:
    channel = await _met(stage)
    stage.server.flood_wait("messages.sendMessage", 1)
    await channel.send(stage.peer(), SendRequested(client_ref="r1", text="чуть позже"))
    stage.server.flood_wait("messages.sendMessage", 120)
    with pytest.raises(ChannelError) as failed:
        await channel.send(stage.peer(), SendRequested(client_ref="r2", text="нельзя"))
    assert failed.value.problem.code == "telegram-flood-wait"
    assert failed.value.retry_in == 120


async def test_what_cannot_be_sent(stage: Any) -> None:
    channel = await _met(stage)
    stranger = Peer(Channel.TELEGRAM, str(stage.me), "42")
    for peer, request, code in (
        (stranger, SendRequested(client_ref="a", text="кто тут"), "telegram-peer-gone"),
        (stage.peer(), SendRequested(client_ref="b", text="я" * 4097), "telegram-message-too-long"),
        (stage.peer(), SendRequested(client_ref="c", file="нет такого"), "file-missing"),
    ):
        with pytest.raises(ChannelError) as failed:
            await channel.send(peer, request)
        assert failed.value.problem.code == code
        assert failed.value.retry_in is None
    with pytest.raises(ChannelError):
        await channel.fetch("1/999999")


def test_random_ids_are_what_telegram_takes() -> None:
    ids = {random_id_of(f"ref-{n}") for n in range(200)}
    assert len(ids) == 200
    assert all(-(2**63) <= one < 2**63 and one for one in ids)
    assert random_id_of("x") == random_id_of("x")
    assert types.UpdateMessageID(1, random_id_of("x"))._bytes()


async def test_a_reaction_stands_and_is_taken_back(stage: Any) -> None:
    channel = await _met(stage)
    asked = stage.log.thread(stage.irina)[0][0]
    for n, emoji in enumerate(("👍", "👍", "")):
        request = SendRequested(
            client_ref=f"r{n}", content=Reaction(target=str(asked), emoji=emoji)
        )
        await channel.send(stage.peer(), request)
        await stage.agree()
        last = stage.server.history(stage.me, stage.irina)[-1]
        assert list(last.reactions.values()) == ([emoji] if emoji else [])


async def test_only_what_the_server_takes_is_a_reaction(stage: Any) -> None:
    channel = await _met(stage)
    taken = await channel.reactions()
    assert "🙂" not in taken
    asked = str(stage.log.thread(stage.irina)[0][0])
    heart = SendRequested(client_ref="r1", content=Reaction(target=asked, emoji="❤️"))
    await channel.send(stage.peer(), heart)  # as other messengers write it
    await stage.agree()
    assert stage.server.history(stage.me, stage.irina)[0].reactions == {stage.me: "❤"}
    for target, emoji, code in (
        (asked, "🙂", "telegram-reaction-invalid"),
        ("999", taken[0], "message-gone"),
    ):
        wrong = SendRequested(client_ref="r2", content=Reaction(target=target, emoji=emoji))
        with pytest.raises(ChannelError) as failed:
            await channel.send(stage.peer(), wrong)
        assert failed.value.problem.code == code
