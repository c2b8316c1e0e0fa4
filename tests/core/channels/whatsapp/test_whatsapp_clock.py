"""A machine whose clock is off learns the time from Graph's answers and from the webhook."""

import time

import pytest

from core.sandbox.graph import GraphServer
from core.sandbox.graph.payloads import text
from core.support.clock import Clock, counter

from .conftest import Connect

HOUR = 3_600_000


def machine(behind: int) -> Clock:
    return Clock(lambda: time.time_ns() // 1_000_000 - behind, counter)


@pytest.mark.parametrize("behind", [5 * HOUR, -5 * HOUR])
async def test_each_answer_of_graph_has_a_date(
    graph: GraphServer, connect: Connect, behind: int
) -> None:
    clock = machine(behind)
    channel = await connect(clock=clock)
    await channel.templates()
    assert clock.behind_ms == pytest.approx(behind, abs=30_000)
    assert clock.off
    assert abs(clock.now() - time.time_ns() // 1_000_000) < 30_000


async def test_a_message_is_no_later_than_now(graph: GraphServer, connect: Connect) -> None:
    clock = machine(5 * HOUR)
    channel = await connect(clock=clock, base_url="http://127.0.0.1:1")
    assert clock.behind_ms is None
    await graph.register(channel.webhook_url)
    graph.post(graph.add_person("+79161112233", "Ирина"), text("Сколько?"), at=time.time())
    await graph.drained()
    assert clock.behind_ms == pytest.approx(5 * HOUR, abs=30_000)
