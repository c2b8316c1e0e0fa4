"""What the side panel reads of a thread: the last words, documents, links; the contradictions."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.reading import Intent
from core.store.read import beside
from core.store.store import Store

TG = Peer(Channel.TELEGRAM, "1", "77")
NOW = 1_790_000_000_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


def message(
    ext: str, text: str = "", at: int = 0, direction: str = "in", *files: ev.Attachment
) -> ev.Event:
    body = ev.MessageReceived(direction=direction, text=text, attachments=files)  # type: ignore[arg-type]
    return ev.Event(external_id=ext, at=NOW + at, peer=TG, body=body)


def file(kind: str, name: str = "") -> ev.Attachment:
    return ev.Attachment(kind=kind, name=name, ref="r")  # type: ignore[arg-type]


async def test_documents_come_newest_first_with_pages_and_the_rest_is_counted(
    store: Store, tmp_path: Path
) -> None:
    await store.append(
        [
            message("1", "тз", 1, "in", file("document", "ТЗ.pdf"), file("image")),
            message("2", "см. https://a.example и www.b.example", 2),
            message("3", "", 3, "in", file("voice")),
            message("4", "КП", 4, "out", file("document", "КП.pdf")),
            message("5", "", 5, "in", file("document", "gone.pdf")),
        ]
    )
    stored = ev.AttachmentStored(target="1", index=0, path="aa/tz.pdf", pages=("раз", "два"))
    gone = ev.MessageDeleted(target="5")
    await store.append(
        [
            ev.Event(external_id="s", at=NOW, peer=TG, body=stored),
            ev.Event(external_id="d", at=NOW, peer=TG, body=gone),
        ]
    )
    found = await store.read(lambda conn: beside.files(conn, 1, media=tmp_path))
    ours, theirs = found.documents
    assert (ours.file.name, ours.direction, ours.file.path) == ("КП.pdf", "out", "")
    assert (theirs.file.name, theirs.file.pages) == ("ТЗ.pdf", 2)
    assert theirs.file.path == str(tmp_path / "aa/tz.pdf")
    assert (found.total, found.images, found.voices, found.videos, found.links) == (2, 1, 1, 0, 1)


async def test_the_last_words_are_in_order_and_none_that_failed(store: Store) -> None:
    await store.append([message("1", "а", 1), message("2", "б", 2, "out", file("document", "x"))])
    failed = ev.SendRequested(client_ref="r", text="в")
    await store.append(
        [
            ev.Event(external_id="r", at=NOW + 3, peer=TG, body=failed),
            ev.Event(
                external_id="r", at=NOW, peer=TG, body=ev.SendFailed(client_ref="r", problem="{}")
            ),
        ]
    )
    said = await store.read(lambda conn: beside.last_words(conn, 1))
    assert [(s.sender, s.text, s.files) for s in said] == [("client", "а", 0), ("us", "б", 1)]
    assert [s.text for s in await store.read(lambda c: beside.last_words(c, 1, limit=1))] == ["б"]


async def test_the_first_tag_of_what_was_read_comes_along_where_it_is_sure(store: Store) -> None:
    await store.append([message("1", "берём", 1), message("2", "ага", 2)])
    rows = await store.read(
        lambda c: c.execute("SELECT external_id, digest FROM messages").fetchall()
    )
    for (name, digest), share in zip(rows, (0.9, 0.4), strict=True):
        read = ev.TurnRead(target=name, digest=digest, intents=(Intent("order", share),))
        await store.append([ev.Event(external_id=f"r{name}", at=NOW, peer=TG, body=read)])
    said = await store.read(lambda conn: beside.last_words(conn, 1))
    assert [s.wish for s in said] == ["order", ""]
