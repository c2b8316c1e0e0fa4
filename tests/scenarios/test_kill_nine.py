"""kill -9 at any moment: the log and the servers agree in the end, and nothing is done twice."""

import asyncio
import os
import random
import signal
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.pipeline.actions import Actions
from core.sandbox.load import load_scenario
from core.store.store import Store
from tests.scenarios.kill_driver import Rig, alive, children, keys, until

pytestmark = pytest.mark.timeout(360)

_UNREAD = "SELECT 1 FROM messages WHERE needs_read = 1 AND deleted = 0"
_UNJUDGED = "SELECT 1 FROM threads WHERE understood < seq AND merged_into IS NULL"
_UNDELIVERED = (
    "SELECT 1 FROM threads t LEFT JOIN crm c ON c.thread = t.id"
    " WHERE t.merged_into IS NULL AND t.facts_seq > coalesce(c.handled, 0)"
)


async def test_five_kills_under_load_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(5)
    async with Rig(tmp_path, load_scenario(rate=20, seconds=14, contacts=12)) as rig:
        rig.start()
        rig.servers.do("play")
        for _ in range(5):
            before = len(rig.standing()), len(rig.rows(_UNREAD))
            await until(
                lambda before=before: (len(rig.standing()), len(rig.rows(_UNREAD))) != before
            )  # type: ignore[misc]
            await asyncio.sleep(chance.uniform(0, 1.5))
            assert rig.process is not None
            if helpers := children(rig.process.pid):
                # the model or the recognizers die first, and the application over that
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(sorted(helpers)), signal.SIGKILL)
                await asyncio.sleep(chance.uniform(0, 0.5))
            orphans = children(rig.process.pid)
            rig.kill()
            await until(lambda orphans=orphans: not any(alive(pid) for pid in orphans), 30)  # type: ignore[misc]
            rig.start()
        await rig.servers.wait_for("done", seconds=120)
        want = keys((await rig.truth())["contacts"])
        assert len(want) == 280
        await until(lambda: set(want) <= set(rig.standing()), 60)
        for left in (_UNREAD, _UNJUDGED, _UNDELIVERED):
            await until(lambda left=left: not rig.rows(left), 150)  # type: ignore[misc]
        assert Counter(rig.standing()) == Counter(want), "each stands exactly once"
        (counts,) = rig.rows(
            "SELECT count(*) AS turns, count(reading) AS read FROM messages WHERE direction = 'in'"
        )
        assert (counts["turns"], counts["read"]) == (280, 280)
        _each_record_once((await rig.truth())["crm"])
        assert rig.stop() == 0
        assert rig.logged_errors() == []


def _each_record_once(tables: dict[str, list[dict[str, Any]]]) -> None:
    """A party for each contact beside our own two, one opportunity each, no value twice."""
    names = Counter(party["name"] for party in tables["party.party"])
    assert len(names) == 12 + 2
    assert set(names.values()) == {1}
    opportunities = Counter(o.get("party") for o in tables.get("sale.opportunity", []))
    assert set(opportunities.values()) <= {1}
    mechanisms = Counter(
        (m.get("party"), m.get("type"), m.get("value"))
        for m in tables.get("party.contact_mechanism", [])
    )
    assert set(mechanisms.values()) <= {1}


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
