"""A window that closes while something waits to go out, and one that Meta says is closed."""

import asyncio
from pathlib import Path

import pytest

from core.domain.channels import Channel
from core.domain.problems import ChannelError, Problem, ProblemError
from core.pipeline.actions import Actions
from core.pipeline.sending import SendingStage
from core.store.read import threads as read_threads
from core.store.read.unsent import unsent
from core.store.store import Store
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import DAY, NOW, WA, Clock, Messenger, said

CLOSED = ChannelError(Problem("whatsapp-window-closed"), closes_window=True)
HOLD = 5_000


@pytest.fixture
def whatsapp() -> Messenger:
    return Messenger(WA)


@pytest.fixture
def actions(store: Store, tmp_path: Path, whatsapp: Messenger, clock: Clock) -> Actions:
    channels = {(whatsapp.channel, whatsapp.account): whatsapp}
    return Actions(store, tmp_path / "media", lambda: channels, clock, lambda: HOLD)


@pytest.fixture
def stage(store: Store, whatsapp: Messenger, clock: Clock) -> SendingStage:
    channels = {(whatsapp.channel, whatsapp.account): whatsapp}
    return SendingStage(store, lambda: channels, clock)


async def closes(store: Store) -> int | None:
    (peer,) = await store.read(lambda c: read_threads.peers(c, 1))
    return peer.window_closes


async def test_a_text_that_may_be_taken_back_is_not_held_beyond_the_window(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - DAY + 4000)])
    await actions.send(WA, "in time")
    await settle(stage.step)
    assert whatsapp.texts == []
    clock.pass_(2)
    await settle(stage.step)
    assert whatsapp.texts == ["in time"]


async def test_what_is_held_by_something_else_stays_here(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - DAY + 60_000)])
    whatsapp.state = "connecting"
    await actions.send(WA, "too late")
    clock.pass_(61)
    whatsapp.state = "online"
    await settle(stage.step)
    assert whatsapp.texts == [], "Meta is not even asked"


@pytest.mark.parametrize("behind", [0, HOLD + 1_500])
async def test_what_meta_calls_closed_is_closed_whatever_our_clock_says(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock,
    behind: int,
) -> None:  # fmt: skip
    await store.append([said(WA, "w1", "hi", NOW - 1000)])
    clock.ms = NOW - behind
    whatsapp.trouble = [CLOSED]
    await actions.send(WA, "refused")
    clock.ms += HOLD
    await settle(stage.step)
    assert await closes(store) == max(NOW - 1000, clock.ms)
    clock.pass_(1)
    with pytest.raises(ProblemError):
        await actions.send(WA, "again")


async def test_what_the_client_writes_meanwhile_opens_it_again(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - 60_000)])
    await actions.send(WA, "crosses")
    clock.ms += HOLD
    whatsapp.trouble = [CLOSED]
    entered, answer = asyncio.Event(), asyncio.Event()
    send = whatsapp.send

    async def slowly(*args: object) -> object:
        entered.set()
        await answer.wait()
        return await send(*args)  # type: ignore[arg-type]

    whatsapp.send = slowly  # type: ignore[method-assign, assignment]
    going = asyncio.create_task(stage.step(Channel.WHATSAPP))
    await entered.wait()
    clock.ms += 2_000
    await store.append([said(WA, "w2", "still there?", clock.ms)])
    clock.ms += 3_000
    answer.set()
    await going
    assert await closes(store) == clock.ms - 3_000 + DAY


async def test_what_stayed_here_can_be_found_to_be_written_again(
    store: Store, actions: Actions, stage: SendingStage, whatsapp: Messenger, clock: Clock
) -> None:
    await store.append([said(WA, "w1", "hi", NOW - DAY + 60_000)])
    whatsapp.state = "connecting"
    refs = [await actions.send(WA, text) for text in ("first", "second")]
    assert await store.read(lambda c: unsent(c, [1])) == []
    clock.pass_(61)
    whatsapp.state = "online"
    await settle(stage.step)
    found = await store.read(lambda c: unsent(c, [1, 7]))
    assert [(one.client_ref, one.thread, one.text) for one in found] == [
        (refs[0], 1, "first"), (refs[1], 1, "second"),
    ]  # fmt: skip
    await actions.discard(refs[0])
    assert len(await store.read(lambda c: unsent(c, [1]))) == 1
