"""Messages passed on: within an account as such, with their files; elsewhere as copies."""

import sqlite3
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.around import Around, Look
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from core.domain.sends import Forward
from core.domain.views import MessageRow, PeerRow
from core.pipeline.actions import Actions
from core.pipeline.outgoing_files import OutgoingFiles
from core.store.read import messages as read_messages
from core.store.read.threads import peers
from core.store.store import Store
from desktop.forwarding import forward

NOW = 1_790_000_000_000
IRINA, OLEG = (Peer(Channel.TELEGRAM, "1", one) for one in ("77", "78"))
META = Peer(Channel.WHATSAPP, "555", "79161112233")


async def test_a_message_goes_on_with_its_file_or_as_a_copy(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    media = tmp_path / "media"
    (media / "aa").mkdir(parents=True)
    (media / "aa" / "x.pdf").write_bytes(b"%PDF")
    file = ev.Attachment(kind="document", name="Счёт.pdf", ref="r", mime="application/pdf")
    stored = ev.AttachmentStored(target="5", index=0, path="aa/x.pdf", size=4)
    for peer, name, body in (
        (IRINA, "5", ev.MessageReceived(direction="in", text="Вот", attachments=(file,))),
        (IRINA, "5", stored),
        (OLEG, "6", ev.MessageReceived(direction="in", text="?")),
        (META, "m", ev.MessageReceived(direction="in", text="?")),
    ):
        await store.append([ev.Event(external_id=name, at=NOW, peer=peer, body=body)])
    actions = Actions(store, media, dict, lambda: NOW)
    files = OutgoingFiles(actions.request, media)

    async def rows(thread: int) -> list[MessageRow]:
        def read(conn: sqlite3.Connection) -> list[MessageRow]:
            return read_messages.messages(conn, thread, media=media)

        return await store.read(read)

    async def reach(thread: int) -> list[PeerRow]:
        return await store.read(lambda conn: peers(conn, thread))

    threads = await store.read(
        lambda conn: {r[0]: r[1] for r in conn.execute("SELECT peer, thread FROM identities")}
    )
    given = await rows(threads["77"])
    await forward(actions, files, given, await reach(threads["78"]), named=False)
    await forward(actions, files, given, await reach(threads[META.id]), named=True)
    passed, copied = (await rows(threads["78"]))[-1], (await rows(threads[META.id]))[-1]
    for row in (passed, copied):
        assert (row.text, row.status) == ("Вот", "queued")
        assert [a.name for a in row.attachments] == ["Счёт.pdf"]
    body = (await store.event(passed.seq)).body
    assert isinstance(body, ev.SendRequested)
    assert body.content == Forward(source="77", target="5", named=False)
    with pytest.raises(ProblemError):
        await forward(actions, files, given, [], named=True)
    await store.close()


async def test_an_album_goes_on_as_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()

    def picture(album: str) -> ev.MessageReceived:
        look = Look(wide=4, tall=3)
        file = ev.Attachment(kind="image", name="", ref="r", look=look)
        around = Around(album=album)
        return ev.MessageReceived(direction="in", text="", attachments=(file,), around=around)

    for name, album in (("5", "a"), ("6", "a"), ("7", "a"), ("8", "b"), ("9", "")):
        await store.append([ev.Event(external_id=name, at=NOW, peer=IRINA, body=picture(album))])
    hello = ev.MessageReceived(direction="in", text="?")
    await store.append([ev.Event(external_id="60", at=NOW, peer=OLEG, body=hello)])
    actions = Actions(store, tmp_path, dict, lambda: NOW)
    files = OutgoingFiles(actions.request, tmp_path)
    threads = await store.read(
        lambda conn: {r[0]: r[1] for r in conn.execute("SELECT peer, thread FROM identities")}
    )
    given = await store.read(
        lambda conn: read_messages.messages(conn, threads["77"], media=tmp_path)
    )
    reach = await store.read(lambda conn: peers(conn, threads["78"]))
    await forward(actions, files, given, reach, named=True)
    for _ in range(2):
        passed = await store.read(
            lambda conn: read_messages.messages(conn, threads["78"], media=tmp_path)
        )
        assert [len(row.attachments) for row in passed] == [0, 3, 1, 1]
        assert {file.look for row in passed for file in row.attachments} == {Look(wide=4, tall=3)}
        await store.rebuild()
    body = (await store.event(passed[1].seq)).body
    assert isinstance(body, ev.SendRequested)
    assert body.content == Forward(source="77", target="5", more=("6", "7"))
    await store.close()
