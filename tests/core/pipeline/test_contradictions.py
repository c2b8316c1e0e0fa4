"""Contradictions from the first message to the operator's choice, over a real store and stages."""

import pytest

from core.domain import events as ev
from core.domain.views import FactRow
from core.pipeline.reviews import Reviews
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.store import Store
from core.understanding.conflicts import with_conflicts
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import (
    NOW,
    TG,
    BudgetReader,
    Clock,
    edited,
    judge,
    said,
    to_sales,
    with_file,
)

MINUTE = 60_000


@pytest.fixture
def stage(store: Store) -> UnderstandingStage:
    return UnderstandingStage(store, BudgetReader(), judge, to_sales, model=lambda: "none")


@pytest.fixture
def reviews(store: Store, clock: Clock) -> Reviews:
    return Reviews(store, clock)


async def budgets(store: Store) -> list[FactRow]:
    return with_conflicts(await store.read(lambda conn: read_facts.facts(conn, 1)))


def paper(ext: str, text: str) -> ev.Event:
    stored = ev.AttachmentStored(target=ext, index=0, path=f"{ext}.pdf", pages=(text,))
    return ev.Event(external_id=f"{ext}#0", at=NOW, peer=TG, body=stored)


async def against_a_paper(store: Store, stage: UnderstandingStage) -> FactRow:
    await store.append([with_file(TG, "1", name="ТЗ.pdf"), paper("1", "бюджет 500")])
    await store.append([said(TG, "2", "бюджет 800", NOW + MINUTE)])
    await settle(stage.step)
    (row,) = await budgets(store)
    return row


async def test_a_paper_against_a_message_is_shown_until_the_operator_chooses(
    store: Store, stage: UnderstandingStage, reviews: Reviews, clock: Clock
) -> None:
    row = await against_a_paper(store, stage)
    assert row.fact.value == "800 RUB"
    (other,) = row.conflicts
    assert (other.fact.value, other.document, other.fact.page) == ("500 RUB", "ТЗ.pdf", 1)
    clock.pass_(600)
    await reviews.review_fact(1, other.fact, "confirmed", "", "")
    await settle(stage.step)
    (row,) = await budgets(store)
    assert (row.fact.value, row.fact.review, row.conflicts) == ("500 RUB", "confirmed", ())


async def test_the_newer_one_may_be_chosen_too(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    row = await against_a_paper(store, stage)
    await reviews.review_fact(1, row.fact, "confirmed", "", "")
    await settle(stage.step)
    (row,) = await budgets(store)
    assert (row.fact.value, row.conflicts) == ("800 RUB", ())
    assert [old.fact.value for old in row.history] == ["500 RUB"]


async def test_what_is_said_later_against_a_confirmed_one_contradicts_it(
    store: Store, stage: UnderstandingStage, reviews: Reviews, clock: Clock
) -> None:
    await store.append([said(TG, "1", "бюджет 500")])
    await settle(stage.step)
    (row,) = await budgets(store)
    await reviews.review_fact(1, row.fact, "confirmed", "", "")
    await settle(stage.step)
    clock.pass_(600)
    await store.append([said(TG, "2", "бюджет 700", NOW + 20 * MINUTE)])
    await settle(stage.step)
    (row,) = await budgets(store)
    assert (row.fact.value, [c.fact.value for c in row.conflicts]) == ("700 RUB", ["500 RUB"])


async def test_a_contradiction_ends_with_the_words_that_made_it(
    store: Store, stage: UnderstandingStage
) -> None:
    assert (await against_a_paper(store, stage)).conflicts
    await store.append([edited(TG, "2", "бюджет 500", NOW + 2 * MINUTE)])
    await settle(stage.step)
    (row,) = await budgets(store)
    assert (row.fact.value, row.conflicts) == ("500 RUB", ())
    gone = ev.MessageDeleted(target="1")
    await store.append([ev.Event(external_id="d", at=NOW, peer=TG, body=gone)])
    await settle(stage.step)
    (row,) = await budgets(store)
    assert (row.external_id, row.conflicts) == ("2", ())
