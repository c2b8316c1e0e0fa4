"""A text that waits is taken back or goes out: one of the two, whatever happens in between."""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.problems import ProblemError
from core.pipeline.actions import Actions
from core.pipeline.sending import SendingStage
from core.store.read import messages as read_messages
from core.store.store import Store
from tests.core.pipeline.conftest import settle
from tests.core.pipeline.far_side import TG, Clock, Messenger

HOLD = 5_000


class Desk:
    """A log, the verbs and the stage that sends, which a crash makes anew."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.telegram = Clock(), Messenger(TG)
        self.folder = folder
        self.channels = {(self.telegram.channel, self.telegram.account): self.telegram}

    async def start(self) -> None:
        self.store = Store(self.folder / "log.db", clock=self.clock.seconds)
        await self.store.open()
        self.actions = Actions(
            self.store, self.folder, lambda: self.channels, self.clock, lambda: HOLD
        )
        self.stage = SendingStage(self.store, lambda: self.channels, self.clock)

    async def shown(self) -> list[tuple[str, int]]:
        rows = await self.store.read(lambda c: read_messages.messages(c, 1, media=self.folder))
        return [(row.text, row.goes_at) for row in rows]


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    await made.start()
    return made


async def test_what_is_taken_back_does_not_go_out_and_what_went_out_is_not_taken_back(
    desk: Desk,
) -> None:
    first = await desk.actions.send(TG, "oops")
    second = await desk.actions.send(TG, "right")
    assert await desk.shown() == [(t, desk.clock.ms + HOLD) for t in ("oops", "right")]
    await desk.actions.take_back(first)
    desk.clock.pass_(6)
    await settle(desk.stage.step)
    assert desk.telegram.texts == ["right"]
    with pytest.raises(ProblemError) as error:
        await desk.actions.take_back(second)
    assert error.value.problem.code == "send-went-out"
    with pytest.raises(ProblemError):
        await desk.actions.take_back(first)
    assert await desk.shown() == [("right", 0)]
    await desk.store.close()


async def test_a_sender_that_already_looked_lets_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = await desk.actions.send(TG, "oops")
    desk.clock.pass_(6)
    body_of = desk.store.event

    async def meanwhile(seq: int) -> ev.Event:
        body = await body_of(seq)
        monkeypatch.undo()
        await desk.actions.take_back(ref)
        return body

    monkeypatch.setattr(desk.store, "event", meanwhile)
    await settle(desk.stage.step)
    assert (desk.telegram.texts, await desk.shown()) == ([], [])
    await desk.store.close()


async def test_killed_while_it_is_taken_back_it_goes_out_later_and_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = await desk.actions.send(TG, "oops")

    async def killed(*_: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(desk.actions, "discard", killed)
    with pytest.raises(asyncio.CancelledError):
        await desk.actions.take_back(ref)
    await desk.store.close()
    await desk.start()
    for _ in range(4):
        desk.clock.pass_(6)
        await settle(desk.stage.step)
    assert desk.telegram.texts == ["oops"]
    await desk.store.close()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.just(("send", 0)), st.just(("step", 0)), st.just(("crash", 0)),
            st.tuples(st.just("back"), st.integers(0, 5)),
            st.tuples(st.just("wait"), st.integers(1, 7)),
        ),
        max_size=14,
    )
)  # fmt: skip
def test_each_text_has_one_end(plan: list[tuple[str, int]]) -> None:
    async def play(folder: Path) -> None:
        desk = Desk(folder)
        await desk.start()
        refs: list[str] = []
        back: set[int] = set()
        for what, n in plan:
            if what == "send":
                refs.append(await desk.actions.send(TG, f"t{len(refs)}"))
            elif what == "step":
                await settle(desk.stage.step)
            elif what == "wait":
                desk.clock.pass_(n)
            elif what == "crash":
                await desk.store.close()
                await desk.start()
            elif n < len(refs):
                try:
                    await desk.actions.take_back(refs[n])
                    back.add(n)
                except ProblemError:
                    assert n in back or f"t{n}" in desk.telegram.texts
        desk.clock.pass_(60)
        await settle(desk.stage.step)
        wanted = [f"t{n}" for n in range(len(refs)) if n not in back]
        assert desk.telegram.texts == wanted
        assert [text for text, _ in await desk.shown()] == wanted
        await desk.store.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from core.pipeline.actions import Actions
from core.store.store import Store
from tests.core.pipeline.far_side import NOW, TG

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

async def main(folder, moment):
    store = Store(folder / "log.db", clock=lambda: NOW / 1000)
    await store.open()
    actions = Actions(store, folder, lambda: {}, lambda: NOW, lambda: 5_000)
    ref = await actions.send(TG, "hello")
    if moment == "waiting":
        die()
    actions.discard = die
    await actions.take_back(ref)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


@pytest.mark.parametrize("moment", ["waiting", "taking back"])
async def test_a_process_that_is_killed_leaves_it_queued_and_it_goes_out_once(
    tmp_path: Path, moment: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), moment, env={**os.environ, "PYTHONPATH": "."}
    )
    assert await process.wait() == -signal.SIGKILL
    desk = Desk(tmp_path)
    await desk.start()
    await settle(desk.stage.step)
    assert desk.telegram.texts == [], "it still waits"
    for _ in range(3):
        desk.clock.pass_(6)
        await settle(desk.stage.step)
    assert desk.telegram.texts == ["hello"]
    assert await desk.shown() == [("hello", 0)]
    await desk.store.close()
