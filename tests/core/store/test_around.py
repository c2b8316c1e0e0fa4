"""What Telegram tells beside the words is kept, changes and survives a rebuild."""

from pathlib import Path

from core.domain.around import Around, Forward, Look, Page
from core.domain.channels import Channel, Peer
from core.domain.events import (
    Attachment,
    ContentChanged,
    Event,
    MessagePinned,
    MessageReceived,
    MessageSent,
    SendRequested,
    SentFile,
)
from core.store.read.messages import messages, pinned
from core.store.read.threads import threads
from core.store.store import Store

PEER = Peer(Channel.TELEGRAM, "1", "2")


def event(name: str, body: object, at: int = 1000) -> Event:
    return Event(external_id=name, at=at, peer=PEER, body=body)  # type: ignore[arg-type]


async def test_what_is_around_a_message(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        around = Around(forward=Forward(name="Пётр", at=5), album="9", quote="к среде")
        look = Look(wide=4, tall=3, thumb=b"\xff\xd8", wave=b"\x01", shape="round", emoji="👍")
        video = Attachment(kind="video", ref="2/1", look=look)
        # what is told of a message that is not here yet waits for it
        await store.append([event("1@7", MessagePinned(target="1", pinned=True))])
        await store.append([
            event("1", MessageReceived(direction="in", text="а", around=around,
                                       attachments=(video,))),
            event("2", MessageReceived(direction="in", text="Когда?\n○ Пн", note="poll"), 2000),
        ])  # fmt: skip
        page = Page(url="https://ex.ru", title="Ex")
        changed = ContentChanged(target="2", text="Когда?\n○ Пн — 1", note="poll_closed", page=page)
        await store.append([event("2@9", changed)])
        known = await store.known("telegram", "1", ["1", "2"])
        assert (known["1"].pinned, known["1"].page) == (True, None)
        assert (known["2"].note, known["2"].page) == ("poll_closed", page)
        thread = (await store.read(lambda c: threads(c, now=3000)))[0].id
        for _ in range(2):
            first, second = await store.read(lambda c: messages(c, thread, media=tmp_path))
            assert (first.around, first.pinned, first.attachments[0].look) == (around, True, look)
            assert second.text == "Когда?\n○ Пн — 1"
            assert (second.edited_at, second.around) == (None, Around(page=page))
            assert [row.id for row in await store.read(
                lambda c: pinned(c, thread, media=tmp_path))] == [first.id]  # fmt: skip
            await store.rebuild()
        await store.append([event("1@9", MessagePinned(target="1", pinned=False))])
        assert not await store.read(lambda c: pinned(c, thread, media=tmp_path))
    finally:
        await store.close()


async def test_a_quiet_line_of_ours_is_no_answer(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        await store.append([
            event("1", MessageReceived(direction="in", text="Цена?")),
            event("2", MessageReceived(direction="out", note="pinned", service=True), 2000),
        ])  # fmt: skip
        (row,) = await store.read(lambda c: threads(c, now=3000))
        assert (row.waiting_since, row.unread) == (1000, 1)
        # a contact, a poll's answer are read for what they say; a line of Telegram's own is not
        await store.append([
            event("3", MessageReceived(direction="in", note="contact",
                                       text="Пётр Ильин, +79161112233"), 2500),
            event("4", MessageReceived(direction="in", note="screenshot", service=True), 2600),
        ])  # fmt: skip
        waits = await store.read(
            lambda c: [
                r["note"] for r in c.execute("SELECT note FROM messages WHERE needs_read = 1")
            ]
        )
        assert waits == ["", "contact"]
    finally:
        await store.close()


async def test_an_album_of_ours_is_a_message_a_file_once_it_is_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        more = (SentFile(file="b", name="b.jpg", mime="image/jpeg"),)
        send = SendRequested(
            client_ref="r", text="Объект", file="a", file_name="a.jpg", mime="image/jpeg", more=more
        )
        await store.append([event("r", send)])
        thread = (await store.read(lambda c: threads(c, now=3000)))[0].id

        async def shown() -> list[tuple[str, list[str], Around | None]]:
            rows = await store.read(lambda c: messages(c, thread, media=tmp_path))
            return [(row.text, [a.name for a in row.attachments], row.around) for row in rows]

        assert await shown() == [("Объект", ["a.jpg", "b.jpg"], None)]
        around = Around(album="9")
        first, second = (
            MessageReceived(
                direction="out", text=text, around=around, client_ref=ref,
                attachments=(Attachment(kind="image", name=name, ref=name),),
            )
            for text, ref, name in (("Объект", "r", ""), ("", None, "2/8"))
        )  # fmt: skip
        await store.append([event("7", first, 2000), event("8", second, 2000)])
        await store.append([event("r", MessageSent(client_ref="r", message_id="7"), 2000)])
        for _ in range(2):
            assert await shown() == [
                ("Объект", ["a.jpg"], around), ("", ["2/8"], around),
            ]  # fmt: skip
            await store.rebuild()
    finally:
        await store.close()


async def test_a_recording_of_ours_is_drawn_before_and_after_it_is_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        wave = bytes(range(0, 200, 2))
        ours = SendRequested(client_ref="r", file="v.ogg", mime="audio/ogg", wave=wave,
                             seconds=6)  # fmt: skip
        await store.append([event("r", ours)])
        thread = (await store.read(lambda c: threads(c, now=3000)))[0].id
        (row,) = await store.read(lambda c: messages(c, thread, media=tmp_path))
        assert (row.attachments[0].look, row.attachments[0].seconds) == (Look(wave=wave), 6)
        # what the messenger makes of it tells how long it is, and does not draw it anew
        back = Attachment(kind="voice", ref="2/1", seconds=7, look=Look(wave=b"\x01"))
        await store.append([
            event("1", MessageReceived(direction="out", client_ref="r", attachments=(back,)))
        ])  # fmt: skip
        for _ in range(2):
            (row,) = await store.read(lambda c: messages(c, thread, media=tmp_path))
            (file,) = row.attachments
            assert (file.look, file.seconds, file.kind) == (Look(wave=wave), 7, "voice")
            assert file.path.endswith("v.ogg")
            await store.rebuild()
    finally:
        await store.close()


async def test_a_picture_of_ours_has_the_shape_that_the_messenger_tells(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        more = SentFile(file="b.jpg", name="b.jpg", mime="image/jpeg")
        ours = SendRequested(client_ref="r", file="a.jpg", mime="image/jpeg", more=(more,))
        await store.append([event("r", ours)])
        look, album = Look(wide=4, tall=3), Around(album="9")
        first, second = (
            MessageReceived(direction="out", client_ref=ref, around=album,
                            attachments=(Attachment(kind="image", ref=name, look=look),))
            for ref, name in (("r", "2/1"), (None, "2/2"))
        )  # fmt: skip
        await store.append([event("1", first), event("2", second)])
        thread = (await store.read(lambda c: threads(c, now=3000)))[0].id
        rows = await store.read(lambda c: messages(c, thread, media=tmp_path))
        assert [row.around for row in rows] == [album, album]
        assert [[file.look for file in row.attachments] for row in rows] == [[look], [look]]
    finally:
        await store.close()
