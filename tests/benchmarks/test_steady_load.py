"""Five messages a second for a minute, both channels: when is each seen, when understood."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.sandbox.load import load_scenario

ROOT = Path(__file__).parents[2]
VISIBLE_P95, UNDERSTOOD_P95 = 300.0, 1500.0
"""Milliseconds that are promised on 2 cores."""


def read_first_by_rules(database: Path) -> tuple[int, int]:
    """How many messages were read, and for how many the model was not waited for."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as log:
        first: dict[str, bool] = {}
        for (body,) in log.execute("SELECT body FROM log WHERE kind = 'turn_read' ORDER BY seq"):
            said = json.loads(body)
            first.setdefault(said["target"], bool(said.get("provisional")))
    return len(first), sum(first.values())


@pytest.mark.timeout(300)
def test_five_messages_a_second(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, report = tmp_path / "load.json", tmp_path / "report.json"
    profile = tmp_path / "profile"
    load = load_scenario(rate=5, seconds=60)
    scenario.write_text(json.dumps(load), "utf-8")

    def play() -> None:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "sandbox", str(scenario), "--headless", "--report",
             str(report), "--profile", str(profile)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
            text=True, timeout=250, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    benchmark.pedantic(play, rounds=1, iterations=1)  # type: ignore[attr-defined]
    told = json.loads(report.read_text("utf-8"))
    # what was never seen has no latency: it must not be there
    assert (told["lost"], told["duplicated"]) == (0, 0)
    turns, by_rules = read_first_by_rules(profile / "threadline.db")
    assert turns == len(load["events"])
    latency = told["latency_ms"]
    visible, understood = latency["visible"], latency["understood"]
    with capsys.disabled():
        print(
            f"\n5 messages/s for 60 s: visible p50 {visible['p50']:.0f} p95 {visible['p95']:.0f} ms"
            f" ({visible['p95'] / VISIBLE_P95:.2f} of what is promised), understood p50"
            f" {understood['p50']:.0f} p95 {understood['p95']:.0f} ms"
            f" ({understood['p95'] / UNDERSTOOD_P95:.2f} of what is promised); {by_rules} of"
            f" {turns} were first read by rules alone"
        )
    assert visible["p95"] < VISIBLE_P95
    assert understood["p95"] < UNDERSTOOD_P95
    assert by_rules <= turns / 20, "a model that nobody waits for is no quick one"
