"""Files come in whatever they are called; facts go to the CRM once, however often it is down."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from core.crm import mapping
from core.crm.record import build_record, digest
from core.domain.events import Event, MessageDeleted
from core.domain.problems import ChannelError, CrmError, Problem
from core.domain.views import AttachmentRow
from core.pipeline.delivery import DeliveryStage
from core.pipeline.files import MAX_BYTES, FilesStage
from core.pipeline.reviews import Reviews
from core.pipeline.understanding import UnderstandingStage
from core.ports import CrmRecord
from core.store.read import crm as read_crm
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from core.store.read import work
from core.store.store import Store
from core.understanding.pool import LocalRecognizers
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import (
    NOW,
    TG,
    TG2,
    WA,
    BudgetReader,
    Clock,
    Crm,
    Messenger,
    Pages,
    Texts,
    judge,
    phone,
    said,
    to_sales,
    with_file,
)
from tests.core.understanding.office_files import xlsx

DOWN = CrmError(Problem("crm-offline"), retryable=True)
REFUSED = CrmError(Problem("crm-refused"), retryable=False)


@pytest.fixture
def understanding(store: Store) -> UnderstandingStage:
    return UnderstandingStage(store, BudgetReader(), judge, to_sales, model=lambda: "none")


# -- files --


@pytest.fixture
def telegram() -> Messenger:
    return Messenger(TG)


@pytest.fixture
def files(
    store: Store, tmp_path: Path, telegram: Messenger, clock: Clock
) -> Callable[[Texts], FilesStage]:
    def made(texts: Texts) -> FilesStage:
        channels = {("telegram", "1"): telegram}
        return FilesStage(store, tmp_path / "media", Pages(texts), lambda: channels, clock)

    return made


async def attachments(store: Store, media: Path) -> list[AttachmentRow]:
    found = await store.read(lambda c: read_messages.messages(c, 1, media=media))
    return [a for row in found for a in row.attachments]


async def test_a_pdf_is_fetched_kept_read_and_understood(
    store: Store, files: Callable[[Texts], FilesStage], understanding: UnderstandingStage,
    telegram: Messenger, tmp_path: Path,
) -> None:  # fmt: skip
    stage = files(Texts(("", "наш бюджет 450000")))
    telegram.files["ref-1"] = b"%PDF-1.4"
    await store.append([with_file(TG, "1", name="offer.pdf", mime="application/pdf")])
    await settle(stage.step, understanding.step)
    (paper,) = await attachments(store, tmp_path / "media")
    assert (paper.pages, paper.problem, Path(paper.path).read_bytes()) == (2, "", b"%PDF-1.4")
    (fact,) = await store.read(
        lambda c: c.execute("SELECT value FROM facts WHERE status = 'standing'").fetchall()
    )
    assert fact["value"] == "450000 RUB"


async def test_office_files_are_read_for_what_they_are_and_a_bad_one_holds_up_nothing(
    store: Store, understanding: UnderstandingStage, telegram: Messenger, tmp_path: Path,
    clock: Clock,
) -> None:  # fmt: skip
    channels = {("telegram", "1"): telegram}
    stage = FilesStage(store, tmp_path / "media", LocalRecognizers(), lambda: channels, clock)
    telegram.files["ref-1"] = b"MZ\x90\0 a program"
    telegram.files["ref-2"] = xlsx({"Товары": [["Насос", 3]], "Условия": [["наш бюджет 450000"]]})
    telegram.files["ref-3"] = b"PK\x03\x04 cut off"
    await store.append(
        [with_file(TG, "1", name="request.docx"), with_file(TG, "2", name="order.bin"),
         with_file(TG, "3", name="x", mime="application/pdf"), said(TG2, "4", "бюджет 7")]
    )  # fmt: skip
    await settle(stage.step, understanding.step)
    rows = await attachments(store, tmp_path / "media")
    problems = [p.code if (p := Problem.decode(row.problem)) else "" for row in rows]
    assert problems == ["office-not-office", "", "pdf-not-a-pdf"]
    assert [row.pages for row in rows] == [0, 2, 0]
    (paper,) = await store.read(lambda conn: read_facts.facts(conn, 1))
    assert (paper.fact.value, paper.fact.page, paper.document) == ("450000 RUB", 2, "order.bin")
    (other,) = await store.read(lambda conn: read_facts.facts(conn, 2))
    assert other.fact.value == "7 RUB"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\evil.exe", "/abs.pdf", "a\0b.pdf", "con.pdf", "x" * 500 + ".pdf",
     "\u202egnp.exe", ".pdf", "", "файл.📎"],
)  # fmt: skip
async def test_a_hostile_name_never_becomes_a_path(
    store: Store, files: Callable[[Texts], FilesStage], telegram: Messenger, tmp_path: Path,
    name: str,
) -> None:  # fmt: skip
    telegram.files["ref-1"] = b"data"
    await store.append([with_file(TG, "1", name=name, mime="application/octet-stream")])
    await settle(files(Texts()).step)
    (kept,) = await attachments(store, tmp_path / "media")
    path = Path(kept.path)
    assert kept.name == name
    assert path.read_bytes() == b"data"
    assert (tmp_path / "media") in path.resolve().parents
    assert path.suffix == "" or path.suffix[1:].isalnum()
    everything = [p for p in tmp_path.rglob("*") if p.is_file() and "log.db" not in p.name]
    assert everything == [path]


async def test_a_file_too_large_is_a_sentence_and_is_never_fetched(
    store: Store, files: Callable[[Texts], FilesStage], tmp_path: Path
) -> None:
    await store.append([with_file(TG, "1", name="film.mov", size=MAX_BYTES + 1)])
    await settle(files(Texts()).step)
    (film,) = await attachments(store, tmp_path)
    problem = Problem.decode(film.problem)
    assert problem is not None
    assert problem.code == "file-not-fetched"


async def test_a_pdf_that_cannot_be_read_stays_a_file_with_a_sentence(
    store: Store, files: Callable[[Texts], FilesStage], telegram: Messenger, tmp_path: Path
) -> None:
    telegram.files["ref-1"] = b"%PDF-secret"
    await store.append([with_file(TG, "1", name="locked.pdf", mime="application/pdf")])
    await settle(files(Texts(problem=Problem("pdf-encrypted"))).step)
    (paper,) = await attachments(store, tmp_path / "media")
    assert Problem.decode(paper.problem) == Problem("pdf-encrypted")
    assert Path(paper.path).exists()


async def test_a_file_that_cannot_be_had_now_is_asked_for_again_and_one_gone_is_not(
    store: Store, files: Callable[[Texts], FilesStage], telegram: Messenger, tmp_path: Path,
    clock: Clock,
) -> None:  # fmt: skip
    stage = files(Texts())
    telegram.files["ref-1"] = ChannelError(Problem("telegram-offline"), retry_in=5)
    telegram.files["ref-2"] = ChannelError(Problem("file-gone"))
    await store.append([with_file(TG, "1", name="a.png"), with_file(TG, "2", name="b.png")])
    await settle(stage.step)
    a, b = await attachments(store, tmp_path / "media")
    assert (a.path, a.problem) == ("", "")
    assert Problem.decode(b.problem) == Problem("file-gone")
    telegram.files["ref-1"] = b"png"
    clock.pass_(6)
    await settle(stage.step)
    a, _ = await attachments(store, tmp_path / "media")
    assert Path(a.path).read_bytes() == b"png"


async def test_the_file_of_a_deleted_message_is_waited_for_no_more(store: Store) -> None:
    await store.append([with_file(TG, "1", name="a.png")])
    assert await store.read(work.anything_to_fetch)
    gone = Event(external_id="1", at=NOW, peer=TG, body=MessageDeleted(target="1"))
    await store.append([gone])
    assert not await store.read(work.anything_to_fetch)


async def test_a_full_disk_holds_up_one_file_and_loses_none(
    store: Store, files: Callable[[Texts], FilesStage], telegram: Messenger, tmp_path: Path,
    clock: Clock, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from core.pipeline import files as module

    stage = files(Texts())
    telegram.files["ref-1"] = b"data"
    await store.append([with_file(TG, "1", name="a.png")])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "keep", full)
        await settle(stage.step)
    clock.pass_(11)
    await settle(stage.step)
    (kept,) = await attachments(store, tmp_path / "media")
    assert Path(kept.path).read_bytes() == b"data"


# -- the CRM --


class Many(Crm):
    """A CRM that takes many records at once, and then wants to be left alone."""

    pace = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    async def deliver_all(self, records: Sequence[CrmRecord]) -> list[str | CrmError]:
        self.batches.append(len(records))
        answers: list[str | CrmError] = []
        for record in records:
            try:
                answers.append(await self.deliver(record))
            except CrmError as error:
                answers.append(error)
        return answers


@pytest.fixture(params=[Crm, Many])
def crm(request: pytest.FixtureRequest) -> Crm:
    made: Crm = request.param()
    return made


@pytest.fixture
def delivery(store: Store, crm: Crm, clock: Clock) -> DeliveryStage:
    build = partial(build_record, mapping.load())
    return DeliveryStage(store, crm, build, digest, lambda attempt: 10.0, now=clock)


async def state(store: Store, thread: int = 1) -> str:
    return (await store.read(lambda conn: read_crm.state(conn, thread, "memory"))).state


async def test_facts_reach_the_crm_once_and_a_second_export_writes_nothing(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm,
    clock: Clock, tmp_path: Path,
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(understanding.step, delivery.step)
    assert crm.held == {"telegram:1:77": {"budget": "450000 RUB"}}
    (field,) = crm.writes[0].fields
    assert (field.quote, field.channel, field.message) == ("бюджет 450000", "telegram", "1")
    await Reviews(store, clock).export(1)
    await store.append([said(TG, "2", "спасибо")])
    await settle(understanding.step, delivery.step)
    assert len(crm.writes) == 1
    assert await state(store) == "delivered"


async def test_a_crm_that_is_down_gets_everything_when_it_is_up(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm,
    clock: Clock,
) -> None:  # fmt: skip
    crm.down = DOWN
    await store.append([said(TG, "1", "бюджет 450000"), said(TG2, "2", "бюджет 7")])
    await settle(understanding.step, delivery.step)
    assert await state(store) == "failed"
    crm.down = None
    assert await delivery.step() == pytest.approx(10, abs=0.1), "it waits, it does not hammer"
    clock.pass_(11)
    await settle(delivery.step)
    assert len(crm.held) == len(crm.writes) == 2
    assert await state(store) == "delivered"


async def test_facts_that_come_back_to_what_a_crm_held_before_it_was_down_are_no_trouble(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm,
    clock: Clock,
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(understanding.step, delivery.step)
    crm.down = DOWN
    await store.append([said(TG, "2", "бюджет 7", NOW + 1)])
    await settle(understanding.step, delivery.step)
    assert await state(store) == "failed"
    gone = Event(external_id="2", at=NOW + 2, peer=TG, body=MessageDeleted(target="2"))
    await store.append([gone])
    clock.pass_(11)
    await settle(understanding.step, delivery.step)
    assert (await state(store), len(crm.writes)) == ("delivered", 1)


async def test_what_was_taken_back_is_taken_back_from_the_crm(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(understanding.step, delivery.step)
    gone = Event(external_id="1", at=NOW + 1, peer=TG, body=MessageDeleted(target="1"))
    await store.append([gone])
    await settle(understanding.step, delivery.step)
    assert crm.held == {"telegram:1:77": {}}
    assert await work_left(store) is None


async def work_left(store: Store) -> object:
    return await store.read(lambda conn: work.next_delivery(conn, "memory", 1 << 62))


async def test_a_record_that_is_refused_waits_for_new_facts_and_holds_up_no_other(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm
) -> None:
    crm.down = REFUSED
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(understanding.step, delivery.step)
    crm.down = None
    await store.append([said(TG2, "2", "бюджет 7")])
    await settle(understanding.step, delivery.step)
    assert list(crm.held) == ["telegram:1:78"]
    await store.append([said(TG, "3", "бюджет 460000", NOW + 1)])
    await settle(understanding.step, delivery.step)
    assert crm.held["telegram:1:77"]["budget"] == "460000 RUB"


@pytest.mark.logs_errors
async def test_a_bug_in_one_record_holds_up_no_other(
    store: Store, understanding: UnderstandingStage, crm: Crm, clock: Clock
) -> None:
    build = partial(build_record, mapping.load())

    def breaks(**more: object) -> object:
        if more["key"] == "telegram:1:77":
            raise ZeroDivisionError
        return build(**more)  # type: ignore[arg-type]

    stage = DeliveryStage(store, crm, breaks, digest, lambda attempt: 10.0, now=clock)  # type: ignore[arg-type]
    await store.append([said(TG, "1", "бюджет 450000"), said(TG2, "2", "бюджет 7")])
    await settle(understanding.step, stage.step)
    assert list(crm.held) == ["telegram:1:78"]
    assert await state(store) == "failed"


async def test_what_is_due_is_written_at_once_and_what_comes_soon_after_it_waits(
    store: Store, understanding: UnderstandingStage, clock: Clock
) -> None:
    crm = Many()
    crm.pace = 3.0
    build = partial(build_record, mapping.load())
    stage = DeliveryStage(store, crm, build, digest, lambda attempt: 10.0, now=clock)
    await store.append([said(TG, "1", "бюджет 450000"), said(TG2, "2", "бюджет 7")])
    await settle(understanding.step)
    await stage.step()
    assert crm.batches == [2]
    await store.append([said(TG, "3", "бюджет 460000", NOW + 1)])
    await settle(understanding.step)
    assert await stage.step() == pytest.approx(3, abs=0.1)
    await store.append([said(TG2, "4", "бюджет 8", NOW + 1)])
    await settle(understanding.step)
    assert (await state(store), crm.batches) == ("pending", [2])
    clock.pass_(3)
    await settle(stage.step)
    assert crm.batches == [2, 2]
    await store.append([said(TG, "5", "бюджет 470000", NOW + 2)])
    await settle(understanding.step)
    await stage.finish()  # the application ends
    assert crm.batches == [2, 2, 1]
    assert await state(store) == "delivered"
    assert crm.held["telegram:1:77"]["budget"] == "470000 RUB"


async def test_a_crash_between_the_crm_and_the_log_writes_the_same_record_again(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(understanding.step)

    class Killed(BaseException):
        pass

    async def append(_events: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(store, "append", append)
        with pytest.raises(Killed):
            await delivery.step()
    await settle(delivery.step)
    first, second = crm.writes
    assert first == second, "the target tells them apart by key and content"


async def test_two_contacts_taken_for_one_go_on_as_one_record(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm
) -> None:
    await store.append([said(TG, "1", "бюджет 450000"), said(WA, "w1", "бюджет 7", NOW + 1)])
    await store.append([phone(TG, "+79161112233"), phone(WA, "+79161112233")])
    await settle(understanding.step, delivery.step)
    assert crm.held["telegram:1:77"] == {"phone": "+79161112233", "budget": "7 RUB"}
    assert await store.read(lambda conn: work.next_delivery(conn, "memory", 1 << 62)) is None


async def test_what_is_left_for_the_crm_in_use_has_an_index_of_its_own(
    store: Store, understanding: UnderstandingStage, delivery: DeliveryStage, crm: Crm,
    clock: Clock, tmp_path: Path,
) -> None:  # fmt: skip
    async def left(target: str) -> list[int]:
        rows = await store.read(lambda conn: work.deliveries(conn, target, 1 << 62, 9))
        return [thread for thread, _ in rows]

    await store.append([said(TG, "1", "бюджет 450000"), said(TG2, "2", "бюджет 7")])
    await settle(understanding.step)
    assert await left("memory") == await left("another") == [1, 2]
    await settle(delivery.step)
    assert (await left("memory"), await left("another")) == ([], [1, 2])
    await Reviews(store, clock).export(2)
    assert await left("memory") == [2]
    await store.rebuild()
    assert await left("memory") == [2]
    await settle(understanding.step, delivery.step)
    assert await left("memory") == []
    plan = await store.read(
        lambda conn: [
            str(row["detail"])
            for row in conn.execute(
                f"EXPLAIN QUERY PLAN SELECT t.id {work._untold(conn, 'memory')}"
                " ORDER BY t.facts_seq LIMIT 1",
                ("memory",),
            )
        ]
    )
    assert plan[0] == "SCAN t USING INDEX threads_to_deliver"
    assert not [step for step in plan if "TEMP B-TREE" in step]
    # another target is in use: what this one has not taken is left for it
    other = DeliveryStage(
        store, crm, partial(build_record, mapping.load()), digest, lambda attempt: 10.0, now=clock
    )
    crm.name = "another"
    assert await left("another") == [1, 2]
    await settle(other.step)
    assert (await left("another"), await left("memory")) == ([], [])
