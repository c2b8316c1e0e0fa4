"""What the operator set right is an evaluation set; what nobody looked at is not in it."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from core.domain import events as ev
from core.pipeline.corrections import corrected_threads, encode
from core.pipeline.reviews import Reviews
from core.pipeline.triage import Triage
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.store import Store
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import (
    NOW,
    TG,
    TG2,
    BudgetReader,
    Clock,
    edited,
    judge,
    phone,
    said,
    to_sales,
)


@pytest.fixture
def stage(store: Store) -> UnderstandingStage:
    return UnderstandingStage(store, BudgetReader(), judge, to_sales, model=lambda: "ready")


@pytest.fixture
def reviews(store: Store, clock: Clock) -> Reviews:
    return Reviews(store, clock)


async def hear(store: Store, stage: UnderstandingStage, *events: ev.Event) -> None:
    await store.append(events)
    await settle(stage.step)


async def review(
    store: Store, reviews: Reviews, verdict: ev.Verdict, value: str = "", *, which: int = 0
) -> None:
    rows = await store.read(lambda conn: read_facts.facts(conn, 1))
    await reviews.review_fact(1, rows[which].fact, verdict, value)


async def lines(store: Store) -> list[dict[str, Any]]:
    return await store.read(
        lambda conn: [msgspec.json.decode(encode([one])) for one in corrected_threads(conn)]
    )


def texts(line: dict[str, Any]) -> Sequence[str]:
    return [message["text"] for message in line["messages"]]


async def test_nothing_was_said_nothing_is_gold(store: Store, stage: UnderstandingStage) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    assert await lines(store) == []


async def test_a_confirmed_fact_labels_the_thread_as_it_stood(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await review(store, reviews, "confirmed")
    await hear(store, stage, said(TG, "2", "бюджет 300", NOW + 1))
    (line,) = await lines(store)
    assert (line["id"], line["lang"], line["channel"]) == ("1", "ru", "telegram")
    assert texts(line) == ["бюджет 100"]
    message = line["messages"][0]["id"]
    assert line["gold"] == {
        "turns": [{"message": message, "intents": ["order"]}],
        "facts": [{"kind": "budget", "value": "100 RUB", "message": message}],
    }


async def test_a_corrected_fact_has_the_operators_value_a_rejected_one_is_absent(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await review(store, reviews, "corrected", "100000 RUB")
    ((line,)) = await lines(store)
    assert [fact["value"] for fact in line["gold"]["facts"]] == ["100000 RUB"]
    await settle(stage.step)
    await review(store, reviews, "rejected")
    ((line,)) = await lines(store)
    assert line["gold"]["facts"] == []


async def test_of_a_corrected_fact_the_desk_says_what_was_read_and_when_it_was_corrected(
    store: Store, stage: UnderstandingStage, reviews: Reviews, clock: Clock
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    clock.pass_(60)
    await review(store, reviews, "corrected", "100000 RUB")
    await settle(stage.step)
    for _ in range(2):  # the same from the log alone
        (row,) = await store.read(lambda conn: read_facts.facts(conn, 1))
        assert row.read is not None
        assert (row.fact.value, row.read.fact.value) == ("100000 RUB", "100 RUB")
        assert row.corrected_at - row.message_at >= 60_000 > row.read.corrected_at
        assert row.read.fact.by == row.fact.id != row.read.fact.id
        await store.rebuild()


async def test_tags_that_were_set_count_over_tags_that_were_left(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await reviews.correct_intents(1, ["payment", "no such tag", "documents"])
    await review(store, reviews, "confirmed")
    (line,) = await lines(store)
    assert [turn["intents"] for turn in line["gold"]["turns"]] == [["payment", "documents"]]


async def test_tags_alone_say_nothing_of_the_facts(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await reviews.correct_intents(1, ["payment"])
    await hear(store, stage, said(TG, "2", "и ещё", NOW + 1))
    (line,) = await lines(store)
    assert (texts(line), "facts" in line["gold"]) == (["бюджет 100"], False)


async def test_what_was_said_after_the_facts_were_reviewed_is_a_line_of_its_own(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await review(store, reviews, "confirmed")
    await hear(store, stage, said(TG, "2", "бюджет 300", NOW + 1))
    await reviews.correct_intents(1, ["payment"])
    first, second = await lines(store)
    assert (texts(first), texts(second)) == (["бюджет 100"], ["бюджет 100", "бюджет 300"])
    assert (second["id"], "facts" in second["gold"]) == ("1-later", False)
    assert [turn["intents"] for turn in second["gold"]["turns"]] == [["payment"]]


async def test_a_moved_thread_says_where_it_belongs_and_nothing_of_its_tags(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await Triage(store).move([1], "logistics", "")
    (line,) = await lines(store)
    message = line["messages"][0]["id"]
    assert line["gold"] == {"queues": [{"message": message, "queue": "logistics"}]}


async def test_a_word_on_a_text_that_is_another_now_is_no_word(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "бюджет 100"))
    await reviews.correct_intents(1, ["payment"])
    await review(store, reviews, "confirmed")
    await hear(store, stage, edited(TG, "1", "бюджет 900"))
    assert await lines(store) == []


async def test_a_merge_leaves_every_word_at_the_turn_it_was_said_of(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await hear(store, stage, said(TG, "1", "старое"), said(TG2, "2", "новое", NOW + 5))
    await reviews.correct_intents(1, ["support"])
    await hear(store, stage, phone(TG, "+79161112233"), phone(TG2, "+79161112233"))
    await reviews.correct_intents(1, ["order"])
    (line,) = await lines(store)
    assert texts(line) == ["старое", "новое"]
    assert [turn["intents"] for turn in line["gold"]["turns"]] == [["support"], ["order"]]
