"""What a messenger sends for us is no answer of ours; a quick reply says what it held once it is
out."""

from pathlib import Path

from core.domain.around import Around
from core.domain.channels import Channel, Peer
from core.domain.events import (
    Attachment,
    Event,
    FollowUpSet,
    MessageReceived,
    MessageSent,
    SendRequested,
)
from core.domain.marks import Mark
from core.domain.sends import QuickReply
from core.store.read.beside import last_words
from core.store.read.messages import messages
from core.store.read.threads import threads
from core.store.store import Store

PEER = Peer(Channel.TELEGRAM, "1", "2")
AUTOMATIC = Around(automatic=True)


def event(name: str, body: object, at: int = 1000) -> Event:
    return Event(external_id=name, at=at, peer=PEER, body=body)  # type: ignore[arg-type]


async def test_a_greeting_leaves_the_client_waiting(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        hello = MessageReceived(direction="out", text="Здравствуйте!", around=AUTOMATIC)
        await store.append([
            event("1", MessageReceived(direction="in", text="Сколько?")),
            event("2", hello, 2000),
        ])  # fmt: skip
        (row,) = await store.read(lambda c: threads(c, now=3000))
        due = FollowUpSet(thread=row.id, due=1500)
        await store.append([Event(external_id="f", at=1400, body=due)])
        await store.append([event("3", hello, 2500)])
        thread = row.id
        for _ in range(2):
            (row,) = await store.read(lambda c: threads(c, now=3000))
            assert row.waiting_since == 1000
            assert row.follow_up_at == 1500
            said = await store.read(lambda c: last_words(c, thread))
            assert [(one.sender, one.text) for one in said] == [("client", "Сколько?")]
            rows = await store.read(lambda c: messages(c, thread, media=tmp_path))
            assert [bool(one.around and one.around.automatic) for one in rows] == [
                False, True, True,
            ]  # fmt: skip
            await store.rebuild()
        by_hand = MessageReceived(direction="out", text="Сто")
        await store.append([event("4", by_hand, 2600)])
        (row,) = await store.read(lambda c: threads(c, now=3000))
        assert row.waiting_since is None
    finally:
        await store.close()


async def test_a_quick_reply_holds_what_the_messenger_shows(tmp_path: Path) -> None:
    store = Store(tmp_path / "log.db")
    await store.open()
    try:
        asked = SendRequested(
            client_ref="r", text="Прайс", content=QuickReply(shortcut=5, messages=(1, 2))
        )
        photo = Attachment(kind="image", ref="2/7")
        shown = MessageReceived(
            direction="out", text="Новый прайс", marks=(Mark("bold", 0, 5),), attachments=(photo,)
        )
        await store.append([event("q", MessageReceived(direction="in", text="Сколько?"))])
        await store.append([event("r", asked, 2000)])
        (row,) = await store.read(lambda c: threads(c, now=3000))
        thread = row.id
        queued = (await store.read(lambda c: messages(c, thread, media=tmp_path)))[-1]
        assert (queued.text, queued.note, queued.status) == ("Прайс", "quick_reply", "queued")
        # the echo comes before the answer and names nobody
        await store.append([event("7", shown, 2100)])
        await store.append([event("r", MessageSent(client_ref="r", message_id="7"), 2100)])
        for _ in range(2):
            rows = await store.read(lambda c: messages(c, thread, media=tmp_path))
            assert [(one.text, one.note) for one in rows[1:]] == [("Новый прайс", "")]
            assert (rows[1].status, rows[1].marks) == ("sent", (Mark("bold", 0, 5),))
            assert [one.kind for one in rows[1].attachments] == ["image"]
            await store.rebuild()
    finally:
        await store.close()
