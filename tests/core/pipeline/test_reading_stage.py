"""Which turns are read when, and that nothing is skipped whatever happens in between."""

import asyncio

import pytest

from core.domain.events import Event, MergeUndone
from core.domain.problems import Problem, ProblemError
from core.domain.views import FactRow
from core.pipeline import understanding
from core.pipeline.reviews import Reviews
from core.pipeline.triage import Triage
from core.pipeline.understanding import ModelState, UnderstandingStage
from core.store.read import facts as read_facts
from core.store.read import threads as read_threads
from core.store.store import Store
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import (
    DAY,
    NOW,
    TG,
    TG2,
    WA,
    BudgetReader,
    Clock,
    edited,
    judge,
    phone,
    said,
    to_sales,
)


class Model:
    """The state of the model that the stage sees."""

    def __init__(self) -> None:
        self.state: ModelState = "ready"


@pytest.fixture
def reader() -> BudgetReader:
    return BudgetReader()


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def stage(store: Store, reader: BudgetReader, model: Model) -> UnderstandingStage:
    return UnderstandingStage(store, reader, judge, to_sales, model=lambda: model.state)


@pytest.fixture
def reviews(store: Store, clock: Clock) -> Reviews:
    return Reviews(store, clock)


async def standing(store: Store, thread: int = 1) -> list[FactRow]:
    return await store.read(lambda conn: read_facts.facts(conn, thread))


async def values(store: Store, thread: int = 1) -> list[str]:
    return [row.fact.value for row in await standing(store, thread)]


async def understood(store: Store, thread: int = 1) -> bool:
    row = await store.read(lambda conn: read_threads.thread(conn, thread))
    assert row is not None
    return row.understood >= row.seq


async def test_what_clients_write_now_is_read_before_what_they_wrote_before(
    store: Store, stage: UnderstandingStage, reader: BudgetReader
) -> None:
    await store.append([said(TG2, f"{n}", f"old {n}", NOW - DAY, history=True) for n in range(3)])
    await store.append([said(TG, "7", "new")])
    await settle(stage.step)
    assert reader.order[0] == "new"
    assert sorted(reader.order[1:]) == ["old 0", "old 1", "old 2"]


async def noted(store: Store) -> list[str]:
    """Which messages were read, in the order in which the log has it."""
    rows = await store.read(
        lambda conn: conn.execute(
            "SELECT json_extract(body, '$.target') FROM log WHERE kind = 'turn_read' ORDER BY seq"
        ).fetchall()
    )
    return [row[0] for row in rows]


async def test_a_live_turn_overtakes_history_that_is_being_read(
    store: Store, stage: UnderstandingStage, reader: BudgetReader
) -> None:
    await store.append([said(TG2, f"{n}", f"old {n}", NOW - DAY, history=True) for n in range(9)])
    reader.gate = asyncio.Event()
    reading = asyncio.create_task(stage.step())
    async with asyncio.timeout(5):
        await reader.reading.wait()
    await store.append([said(TG, "new", "new")])
    reader.gate.set()
    await reading
    await settle(stage.step)
    order = await noted(store)
    assert order.index("new") <= 2, "only what the model has already begun is read before"
    assert sorted(order) == sorted([*map(str, range(9)), "new"]), "and nothing twice"


async def test_old_turns_are_read_ahead_and_noted_newest_first(
    store: Store, stage: UnderstandingStage, reader: BudgetReader
) -> None:
    old = [said(TG2, f"{n}", f"old {n}", NOW - DAY + n, history=True) for n in range(9)]
    await store.append(old)
    await stage.step()
    assert len(await noted(store)) > 1, "one step, several turns"
    await settle(stage.step)
    assert await noted(store) == [str(n) for n in reversed(range(9))]


async def test_an_old_turn_that_fails_is_read_by_itself_and_the_others_once(
    store: Store, stage: UnderstandingStage, reader: BudgetReader
) -> None:
    old = [said(TG2, f"{n}", f"old {n}", NOW - DAY + n, history=True) for n in range(4)]
    await store.append(old)
    reader.down = [ProblemError(Problem("model-restarting"))]
    await settle(stage.step)
    assert sorted(set(await noted(store))) == ["0", "1", "2", "3"]
    assert len(await noted(store)) == 4
    assert all(reader.with_model), "the model was back before the rules had to stand in for it"


async def test_a_live_turn_read_for_the_time_being_is_read_again_before_history(
    store: Store, stage: UnderstandingStage, model: Model
) -> None:
    await store.append([said(TG2, f"{n}", f"old {n}", NOW - DAY, history=True) for n in range(3)])
    await store.append([said(TG, "new", "new")])
    model.state = "away"
    await stage.step()
    model.state = "ready"
    await settle(stage.step)
    assert (await noted(store))[:2] == ["new", "new"]


async def test_a_crash_between_reading_and_the_log_reads_again(
    store: Store, stage: UnderstandingStage, reader: BudgetReader, model: Model
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    reader.gate = asyncio.Event()
    stage.worker.start()
    async with asyncio.timeout(5):
        await reader.reading.wait()
    await stage.worker.close()
    assert await values(store) == []
    reader.gate = None
    again = UnderstandingStage(store, reader, judge, to_sales, model=lambda: model.state)
    await settle(again.step)
    assert await values(store) == ["450000 RUB"]
    assert reader.order == ["бюджет 450000"] * 2


async def test_a_crash_between_a_reading_and_what_stands_judges_again(
    store: Store, stage: UnderstandingStage, reader: BudgetReader, model: Model
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    await stage.step()
    assert not await understood(store)
    again = UnderstandingStage(store, reader, judge, to_sales, model=lambda: model.state)
    await settle(again.step)
    assert await values(store) == ["450000 RUB"]
    assert reader.order == ["бюджет 450000"]


async def test_a_turn_edited_while_it_is_read_is_read_as_it_stands(
    store: Store, stage: UnderstandingStage, reader: BudgetReader
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    reader.gate = asyncio.Event()
    reading = asyncio.create_task(stage.step())
    async with asyncio.timeout(5):
        await reader.reading.wait()
    await store.append([edited(TG, "1", "бюджет 500000")])
    reader.gate.set()
    await reading
    await settle(stage.step)
    assert await values(store) == ["500000 RUB"]
    assert await understood(store)


async def test_a_model_that_breaks_costs_no_turn_and_is_asked_again(
    store: Store, stage: UnderstandingStage, reader: BudgetReader, model: Model
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    reader.down = [ProblemError(Problem("model-restarting"))]
    await settle(stage.step)
    assert reader.with_model[:2] == [True, False]
    assert await values(store) == ["450000 RUB"]
    await settle(stage.step)
    assert reader.with_model[-1], "the reading without the model was for the time being"
    assert await understood(store)


async def test_a_live_turn_does_not_wait_for_a_slow_model(
    store: Store,
    stage: UnderstandingStage,
    reader: BudgetReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(understanding, "_LIVE_PATIENCE", 0.05)

    class Slow(BudgetReader):
        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            if use_model:
                await asyncio.sleep(10)
            return await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]

    stage = UnderstandingStage(store, Slow(), judge, to_sales, model=lambda: "ready")  # type: ignore[arg-type]
    await store.append([said(TG, "1", "бюджет 450000")])
    async with asyncio.timeout(5):
        await stage.step()
        await store.append([said(TG, "2", "и ещё")])
        await stage.step()
    assert await values(store) == [] or await values(store) == ["450000 RUB"]
    assert (
        await store.read(
            lambda conn: conn.execute(
                "SELECT count(*) FROM messages WHERE reading IS NULL"
            ).fetchone()
        )
        is not None
    )


async def test_without_a_model_rules_stand_and_are_final(
    store: Store, stage: UnderstandingStage, reader: BudgetReader, model: Model
) -> None:
    model.state = "none"
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step)
    assert await values(store) == ["450000 RUB"]
    assert reader.with_model == [False]


async def test_a_turn_that_breaks_the_reader_does_not_hold_up_the_next(
    store: Store, stage: UnderstandingStage, reader: BudgetReader, model: Model
) -> None:
    class Breaks(BudgetReader):
        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            if args[1][-1].text == "яд":  # type: ignore[index]
                raise ProblemError(Problem("reader-failed"))
            return await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]

    stage = UnderstandingStage(store, Breaks(), judge, to_sales, model=lambda: "none")  # type: ignore[arg-type]
    await store.append([said(TG, "1", "яд"), said(TG2, "2", "бюджет 450000")])
    for _ in range(12):
        await stage.step()
    assert await values(store, 2) == ["450000 RUB"]


async def test_a_bug_in_the_reader_does_not_hold_up_the_next_turn(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    class Bug(BudgetReader):
        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            if args[1][-1].text == "яд":  # type: ignore[index]
                raise ZeroDivisionError
            return await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]

    stage = UnderstandingStage(store, Bug(), judge, to_sales, model=lambda: "none")  # type: ignore[arg-type]
    await store.append([said(TG, "1", "яд"), said(TG2, "2", "бюджет 450000")])
    for _ in range(12):
        try:
            await stage.step()
        except ZeroDivisionError:
            continue
    assert await values(store, 2) == ["450000 RUB"]


test_a_bug_in_the_reader_does_not_hold_up_the_next_turn = pytest.mark.logs_errors(
    test_a_bug_in_the_reader_does_not_hold_up_the_next_turn
)


@pytest.mark.parametrize(
    ("verdict", "value", "stands"),
    [("confirmed", "", ["450000 RUB"]), ("corrected", "470000 RUB", ["470000 RUB"]),
     ("rejected", "", [])],
)  # fmt: skip
async def test_the_operators_word_survives_every_later_reading(
    store: Store, stage: UnderstandingStage, reviews: Reviews, verdict: str, value: str,
    stands: list[str],
) -> None:  # fmt: skip
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step)
    (fact,) = await standing(store)
    await reviews.review_fact(1, fact.fact, verdict, value)  # type: ignore[arg-type]
    await settle(stage.step)
    assert await values(store) == stands
    await store.append([said(TG, "2", "спасибо")])
    await settle(stage.step)
    assert await values(store) == stands
    if stands:
        (fact,) = await standing(store)
        assert fact.fact.review == verdict
    await store.rebuild()
    await settle(stage.step)
    assert await values(store) == stands


async def test_what_is_said_later_replaces_a_confirmed_fact_and_keeps_it_as_history(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await store.append([said(TG, "1", "бюджет 450000")])
    await settle(stage.step)
    (fact,) = await standing(store)
    await reviews.review_fact(1, fact.fact, "confirmed")
    await store.append([said(TG, "2", "бюджет 500000", NOW + 1000)])
    await settle(stage.step)
    (fact,) = await standing(store)
    assert fact.fact.value == "500000 RUB"
    assert [old.fact.value for old in fact.history] == ["450000 RUB"]


async def test_the_operators_tags_and_queue_hold_until_the_client_writes_again(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    async def tags() -> tuple[list[str], str]:
        row = await store.read(lambda conn: read_threads.thread(conn, 1))
        assert row is not None
        return [i.tag for i in row.intents], row.queue

    await store.append([said(TG, "1", "здравствуйте")])
    await settle(stage.step)
    assert await tags() == (["order"], "sales")
    await reviews.correct_intents(1, ["support"])
    await Triage(store).move([1], "support", "")
    await store.append([edited(TG, "1", "здравствуйте!")])
    await settle(stage.step)
    assert await tags() == (["support"], "support")
    await store.append([said(TG, "2", "беру")])
    await settle(stage.step)
    assert await tags() == (["order"], "support"), "rules leave it where the operator put it"


async def test_one_person_on_two_channels_is_judged_as_one_and_parted_again_as_two(
    store: Store, stage: UnderstandingStage
) -> None:
    await store.append([said(TG, "1", "бюджет 450000"), said(WA, "w1", "бюджет 500000", NOW + 9)])
    await settle(stage.step)
    assert (await values(store, 1), await values(store, 2)) == (["450000 RUB"], ["500000 RUB"])
    await store.append([phone(TG, "+79161112233"), phone(WA, "+79161112233")])
    await settle(stage.step)
    (fact,) = await standing(store)
    assert (fact.fact.value, len(fact.history)) == ("500000 RUB", 1)
    parted = MergeUndone(thread=1, other=2)
    await store.append([Event(external_id="u", at=NOW, body=parted)])
    await settle(stage.step)
    assert (await values(store, 1), await values(store, 2)) == (["450000 RUB"], ["500000 RUB"])
    assert await understood(store, 1)
    assert await understood(store, 2)


async def test_the_operators_word_goes_with_its_message_when_contacts_are_parted(
    store: Store, stage: UnderstandingStage, reviews: Reviews
) -> None:
    await store.append([said(TG, "1", "здравствуйте"), said(WA, "w1", "бюджет 500000")])
    await store.append([phone(TG, "+79161112233"), phone(WA, "+79161112233")])
    await settle(stage.step)
    (fact,) = await standing(store)
    await reviews.review_fact(1, fact.fact, "corrected", "550000 RUB")
    await settle(stage.step)
    await reviews.undo_merge(1, 2)
    await settle(stage.step)
    assert (await values(store, 1), await values(store, 2)) == ([], ["550000 RUB"])


async def test_a_deleted_message_takes_its_facts_along(
    store: Store, stage: UnderstandingStage
) -> None:
    await store.append([said(TG, "1", "бюджет 450000"), said(TG, "2", "бюджет 500000", NOW + 9)])
    await settle(stage.step)
    from core.domain.events import MessageDeleted

    gone = Event(external_id="2", at=NOW, peer=TG, body=MessageDeleted(target="2"))
    await store.append([gone])
    await settle(stage.step)
    assert await values(store) == ["450000 RUB"]


async def test_a_turn_that_the_model_cannot_read_by_any_means_stands_as_the_rules_read_it(
    store: Store, model: Model
) -> None:
    """It crashes the model, or the model refuses it: the others get their turn."""

    class Refuses(BudgetReader):
        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            reading = await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]
            if use_model and "яд" in args[1][-1].text:  # type: ignore[index]
                raise ProblemError(Problem("model-refused"))
            return reading

    reader = Refuses()
    stage = UnderstandingStage(store, reader, judge, to_sales, model=lambda: model.state)  # type: ignore[arg-type]
    model.state = "away"
    await store.append([said(TG2, "2", "бюджет 7"), said(TG, "1", "яд, бюджет 8", NOW + 1)])
    await settle(stage.step)
    model.state = "ready"
    for _ in range(12):
        await stage.step()
    assert await stage.step() is None, "nothing is left to read again"
    assert (await values(store, 2), await values(store, 1)) == (["8 RUB"], ["7 RUB"])
    assert ("бюджет 7", True) in list(zip(reader.order, reader.with_model, strict=True))


async def test_a_live_turn_overtakes_an_old_one_that_hangs_in_the_model(
    store: Store, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "_LOOK", 0.01)

    class Hangs(BudgetReader):
        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            reading = await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]
            if use_model and args[1][-1].text == "old":  # type: ignore[index]
                await asyncio.Event().wait()
            return reading

    reader = Hangs()
    stage = UnderstandingStage(store, reader, judge, to_sales, model=lambda: model.state)  # type: ignore[arg-type]
    await store.append([said(TG2, "1", "old", NOW - DAY, history=True)])
    stage.worker.start()
    async with asyncio.timeout(10):
        await reader.reading.wait()
        await store.append([said(TG, "2", "бюджет 450000")])
        while await values(store, 2) != ["450000 RUB"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await stage.worker.close()


async def test_a_slow_model_gives_its_answers_while_people_write_and_holds_none_of_them_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would never give one if each new message took the model away from the last."""
    monkeypatch.setattr(understanding, "_LIVE_PATIENCE", 0.05)
    monkeypatch.setattr(understanding, "_LOOK", 0.01)
    answers = asyncio.Event()

    class Slow(BudgetReader):
        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            reading = await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]
            if use_model:
                await answers.wait()
            return reading

    reader = Slow()
    stage = UnderstandingStage(store, reader, judge, to_sales, model=lambda: "ready")  # type: ignore[arg-type]
    await store.append([said(TG, "1", "бюджет 1")])
    async with asyncio.timeout(10):
        await stage.step()
        assert await noted(store) == ["1"], "by rules: the model is found to be slow"
        again = asyncio.create_task(stage.step())
        while reader.with_model != [True, False, True]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        for number in (2, 3):
            await store.append([said(TG2, f"{number}", f"бюджет {number}", NOW + number)])
            while await values(store, 2) != [f"{number} RUB"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not again.done(), "and it reads on"
        answers.set()
        await again
        assert await noted(store) == ["1", "2", "3", "1"]
        await store.append([said(TG, "4", "бюджет 4", NOW + 9)])
        await settle(stage.step)
    asked = [text for text, model in zip(reader.order, reader.with_model, strict=True) if model]
    assert asked.count("бюджет 1") == 2, "once live, in vain, and once for good"
    assert sorted(asked[2:]) == ["бюджет 2", "бюджет 3", "бюджет 4"]
    assert await values(store, 1) == ["4 RUB"]


async def test_a_model_that_is_fast_again_reads_live_turns_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(understanding, "_LIVE_PATIENCE", 0.05)

    class Stalls(BudgetReader):
        stalled = False

        async def read_turn(self, *args: object, use_model: bool = True, **more: object) -> object:
            reading = await super().read_turn(*args, use_model=use_model)  # type: ignore[arg-type]
            if use_model and not self.stalled:
                self.stalled = True
                await asyncio.sleep(10)
            return reading

    reader = Stalls()
    stage = UnderstandingStage(store, reader, judge, to_sales, model=lambda: "ready")  # type: ignore[arg-type]
    await store.append([said(TG, "1", "бюджет 1")])
    await settle(stage.step)
    assert reader.with_model == [True, False, True]
    await store.append([said(TG, "2", "бюджет 2", NOW + 1)])
    await settle(stage.step)
    assert reader.with_model[3:] == [True], "and no rules before"
