"""Everything said in a thread, read for the guard against asking twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.store.read import answers
from core.store.store import Store
from core.understanding.reask import AnswerIndex, answer

TG = Peer(Channel.TELEGRAM, "1", "77")
NOW = 1_790_000_000_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    yield store
    await store.close()


def _message(
    ext: str, text: str, at: int, direction: str = "in", *files: ev.Attachment
) -> ev.Event:
    body = ev.MessageReceived(direction=direction, text=text, attachments=files)  # type: ignore[arg-type]
    return ev.Event(external_id=ext, at=NOW + at, peer=TG, body=body)


async def test_messages_pages_and_what_was_heard_answer(store: Store) -> None:
    pdf = ev.Attachment(kind="document", name="ТЗ.pdf", ref="r")
    voice = ev.Attachment(kind="voice", name="", ref="v", seconds=9)
    await store.append(
        [
            _message("1", "Здравствуйте, пятый этаж, лифта нет", 1),
            _message("2", "Приняли", 2, "out"),
            _message("3", "Какой у вас пол?", 3, "out"),
            _message("4", "ТЗ", 4, "in", pdf),
            _message("5", "", 5, "in", voice),
            _message("6", "код домофона 48", 6),
        ]
    )
    pages = ev.AttachmentStored(target="4", index=0, path="tz.pdf", pages=("Гарантия: 36 месяцев",))
    heard = ev.VoiceHeard(
        target="5",
        index=0,
        parts=(ev.Part(0, "Так, ещё раз."), ev.Part(4_000, "Подпишет договор Зимин.")),
    )
    gone = ev.MessageDeleted(target="6")
    await store.append(
        [
            ev.Event(external_id="s", at=NOW, peer=TG, body=pages),
            ev.Event(external_id="h", at=NOW, peer=TG, body=heard),
            ev.Event(external_id="d", at=NOW, peer=TG, body=gone),
        ]
    )
    told = await store.read(lambda conn: answers.told(conn, 1))
    assert [part.text for part in told.said if part.direction == "out"] == ["Какой у вас пол?"]
    index = AnswerIndex.of(told)

    lift = answer("Лифт есть?", index, NOW)
    assert lift is not None
    assert "лифта нет" in lift.value
    warranty = answer("Какая нужна гарантия?", index, NOW)
    assert warranty is not None
    assert warranty.source.document == "ТЗ.pdf"
    assert warranty.source.fact.page == 1
    signs = answer("Кто подпишет договор?", index, NOW)
    assert signs is not None
    assert signs.source.second == 4
    assert answer("Какой код домофона?", index, NOW) is None
