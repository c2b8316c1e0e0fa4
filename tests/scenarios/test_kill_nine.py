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

from core.sandbox.load import load_scenario
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
