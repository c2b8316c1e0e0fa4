"""History from files stands in the same threads, once."""

import json
import zipfile
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ProblemError
from core.pipeline.importing import Importer, Wanted
from core.pipeline.ports import PageTexts
from core.store.read import messages as read_messages
from core.store.store import Store

MOSCOW = timezone(timedelta(hours=3))
IRINA = Peer(Channel.WHATSAPP, "111", "79161112233")
ANNA = Peer(Channel.TELEGRAM, "1", "77")
# 2024-03-12 14:05 in Moscow
AT = 1_710_241_500_000
CHAT = """12.03.2024, 14:05 - Ирина: Добрый день, нужны панели на объект
12.03.2024, 14:06 - Анна: Здравствуйте! Сколько штук?
12.03.2024, 14:07 - Ирина: ТЗ.pdf (файл добавлен)
12.03.2024, 14:08 - Ирина: да
12.03.2024, 14:08 - Ирина: да
"""


class Texts(NamedTuple):
    pages: tuple[str, ...]
    problem: None = None


class Pages:
    async def read_document(self, path: Path, name: str, mime: str) -> PageTexts:
        assert path.read_bytes() == b"%PDF"
        return Texts(("500 панелей",))


@pytest.fixture
def importer(store: Store, tmp_path: Path) -> Importer:
    return Importer(store, tmp_path / "media", Pages(), MOSCOW)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "Чат WhatsApp с контактом Ирина.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("Чат WhatsApp с контактом Ирина.txt", CHAT)
        out.writestr("ТЗ.pdf", b"%PDF")
    return path


async def rows(store: Store) -> list[Any]:
    def query(conn: Any) -> list[Any]:
        threads = [row[0] for row in conn.execute("SELECT id FROM threads")]
        pages = [
            read_messages.messages(conn, thread, media=Path("/"), limit=100) for thread in threads
        ]
        return [one for page in pages for one in page]

    return await store.read(query)


def live(peer: Peer, ident: str, at: int, text: str, direction: Any = "in") -> ev.Event:
    body = ev.MessageReceived(direction=direction, text=text)
    return ev.Event(external_id=ident, at=at, peer=peer, body=body)


async def test_an_archive_of_whatsapp(store: Store, importer: Importer, archive: Path) -> None:
    (found,) = await importer.look(archive)
    assert (found.name, found.client, found.messages, found.files) == ("Ирина", "Ирина", 5, 1)
    heard: list[tuple[int, int]] = []
    wanted = [Wanted(at=0, peer=IRINA, client="Ирина")]
    done = await importer.take(archive, wanted, lambda *far: heard.append(far))
    assert (done.new, done.known, done.files) == (5, 0, 1)
    assert heard[-1] == (5, 5)
    told = await rows(store)
    assert [row.text for row in told][-2:] == ["да", "да"]
    assert [row.direction for row in told][:2] == ["in", "out"]
    assert told[0].at == AT
    assert told[2].attachments[0].name == "ТЗ.pdf"
    again = await importer.take(archive, wanted, lambda *_: None)
    assert (again.new, again.known) == (0, 5)
    assert len(await rows(store)) == 5


@pytest.mark.parametrize("ahead", [0, 2, -9.5])
async def test_what_came_live_is_not_taken_twice(
    store: Store, importer: Importer, archive: Path, ahead: float
) -> None:
    """Wherever the phone was that exported: two longer messages in common tell its zone."""
    shift = round(ahead * 3_600_000)
    await store.append([
        live(IRINA, "w1", AT + 21_000 - shift, "Добрый день, нужны панели на объект"),
        live(IRINA, "w2", AT + 65_000 - shift, "Здравствуйте! Сколько штук?", "out"),
        live(IRINA, "w4", AT + 185_000 - shift, "да"),
    ])  # fmt: skip
    wanted = [Wanted(at=0, peer=IRINA, client="Ирина")]
    done = await importer.take(archive, wanted, lambda *_: None)
    assert (done.new, done.known) == (2, 3)
    texts = [row.text for row in await rows(store)]
    assert texts.count("да") == 2
    assert len(texts) == 5


def telegram(tmp_path: Path, *messages: dict[str, Any]) -> Path:
    folder = tmp_path / "ChatExport"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "ТЗ.pdf").write_bytes(b"%PDF")
    chat = {"name": "Ирина", "type": "personal_chat", "id": 77, "messages": list(messages)}
    (folder / "result.json").write_text(json.dumps(chat), "utf-8")
    return folder


def said(number: int, text: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "type": "message", "date_unixtime": str(AT // 1000 + number),
            "from_id": "user77", "text": text} | more  # fmt: skip


async def test_telegram_is_known_by_its_ids(
    store: Store, importer: Importer, tmp_path: Path
) -> None:
    await store.append([live(ANNA, "2", AT, "второе")])
    folder = telegram(
        tmp_path,
        said(1, "первое", edited_unixtime=str(AT // 1000 + 50)),
        said(2, "второе"),
        said(3, "", file="files/ТЗ.pdf", file_name="ТЗ.pdf"),
        said(4, "", file="(File not included)"),
        said(5, "", file="../../etc/passwd"),
        said(6, "👍", from_id="user1"),
    )
    wanted = [Wanted(at=0, peer=ANNA, client="user77")]
    done = await importer.take(folder, wanted, lambda *_: None)
    assert (done.new, done.known, done.files) == (5, 1, 1)
    told = {row.external_id: row for row in await rows(store)}
    assert told["1"].text == "первое"
    assert told["6"].direction == "out"
    assert told["3"].attachments[0].path
    assert not told["4"].attachments[0].path
    await store.append([live(ANNA, "3", AT, "пришло ещё раз")])
    assert len(await rows(store)) == 6


async def test_what_cannot_be_taken(store: Store, importer: Importer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("не чат", "utf-8")
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "group.txt").write_text(
        "12.03.2024, 14:05 - А: а\n12.03.2024, 14:05 - Б: а\n12.03.2024, 14:05 - В: а", "utf-8"
    )
    for name in ("a.txt", "b.zip", "group.txt", "gone.json", "."):
        with pytest.raises(ProblemError) as refused:
            await importer.look(tmp_path / name)
        assert refused.value.problem.code == (
            "export-group" if name == "group.txt" else "export-unreadable"
        )


async def test_a_group_of_telegram(store: Store, importer: Importer, tmp_path: Path) -> None:
    folder = telegram(
        tmp_path, said(3, "Кто за доставку?"), said(4, "Мы", from_id="user1", **{"from": "Анна"}),
        said(5, "Я", file="(not included)", media_type="voice_message", **{"from": "Ирина"}),
    )  # fmt: skip
    data = json.loads((folder / "result.json").read_text("utf-8"))
    data |= {"type": "private_supergroup", "name": "Объект"}
    (folder / "result.json").write_text(json.dumps(data), "utf-8")
    (found,) = await importer.look(folder)
    assert (found.group, found.peer, found.client) == (True, "-1000000000077", "")
    group = Peer(Channel.TELEGRAM, "1", found.peer)
    await store.append([live(group, "-1000000000077/3", AT + 3000, "Кто за доставку?")])
    wanted = [Wanted(at=0, peer=group, client="")]
    done = await importer.take(folder, wanted, lambda *_: None)
    assert (done.new, done.known) == (2, 1)
    told = await rows(store)
    assert [(row.direction, row.author) for row in told[1:]] == [("out", ""), ("in", "Ирина")]
    refs = await store.read(lambda c: [r[0] for r in c.execute("SELECT ref FROM attachments")])
    assert refs == ["-1000000000077/5"]


async def test_broken_off_it_goes_on(store: Store, importer: Importer, tmp_path: Path) -> None:
    folder = telegram(tmp_path, *(said(n, f"№{n}") for n in range(1, 1001)))
    wanted = [Wanted(at=0, peer=ANNA, client="user77")]

    def broken(done: int, total: int) -> None:
        if done >= 400:
            raise ValueError("the light went out")

    with pytest.raises(ValueError, match="light"):
        await importer.take(folder, wanted, broken)
    done = await importer.take(folder, wanted, lambda *_: None)
    assert (done.new, done.known) == (600, 400)
