"""kill -9 between a send and its answer: what the operator wrote arrives once."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.pipeline.actions import Actions
from core.sandbox.load import load_scenario
from core.store.store import Store
from tests.scenarios.kill_driver import Rig, until

pytestmark = pytest.mark.timeout(360)


async def test_what_the_operator_sent_arrives_once_whenever_the_application_dies(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)
    async with Rig(tmp_path, load_scenario(rate=12, seconds=1, contacts=12)) as rig:
        rig.start()
        rig.servers.do("play")
        await until(lambda: len(rig.standing()) == 12)
        rig.kill()
        sent = await _queue(rig, each=4)
        rig.start()
        for _ in range(4):
            left = _unsent(rig)
            await until(lambda left=left: _unsent(rig) < left, 60)  # type: ignore[misc]
            await _under_way(rig)
            await asyncio.sleep(chance.uniform(0, 0.01))
            rig.kill()
            rig.start()
        await until(lambda: _unsent(rig) == 0, 120)
        by_text = Counter(s["text"] for s in (await rig.truth())["sent_by_app"])
        rows = rig.rows(
            "SELECT text, channel, status, problem FROM messages WHERE direction = 'out'"
        )
        assert len(rows) == len(sent)
        for row in rows:
            problem = Problem.decode(row["problem"])
            if row["channel"] == "whatsapp" and problem == Problem("whatsapp-unsure"):
                assert by_text[row["text"]] <= 1
            else:
                assert row["status"] in ("sent", "delivered", "read"), tuple(row)
                assert by_text[row["text"]] == 1, row["text"]
        assert set(by_text) <= set(sent)
        assert rig.stop() == 0
        assert rig.logged_errors() == []


def _unsent(rig: Rig) -> int:
    (row,) = rig.rows(
        "SELECT count(*) AS n FROM messages WHERE status IN ('queued', 'sending')"
        " AND external_id IS NULL"
    )
    return int(row["n"])


async def _under_way(rig: Rig) -> None:
    """Until a send is between the messenger and the log."""
    for _ in range(2000):
        if rig.rows("SELECT 1 FROM messages WHERE status = 'sending' AND external_id IS NULL"):
            return
        await asyncio.sleep(0.001)


async def _queue(rig: Rig, each: int) -> list[str]:
    """Texts of the operator to every client, as if the window had died after taking them."""
    peers = [
        Peer(Channel(r["channel"]), r["account"], r["peer"])
        for r in rig.rows("SELECT channel, account, peer FROM identities ORDER BY id")
    ]
    store = Store(rig.profile.database)
    await store.open()
    try:
        actions = Actions(store, rig.profile.media, dict)
        texts = [(peer, f"{number} для {peer.id}") for number in range(each) for peer in peers]
        for peer, text in texts:
            await actions.send(peer, text)
    finally:
        await store.close()
    return [text for _, text in texts]
