"""A send of which nobody knows whether it went out, over the end of the program: it stands in its
chat once, whether its server tells sends apart or not, and until then it is said to be in doubt."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telethon import functions

from core.domain.events import Event, SendRequested
from core.domain.problems import Problem
from core.pipeline.sending import SendingStage
from core.store.read import messages
from core.store.store import Store

SendMessage = functions.messages.SendMessageRequest
LATER_MS = 60_000
CUT_OFF = bytes.fromhex("f00dbabe") + bytes(24)
"""No answer that anybody can read."""


@pytest.fixture
async def store(stage: Any, tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "log.sqlite")
    await made.open()
    stage.log = made
    yield made
    for channel in stage.channels:
        await channel.close()
    await made.close()


def _now() -> int:
    return time.time_ns() // 1_000_000


def _sending(store: Store, channel: Any, ahead: int = 0) -> SendingStage:
    channels = {("telegram", channel.account): channel}
    return SendingStage(store, lambda: channels, lambda: _now() + ahead)


async def _ask(stage: Any, store: Store, ref: str, text: str) -> None:
    body = SendRequested(client_ref=ref, text=text)
    await store.append([Event(external_id=ref, at=_now(), peer=stage.peer(), body=body)])


async def _shown(store: Store) -> list[tuple[str, str | None, str]]:
    """Text, state and problem of what is ours."""
    rows = await store.read(lambda conn: messages.messages(conn, 1, media=Path()))
    return [
        (row.text, row.status, problem.code if (problem := Problem.decode(row.problem)) else "")
        for row in rows
        if row.direction == "out"
    ]


async def _until(store: Store, wanted: list[tuple[str, str | None, str]]) -> None:
    async with asyncio.timeout(15):
        while await _shown(store) != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def _forgetful(taken: bool) -> tuple[list[int], Any]:
    """It tells no send apart from another, and of the second nobody hears."""
    asked: list[int] = []

    def answer(request: Any, usual: Any) -> Any:
        asked.append(request.random_id)
        request.random_id = len(asked)
        if len(asked) != 2:
            return usual()
        if taken:
            usual()
        return CUT_OFF

    return asked, answer


@pytest.mark.parametrize("taken", [True, False])
async def test_nothing_is_sent_twice_and_nothing_is_lost(
    stage: Any, store: Store, taken: bool
) -> None:
    channel = await stage.signed_in()
    stage.write("почём?")
    asked, answer = _forgetful(taken)
    stage.differ(SendMessage, answer)
    sending = _sending(store, channel)
    sent, doubtful = ("цена та же", "sent", ""), ("цена та же", "sending", "telegram-in-doubt")
    await _ask(stage, store, "a", "цена та же")
    await sending.step()
    await _until(store, [sent])
    await _ask(stage, store, "b", "цена та же")
    await sending.step()
    await _until(store, [sent, doubtful])
    await channel.close()
    again = await stage.signed_in()
    sending = _sending(store, again, LATER_MS)
    while await sending.step() == 0:
        pass
    await _until(store, [sent, sent])
    assert len(asked) == (2 if taken else 3)
    assert [text for _, side, text, _ in stage.theirs() if side == "out"] == ["цена та же"] * 2


async def test_it_is_looked_for_among_what_nobody_told_of(stage: Any) -> None:
    since = _now()
    channel = await stage.signed_in()
    stage.write("почём?")
    for ref in ("a", "b"):
        await channel.send(stage.peer(), SendRequested(client_ref=ref, text="цена та же"))
    await stage.agree()
    await channel.close()
    # the last one is not known here, and nobody knows which of the two it is
    last = stage.theirs()[-1][0]
    stage.differ(SendMessage, lambda request, usual: pytest.fail("it is sent again"))
    again = await stage.signed_in()

    async def stands(message: Any) -> bool:
        return bool(message.id != last)

    again._connection.sync.stands = stands
    again.doubt("b", since)
    sent = await again.send(stage.peer(), SendRequested(client_ref="b", text="цена та же"))
    assert sent.external_id == str(last)
