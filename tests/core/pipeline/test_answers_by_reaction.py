"""A client's reaction to our question is an answer to it, for as long as it stands."""

import pytest

from core.domain import events as ev
from core.domain.channels import Peer
from core.domain.problems import Problem, ProblemError
from core.domain.reading import Turn, TurnReading
from core.domain.views import FactRow, MessageRow, ThreadRow
from core.pipeline.understanding import UnderstandingStage
from core.store.read import facts as read_facts
from core.store.read import messages as read_messages
from core.store.read import threads as read_threads
from core.store.store import Store
from core.understanding.pool import LocalRecognizers
from core.understanding.reader import Reader
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import NOW, TG, WA, edited, judge, said, to_sales
from tests.core.store.test_rebuild import rebuilt_equals_grown

ASKED = "800 штук выйдут в 450 000 рублей. Оформляем?"
MINUTE = 60_000


@pytest.fixture
def stage(store: Store) -> UnderstandingStage:
    reader = Reader(LocalRecognizers())
    return UnderstandingStage(store, reader, judge, to_sales, model=lambda: "none")


def ours(peer: Peer, ext: str, text: str, at: int = NOW + MINUTE, **more: bool) -> ev.Event:
    body = ev.MessageReceived(direction="out", text=text, **more)  # type: ignore[arg-type]
    return ev.Event(external_id=ext, at=at, peer=peer, body=body)


def reacted(peer: Peer, target: str, emoji: str, at: int, actor: str = "client") -> ev.Event:
    body = ev.ReactionSet(target=target, actor=actor, emoji=emoji)  # type: ignore[arg-type]
    return ev.Event(external_id=f"{target}!{at}{actor}", at=at, peer=peer, body=body)


async def decisions(store: Store) -> list[FactRow]:
    rows = await store.read(lambda conn: read_facts.facts(conn, 1))
    return [row for row in rows if row.fact.kind == "decision"]


async def row(store: Store) -> ThreadRow:
    found = await store.read(lambda conn: read_threads.thread(conn, 1))
    assert found is not None
    return found


async def shown(store: Store, tmp_path: object) -> list[MessageRow]:
    return await store.read(lambda c: read_messages.messages(c, 1, media=tmp_path))  # type: ignore[arg-type]


@pytest.mark.parametrize("peer", [TG, WA], ids=["telegram", "whatsapp"])
@pytest.mark.parametrize(("emoji", "value"), [("👍", "yes"), ("👎", "no")])
async def test_a_thumb_on_our_question_is_the_answer_and_is_taken_back_with_it(
    store: Store, stage: UnderstandingStage, peer: Peer, emoji: str, value: str
) -> None:
    await store.append([said(peer, "1", "Сколько стоят 800 штук?"), ours(peer, "2", ASKED)])
    await settle(stage.step)
    before = await row(store)
    assert await decisions(store) == []

    await store.append([reacted(peer, "2", emoji, NOW + 2 * MINUTE)])
    await settle(stage.step)
    (answer,) = await decisions(store)
    assert (answer.fact.value, answer.fact.quote) == (value, emoji)
    assert (answer.external_id, answer.reaction) == ("2", True)
    assert answer.fact.at == NOW + 2 * MINUTE
    after = await row(store)
    for name in ("last_text", "last_at", "unread", "waiting_since", "last_direction"):
        assert getattr(after, name) == getattr(before, name), name
    await rebuilt_equals_grown(store)

    await store.append([reacted(peer, "2", "", NOW + 3 * MINUTE)])
    await settle(stage.step)
    assert await decisions(store) == []
    await rebuilt_equals_grown(store)


async def test_no_message_is_added_and_ours_is_not_read(
    store: Store, stage: UnderstandingStage, tmp_path: object
) -> None:
    await store.append([said(TG, "1", "Сколько стоят 800 штук?"), ours(TG, "2", ASKED)])
    await store.append([reacted(TG, "2", "👍", NOW + 2 * MINUTE)])
    await settle(stage.step)
    assert [m.external_id for m in await shown(store, tmp_path)] == ["1", "2"]
    (waits,) = await store.read(
        lambda c: c.execute("SELECT count(*) FROM messages WHERE needs_read != 0").fetchone()
    )
    assert waits == 0


@pytest.mark.parametrize(
    ("text", "emoji", "actor"),
    [
        ("Добрый день, меня зовут Анна.", "👍", "client"),  # nothing was asked
        (ASKED, "😂", "client"),  # neither yes nor no
        (ASKED, "👍", "us"),  # our own
    ],
)
async def test_what_answers_nothing_is_no_answer(
    store: Store, stage: UnderstandingStage, text: str, emoji: str, actor: str
) -> None:
    await store.append([said(TG, "1", "Сколько стоят 800 штук?"), ours(TG, "2", text)])
    await settle(stage.step)
    tags = (await row(store)).intents
    await store.append([reacted(TG, "2", emoji, NOW + 2 * MINUTE, actor)])
    await settle(stage.step)
    assert await decisions(store) == []
    assert (await row(store)).intents == tags


async def test_an_edited_or_deleted_question_takes_its_answer_along(
    store: Store, stage: UnderstandingStage
) -> None:
    await store.append([said(TG, "1", "Сколько стоят 800 штук?"), ours(TG, "2", ASKED)])
    await store.append([reacted(TG, "2", "👍", NOW + 2 * MINUTE)])
    await settle(stage.step)
    assert len(await decisions(store)) == 1
    await store.append([edited(TG, "2", "Добрый день! Сейчас посчитаю.", NOW + 3 * MINUTE)])
    await settle(stage.step)
    assert await decisions(store) == []
    await store.append([edited(TG, "2", ASKED, NOW + 4 * MINUTE)])
    await settle(stage.step)
    assert len(await decisions(store)) == 1
    gone = ev.Event(external_id="d", at=NOW, peer=TG, body=ev.MessageDeleted(target="2"))
    await store.append([gone])
    await settle(stage.step)
    assert await decisions(store) == []


async def test_what_is_said_later_counts_more_and_the_operators_word_most(
    store: Store, stage: UnderstandingStage
) -> None:
    await store.append([said(TG, "1", "Сколько стоят 800 штук?"), ours(TG, "2", ASKED)])
    await store.append([reacted(TG, "2", "👍", NOW + 2 * MINUTE)])
    await store.append([said(TG, "3", "Нет, мы передумали, не будем брать", NOW + 3 * MINUTE)])
    await settle(stage.step)
    (answer,) = await decisions(store)
    assert (answer.fact.value, answer.external_id) == ("no", "3")
    (old,) = answer.history
    assert (old.fact.quote, old.reaction) == ("👍", True)


async def test_a_reaction_on_an_old_message_takes_back_nothing_said_after_it(
    store: Store, stage: UnderstandingStage
) -> None:
    await store.append(
        [
            said(TG, "1", "Сколько стоят 800 штук?", NOW - 90 * MINUTE, history=True),
            ours(TG, "2", ASKED, NOW - 80 * MINUTE, history=True),
            said(TG, "3", "Нет, не будем брать", NOW - 70 * MINUTE, history=True),
            reacted(TG, "2", "👍", NOW),  # Telegram tells of it now; when it was set nobody knows
        ]
    )
    await settle(stage.step)
    (answer,) = await decisions(store)
    assert (answer.fact.value, answer.external_id) == ("no", "3")


class Failing:
    """Recognizers that cannot read reactions."""

    def __init__(self) -> None:
        self.asked = 0

    async def read_turn(
        self, thread_id: str, turns: list[Turn], *, use_model: bool = True
    ) -> TurnReading:
        if turns[-1].reaction:
            self.asked += 1
            raise ProblemError(Problem("model-crashed"))
        return TurnReading()


async def test_a_reaction_that_cannot_be_read_does_not_hold_up_the_thread(store: Store) -> None:
    reader = Failing()
    stage = UnderstandingStage(store, reader, judge, to_sales, model=lambda: "none")  # type: ignore[arg-type]
    await store.append([said(TG, "1", "Сколько?"), ours(TG, "2", ASKED)])
    await store.append([reacted(TG, "2", "👍", NOW + 2 * MINUTE)])
    await settle(stage.step)
    found = await row(store)
    assert found.understood >= found.seq
    assert reader.asked >= 3
