"""What happens between a stage's look and its write: the later word stands, nothing is undone.

Each test forces the interleaving: something is done exactly before the stage's own write.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from core.crm import mapping
from core.crm.record import build_record, digest
from core.domain import events as ev
from core.domain.channels import Peer, Profile
from core.domain.problems import CrmError, Problem, StoreError
from core.pipeline.actions import Actions
from core.pipeline.delivery import DeliveryStage
from core.pipeline.files import FilesStage
from core.pipeline.reviews import Reviews
from core.pipeline.sending import SendingStage
from core.pipeline.triage import Triage
from core.pipeline.understanding import UnderstandingStage
from core.ports import CrmRecord
from core.store.read import crm as read_crm
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.read import work
from core.store.store import Store
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
    edited,
    judge,
    phone,
    said,
    to_sales,
    with_file,
)

Act = Callable[[], Awaitable[object]]
PHONE = "+79161112233"


@pytest.fixture
def meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[type, Act], None]:
    """Does something once, exactly before the next event of a kind is written."""
    append = store.append

    def set_up(kind: type, act: Act) -> None:
        async def wrapped(events: Sequence[ev.Event]) -> object:
            if any(isinstance(event.body, kind) for event in events):
                monkeypatch.setattr(store, "append", append)
                await act()
            return await append(events)

        monkeypatch.setattr(store, "append", wrapped)

    return set_up


Meanwhile = Callable[[type, Act], None]


@pytest.fixture
def stage(store: Store) -> UnderstandingStage:
    return UnderstandingStage(store, BudgetReader(), judge, to_sales, model=lambda: "none")


@pytest.fixture
def actions(store: Store, tmp_path: Path, clock: Clock) -> Actions:
    return Actions(store, tmp_path, dict, clock)


@pytest.fixture
def reviews(store: Store, clock: Clock) -> Reviews:
    return Reviews(store, clock)


@pytest.fixture
def crm() -> Crm:
    return Crm()


@pytest.fixture
def delivery(store: Store, crm: Crm, clock: Clock) -> DeliveryStage:
    build = partial(build_record, mapping.load())
    return DeliveryStage(store, crm, build, digest, lambda attempt: 10.0, now=clock)


async def values(store: Store, thread: int = 1) -> list[str]:
    rows = await store.read(lambda conn: read_facts.facts(conn, thread))
    return [row.fact.value for row in rows]


async def queue(store: Store, thread: int = 1) -> tuple[str, str]:
    row = await store.read(lambda conn: read_threads.thread(conn, thread))
    assert row is not None
    return row.queue, row.queue_by


async def all_read_and_judged(store: Store) -> bool:
    (left,) = await store.read(
        lambda conn: conn.execute(
            "SELECT (SELECT count(*) FROM messages WHERE needs_read = 1) + (SELECT count(*) FROM"
            " threads WHERE merged_into IS NULL AND understood < seq)"
        ).fetchone()
    )
    return int(left) == 0


async def test_a_thread_moved_while_it_is_judged_stays_where_the_operator_put_it(
    store: Store, stage: UnderstandingStage, meanwhile: Meanwhile
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    meanwhile(ev.Routed, lambda: Triage(store).move([1], "support", ""))
    await settle(stage.step)
    assert await queue(store) == ("support", "operator")


async def test_a_fact_rejected_while_its_thread_is_judged_does_not_come_back(
    store: Store, stage: UnderstandingStage, reviews: Reviews, meanwhile: Meanwhile,
    delivery: DeliveryStage, crm: Crm,
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step)
    (row,) = await store.read(lambda conn: read_facts.facts(conn, 1))
    await store.append([said(TG, "2", "спасибо", NOW + 1)])
    meanwhile(ev.ThreadUnderstood, lambda: reviews.review_fact(1, row.fact, "rejected"))
    await settle(stage.step, delivery.step)
    assert await values(store) == []
    assert [r.fields for r in crm.writes if r.fields] == [], "no CRM hears of it"


async def test_contacts_parted_while_their_thread_is_judged_keep_each_their_own(
    store: Store, stage: UnderstandingStage, reviews: Reviews, meanwhile: Meanwhile,
    delivery: DeliveryStage, crm: Crm,
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "здравствуйте"), said(WA, "w1", "бюджет 500000", NOW + 1)])
    await store.append([phone(TG, PHONE), phone(WA, PHONE)])
    meanwhile(ev.ThreadUnderstood, lambda: reviews.undo_merge(1, 2))
    steps = (stage.step, delivery.step)
    await settle(*steps)
    assert (await values(store, 1), await values(store, 2)) == ([], ["500000 RUB"])
    assert "budget" not in crm.held.get("telegram:1:77", {})
    assert await all_read_and_judged(store)


async def test_a_thread_that_became_part_of_another_is_judged_as_that(
    store: Store, stage: UnderstandingStage
) -> None:
    """It was chosen to be judged, then merged, then its turns were read from the store."""
    await store.append([said(TG, "1", "здравствуйте"), said(WA, "w1", "бюджет 500000", NOW + 1)])
    await stage.step()
    await stage.step()
    ((thread, seq),) = await store.read(work.stale_threads)
    await store.append([phone(TG, PHONE), phone(WA, PHONE)])

    async def length() -> int:
        return await store.read(lambda c: c.execute("SELECT count(*) FROM log").fetchone()[0])

    before = await length()
    await stage._try_to_judge(thread, seq)
    assert await length() == before
    await settle(stage.step)
    assert await values(store) == ["500000 RUB"]


async def test_a_message_deleted_while_it_is_read_leaves_nothing(
    store: Store, stage: UnderstandingStage, meanwhile: Meanwhile
) -> None:
    gone = ev.Event(external_id="1", at=NOW, peer=TG, body=ev.MessageDeleted(target="1"))
    await store.append([said(TG, "1", "бюджет 450000")])
    meanwhile(ev.TurnRead, lambda: store.append([gone]))
    await settle(stage.step)
    assert await values(store) == []
    assert await all_read_and_judged(store)


async def test_a_message_edited_while_it_is_read_is_read_as_it_stands(
    store: Store, stage: UnderstandingStage, meanwhile: Meanwhile
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    meanwhile(ev.TurnRead, lambda: store.append([edited(TG, "1", "бюджет 7")]))
    await settle(stage.step)
    assert await values(store) == ["7 RUB"]
    assert await all_read_and_judged(store)


async def test_a_message_whose_thread_is_merged_while_it_is_read_is_judged_there(
    store: Store, stage: UnderstandingStage, meanwhile: Meanwhile
) -> None:
    await store.append([said(TG, "1", "здравствуйте"), said(WA, "w1", "бюджет 500000", NOW + 1)])
    meanwhile(ev.TurnRead, lambda: store.append([phone(TG, PHONE), phone(WA, PHONE)]))
    await settle(stage.step)
    assert await values(store, 1) == ["500000 RUB"]
    assert await all_read_and_judged(store)


async def test_a_file_that_comes_while_its_message_is_deleted_is_not_read(
    store: Store, stage: UnderstandingStage, meanwhile: Meanwhile, tmp_path: Path, clock: Clock
) -> None:
    telegram = Messenger(TG)
    telegram.files["ref-1"] = b"%PDF-1.4"
    pages, channels = Pages(Texts(("бюджет 7",))), {("telegram", "1"): telegram}
    files = FilesStage(store, tmp_path / "media", pages, lambda: channels, clock)
    await store.append([with_file(TG, "1", name="a.pdf", mime="application/pdf")])
    gone = ev.Event(external_id="1", at=NOW, peer=TG, body=ev.MessageDeleted(target="1"))
    meanwhile(ev.AttachmentStored, lambda: store.append([gone]))
    await settle(files.step, stage.step)
    assert await values(store) == []
    assert await store.read(lambda c: read_messages.messages(c, 1, media=tmp_path)) == []
    assert await all_read_and_judged(store)


# -- the CRM --


class SlowCrm(Crm):
    """Something is done while it writes its first record."""

    def __init__(self, act: Act) -> None:
        super().__init__()
        self._act: Act | None = act

    async def deliver(self, record: CrmRecord) -> str:
        act, self._act = self._act, None
        if act is not None:
            await act()
        return await super().deliver(record)


async def crm_state(store: Store, thread: int = 1) -> str:
    return (await store.read(lambda conn: read_crm.state(conn, thread, "memory"))).state


def slow(store: Store, clock: Clock, act: Act) -> tuple[SlowCrm, DeliveryStage]:
    crm = SlowCrm(act)
    build = partial(build_record, mapping.load())
    return crm, DeliveryStage(store, crm, build, digest, lambda attempt: 10.0, now=clock)


async def test_what_changes_while_the_crm_writes_is_written_after_it(
    store: Store, stage: UnderstandingStage, clock: Clock
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step)

    async def act() -> None:
        await store.append([said(TG, "2", "бюджет 7", NOW + 1)])
        await settle(stage.step)

    crm, delivery = slow(store, clock, act)
    await settle(stage.step, delivery.step)
    assert crm.held == {"telegram:1:77": {"budget": "7 RUB"}}
    assert await crm_state(store) == "delivered"


async def test_contacts_merged_while_the_crm_writes_one_of_them_end_as_one_record(
    store: Store, stage: UnderstandingStage, clock: Clock
) -> None:
    await store.append([said(TG, "1", "бюджет 450000"), said(WA, "w1", "бюджет 7", NOW + 1)])
    await settle(stage.step)
    crm, delivery = slow(store, clock, lambda: store.append([phone(TG, PHONE), phone(WA, PHONE)]))
    await settle(stage.step, delivery.step)
    assert crm.held["telegram:1:77"] == {"phone": PHONE, "budget": "7 RUB"}
    assert await crm_state(store) == "delivered"


async def test_an_export_asked_for_while_the_crm_writes_is_that_one(
    store: Store, stage: UnderstandingStage, reviews: Reviews, clock: Clock
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step)
    crm, delivery = slow(store, clock, lambda: reviews.export(1))
    await settle(stage.step, delivery.step)
    assert (len(crm.writes), await crm_state(store)) == (1, "delivered")


async def test_a_phone_that_is_told_later_reaches_the_crm(
    store: Store, stage: UnderstandingStage, delivery: DeliveryStage, crm: Crm
) -> None:
    """The preview shows it, so it must be there: no fact has changed."""
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step, delivery.step)
    await store.append([phone(TG, PHONE)])
    await settle(stage.step, delivery.step)
    assert crm.held["telegram:1:77"] == {"phone": PHONE, "budget": "450000 RUB"}
    assert crm.writes[-1] == await delivery.record(1)


async def test_a_contact_merged_in_brings_its_phone_to_the_crm_and_takes_it_along(
    store: Store, stage: UnderstandingStage, delivery: DeliveryStage, crm: Crm, reviews: Reviews
) -> None:
    await store.append([said(TG, "1", "бюджет 450000"), said(WA, "w1", "добрый день", NOW + 1)])
    await store.append([phone(WA, PHONE)])
    await settle(stage.step, delivery.step)
    await store.append([phone(TG, PHONE)])
    await settle(stage.step, delivery.step)
    assert crm.held["telegram:1:77"] == {"phone": PHONE, "budget": "450000 RUB"}
    await reviews.undo_merge(1, 2)
    await settle(stage.step, delivery.step)
    assert crm.writes[-1] == await delivery.record(1)


async def test_a_contact_that_the_crm_has_gets_no_second_record_by_a_merge(
    store: Store, stage: UnderstandingStage, delivery: DeliveryStage, crm: Crm, reviews: Reviews,
    clock: Clock,
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "добрый день"), said(WA, "w1", "бюджет 7", NOW + 1)])
    await store.append([phone(WA, PHONE)])
    await settle(stage.step, delivery.step)
    assert list(crm.held) == ["whatsapp:555:79161112233"]
    clock.pass_(1)
    await store.append([phone(TG, PHONE)])
    await store.append([said(TG, "2", "бюджет 8", NOW + 2)])
    await settle(stage.step, delivery.step)
    await store.append([said(TG, "3", "бюджет 9", NOW + 3)])
    await settle(stage.step, delivery.step)
    assert crm.held == {"whatsapp:555:79161112233": {"phone": PHONE, "budget": "9 RUB"}}
    await reviews.undo_merge(1, 2)
    await settle(stage.step, delivery.step)
    assert crm.held == {
        "whatsapp:555:79161112233": {"phone": PHONE, "budget": "7 RUB"},
        "telegram:1:77": {"phone": PHONE, "budget": "9 RUB"},
    }


async def test_a_record_refused_before_is_tried_again_at_the_next_start(
    store: Store, stage: UnderstandingStage, clock: Clock, crm: Crm
) -> None:
    """Somebody set the password right: nothing of the client's changed."""
    build = partial(build_record, mapping.load())

    def start() -> DeliveryStage:
        return DeliveryStage(store, crm, build, digest, lambda attempt: 10.0, now=clock)

    crm.down = CrmError(Problem("crm-auth"), retryable=False)
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step, start().step)
    crm.down = None
    await settle(start().step)
    assert crm.held == {"telegram:1:77": {"budget": "450000 RUB"}}
    assert await crm_state(store) == "delivered"


# -- sending --


@pytest.fixture
def telegram() -> Messenger:
    return Messenger(TG)


@pytest.fixture
def sending(store: Store, telegram: Messenger, clock: Clock) -> SendingStage:
    return SendingStage(store, lambda: {("telegram", "1"): telegram}, clock)


async def sends(store: Store) -> list[tuple[str, str | None]]:
    rows = await store.read(
        lambda c: c.execute(
            "SELECT text, status FROM messages WHERE direction = 'out' ORDER BY id"
        ).fetchall()
    )
    return [tuple(row) for row in rows]


@pytest.mark.logs_errors
async def test_a_bug_over_one_send_holds_up_no_other_and_ends(
    store: Store, sending: SendingStage, telegram: Messenger, actions: Actions, clock: Clock
) -> None:
    send = telegram.send

    async def breaks(peer: Peer, request: ev.SendRequested) -> object:
        if request.text == "яд":
            raise ZeroDivisionError
        return await send(peer, request)

    telegram.send = breaks  # type: ignore[method-assign, assignment]
    await actions.send(TG, "яд")
    await actions.send(TG2, "добрый день")
    await settle(sending.step)
    assert await sends(store) == [("яд", "sending"), ("добрый день", "sent")]
    for _ in range(10):
        clock.pass_(100)
        await settle(sending.step)
    assert await sends(store) == [("яд", "failed"), ("добрый день", "sent")]


async def test_a_store_that_is_busy_for_a_moment_fails_no_send(
    store: Store, sending: SendingStage, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    await actions.send(TG, "добрый день")

    async def busy(_work: object) -> object:
        raise StoreError(Problem("store-busy"))

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", busy)
        with pytest.raises(StoreError):
            await sending.step()
    await settle(sending.step)
    assert await sends(store) == [("добрый день", "sent")]


async def test_a_store_that_is_busy_for_a_moment_leaves_no_thread_unjudged(
    store: Store, stage: UnderstandingStage, meanwhile: Meanwhile
) -> None:
    async def busy() -> None:
        raise StoreError(Problem("store-busy"))

    await store.append([said(TG, "1", "бюджет 450000")])
    meanwhile(ev.ThreadUnderstood, busy)
    with pytest.raises(StoreError):
        await settle(stage.step)
    await settle(stage.step)
    assert await values(store) == ["450000 RUB"]


# -- people --


async def test_contacts_parted_by_the_operator_are_not_joined_by_way_of_a_third(
    store: Store, reviews: Reviews
) -> None:
    await store.append([said(TG, "1", "а"), said(WA, "w1", "б")])
    await store.append([phone(TG, PHONE), phone(WA, PHONE)])
    await reviews.undo_merge(1, 2)
    await store.append([said(TG2, "2", "в")])
    await store.append([phone(TG2, PHONE)])
    rows = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    assert sorted((row.id, row.merged) for row in rows) == [(1, (3,)), (2, ())]
    messages = await store.read(lambda c: read_messages.messages(c, 1, media=Path("/m")))
    assert [m.text for m in messages] == ["а", "в"]


async def test_parting_from_a_thread_that_was_merged_meanwhile_parts_all_the_same(
    store: Store, reviews: Reviews
) -> None:
    """The operator looks at thread 2 and parts 3 from it while 2 becomes part of 1."""
    await store.append([said(TG, "1", "а"), said(TG2, "2", "б"), said(WA, "w1", "в")])
    await store.append([phone(TG2, PHONE), phone(WA, PHONE)])
    await store.append([phone(TG, PHONE)])
    await reviews.undo_merge(2, 3)
    rows = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    assert sorted(row.id for row in rows) == [1, 3]
    for thread, texts in ((1, ["а", "б"]), (3, ["в"])):
        messages = await store.read(
            lambda c, t=thread: read_messages.messages(c, t, media=Path("/m"))  # type: ignore[misc]
        )
        assert [m.text for m in messages] == texts


async def test_a_client_who_changed_the_number_is_written_to_under_the_new_one(
    store: Store, actions: Actions
) -> None:
    await store.append([said(WA, "w1", "добрый день")])
    body = ev.IdentityChanged(new_id="79169998877", profile=Profile(phone="+79169998877"))
    await store.append([ev.Event(external_id="w2", at=NOW, peer=WA, body=body)])
    for peer in (WA, Peer(WA.channel, WA.account, "79169998877")):
        await actions.send(peer, "Здравствуйте")
    rows = await store.read(lambda c: c.execute("SELECT identity FROM messages").fetchall())
    assert len({row[0] for row in rows}) == 1
    row = await store.read(lambda conn: work.next_send(conn, NOW))
    assert row is not None
    assert row["peer"] == "79169998877"


async def test_a_message_from_the_new_number_that_came_before_the_notice_is_in_the_thread(
    store: Store, stage: UnderstandingStage
) -> None:
    new = Peer(WA.channel, WA.account, "79169998877")
    await store.append([said(WA, "w1", "добрый день")])
    await store.append([said(new, "w2", "бюджет 7", NOW + 1)])
    body = ev.IdentityChanged(new_id=new.id, profile=Profile(phone="+79169998877"))
    await store.append([ev.Event(external_id="w3", at=NOW, peer=WA, body=body)])
    await settle(stage.step)
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    assert (row.id, row.unread, row.window_closes) == (1, 2, NOW + 1 + 24 * 3600 * 1000)
    assert await values(store) == ["7 RUB"]


async def test_a_message_that_comes_late_is_unread_and_then_read(
    store: Store, actions: Actions
) -> None:
    """A webhook that was retried for hours: the thread was read meanwhile, it was not."""

    async def unread() -> int:
        row = await store.read(lambda conn: read_threads.thread(conn, 1))
        assert row is not None
        return row.unread

    await store.append([said(WA, "w2", "второе")])
    await actions.mark_read(1)
    await store.append([said(WA, "w1", "первое", NOW - 60_000)])
    assert await unread() == 1
    await actions.mark_read(1)
    assert await unread() == 0


async def test_whoever_appends_may_be_ended_meanwhile_and_the_window_hears_of_it(
    store: Store,
) -> None:
    heard: list[int] = []
    store.listen(lambda change: heard.append(change.seq))
    appending = asyncio.create_task(store.append([said(TG, "1", "а")]))
    await asyncio.sleep(0)
    appending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await appending
    async with asyncio.timeout(5):
        while not heard:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert heard == [1]
