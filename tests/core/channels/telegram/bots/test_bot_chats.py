"""A client writes to an account that has connected a bot: it comes, and an answer goes out."""

import time
from typing import Any

import pytest

from core.domain.events import MessageDeleted, MessageReceived, SentFile
from core.domain.problems import ChannelError
from core.domain.sends import Delete, Edit, Reaction
from core.ports import Cautious, Finder, Keeper, Postponer, Reactor, Typist, Uploader
from core.sandbox.telegram import SandboxFile

PDF = b"%PDF-1.4 " + bytes(range(256)) * 300


async def test_a_client_writes_and_is_answered(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    await wait(lambda: [one.name for one in channel.links] == ["Анна"])
    bots.write("Здравствуйте, есть насосы?")
    await bots.heard("Здравствуйте, есть насосы?")
    (account,) = channel.accounts
    assert (account.account, account.state) == (str(bots.anna), "online")
    sent = await account.send(bots.peer(), bots.text("Есть, какие нужны?"))
    assert bots.theirs() == ["Здравствуйте, есть насосы?", "Есть, какие нужны?"]
    assert sent.external_id == str(bots.server.history(bots.anna, bots.irina)[-1].id)
    await bots.heard("Здравствуйте, есть насосы?", "Есть, какие нужны?")
    first, ours = bots.log.bodies(MessageReceived)
    assert (first.profile.name, first.profile.phone) == ("Ирина Ковалёва", None)
    assert (ours.client_ref, ours.around.via) == ("a1", "@sales_bot")


async def test_what_becomes_of_messages_is_followed(bots: Any, wait: Any) -> None:
    await bots.signed_in()
    bots.connect()
    first, second = bots.write("Нужно два насоса"), bots.write("лишнее")
    await bots.heard("Нужно два насоса", "лишнее")
    theirs = bots.server.history(bots.irina, bots.anna)
    bots.server.edit(bots.irina, theirs[0].id, "Нужно три насоса")
    bots.server.delete(bots.irina, [theirs[1].id])
    # the account's owner answers from the phone, and takes it back in part
    phone = bots.server.send(bots.anna, bots.irina, "Посмотрю").ids[bots.anna]
    bots.server.edit(bots.anna, phone, "Посмотрю сегодня")
    await bots.heard("Нужно три насоса", "Посмотрю сегодня")
    assert [way for way, _ in bots.texts()] == ["in", "out"]
    assert [one.target for one in bots.log.bodies(MessageDeleted)] == [str(second)]
    assert bots.log.bodies(MessageReceived)[2].around is None
    assert first < second < phone


async def test_a_reply_an_edit_a_deletion_and_a_read_mark_go_out(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    asked = bots.write("Почём?")
    await bots.heard("Почём?")
    account, peer = channel.accounts[0], bots.peer()
    sent = await account.send(peer, bots.text("По 100", reply_to=str(asked)))
    await account.send(
        peer, bots.text("", "e1", content=Edit(target=sent.external_id, text="По 110"))
    )
    assert bots.theirs() == ["Почём?", "По 110"]
    await bots.heard("Почём?", "По 110")
    await account.typing(peer, "")
    await account.mark_read(peer, str(asked))
    box = bots.server._world.post.box(bots.anna)
    assert box.head.read_in[bots.irina] == asked
    await account.send(peer, bots.text("", "d1", content=Delete(target=sent.external_id)))
    assert bots.theirs() == ["Почём?"]
    await bots.heard("Почём?")
    with pytest.raises(ChannelError) as caught:
        await account.send(peer, bots.text("", "d2", content=Delete(target=str(asked))))
    assert caught.value.problem.code == "telegram-bot-no-right"
    with pytest.raises(ChannelError) as caught:
        await account.send(
            peer, bots.text("", "r1", content=Reaction(target=str(asked), emoji="👍"))
        )
    assert caught.value.problem.code == "telegram-bot-cannot"


async def test_files_come_and_go(bots: Any, wait: Any, tmp_path: Any) -> None:
    channel = await bots.signed_in(media_dir=str(tmp_path))
    bots.connect()
    file = SandboxFile("заявка.pdf", "application/pdf", PDF, "document")
    bots.write("Заявка", file=file)
    await bots.heard("Заявка")
    (attachment,) = bots.log.bodies(MessageReceived)[0].attachments
    account = channel.accounts[0]
    await channel.close()
    again = await bots.signed_in(media_dir=str(tmp_path))  # it is still to be had after a restart
    account = again.accounts[0]
    assert await account.fetch(attachment.ref) == PDF
    with pytest.raises(ChannelError) as caught:
        await account.fetch(attachment.ref)
    assert caught.value.problem.code == "telegram-bot-file-gone"
    (tmp_path / "offer.pdf").write_bytes(PDF[:5000])
    (tmp_path / "photo.png").write_bytes(b"\x89PNG" + PDF[:900])
    request = bots.text("Предложение", file="offer.pdf", file_name="КП.pdf", mime="application/pdf")
    heard: list[int] = []
    account.on_upload = lambda _ref, done, _size: heard.append(done)
    await account.send(bots.peer(), request)
    stored = bots.server.history(bots.irina, bots.anna)[-1]
    assert (stored.text, stored.file_name, stored.file_size) == ("Предложение", "КП.pdf", 5000)
    assert heard[-1] == 5000
    await bots.heard("Заявка", "Предложение")
    second = SentFile(file="offer.pdf", name="ещё.pdf", mime="application/pdf")
    album = bots.text(
        "Оба", "album", file="photo.png", file_name="фото.png", mime="image/png", more=(second,)
    )
    first = await account.send(bots.peer(), album)
    await bots.heard("Заявка", "Предложение", "Оба", "")
    ours = bots.log.bodies(MessageReceived)[-2:]
    assert [one.client_ref for one in ours] == ["album", None]
    assert ours[0].around.album == ours[1].around.album != ""
    assert [one.attachments[0].kind for one in ours] == ["image", "document"]
    assert first.external_id == bots.log.events[-2].external_id


async def test_it_has_what_a_bot_can_do(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    await wait(lambda: bool(channel.accounts))
    account = channel.accounts[0]
    for port in (Uploader, Typist, Cautious):
        assert isinstance(account, port)
    for port in (Finder, Keeper, Reactor, Postponer):
        assert not isinstance(account, port)
    assert account.hears == "nothing"


async def test_what_a_bot_may_not_is_said(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect("read_messages")
    bots.write("Алло?")
    await bots.heard("Алло?")
    account, peer = channel.accounts[0], bots.peer()

    async def refused(ref: str) -> str:
        with pytest.raises(ChannelError) as caught:
            await account.send(peer, bots.text("Да", ref))
        assert caught.value.retry_in is None
        return caught.value.problem.code

    assert await refused("a1") == "telegram-bot-no-right"
    bots.connect("reply", never=[bots.irina])
    await wait(lambda: account.link.may("reply"))
    assert await refused("a2") == "telegram-bot-not-given"
    bots.server.disconnect_bot(bots.anna)
    await wait(lambda: account.link.disabled)
    assert channel.problem.code == "telegram-bot-disconnected"
    assert await refused("a3") == "telegram-bot-disconnected"
    bots.connect("reply")
    await wait(lambda: account.link.may("reply"))
    assert channel.problem is None
    await account.send(peer, bots.text("Да", "a4"))
    assert bots.theirs() == ["Алло?", "Да"]


async def test_after_a_day_nothing_goes_out(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect()
    bots.write("вчера", at=time.time() - 25 * 3600)
    await bots.heard("вчера")
    account, peer = channel.accounts[0], bots.peer()
    with pytest.raises(ChannelError) as caught:
        await account.admit(peer, first=False)
    assert caught.value.problem.code == "telegram-bot-day-over"
    with pytest.raises(ChannelError) as caught:  # the server says so, too
        await account.send(peer, bots.text("Ещё актуально?"))
    assert caught.value.problem.code == "telegram-bot-day-over"
    bots.write("да")
    await bots.heard("вчера", "да")
    await account.admit(peer, first=False)


async def test_a_connection_in_another_data_centre(bots: Any, wait: Any) -> None:
    channel = await bots.signed_in()
    bots.connect(dc_id=4)
    bots.write("Я в другом центре")
    await bots.heard("Я в другом центре")
    await channel.accounts[0].send(bots.peer(), bots.text("Слышно"))
    assert bots.theirs() == ["Я в другом центре", "Слышно"]
    assert len(bots.server._world.auths.of(bots.bot)) == 2  # it was let in there, too
