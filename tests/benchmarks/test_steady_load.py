"""Five messages a second for a minute, both channels: when is each seen, when understood."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.sandbox.load import load_scenario

ROOT = Path(__file__).parents[2]
VISIBLE_P95, UNDERSTOOD_P95 = 300.0, 1500.0
"""Milliseconds that are promised on 2 cores."""


@pytest.mark.timeout(300)
def test_five_messages_a_second(
    benchmark: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, report = tmp_path / "load.json", tmp_path / "report.json"
    scenario.write_text(json.dumps(load_scenario(rate=5, seconds=60)), "utf-8")

    def play() -> None:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "sandbox", str(scenario), "--headless", "--report",
             str(report)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
            text=True, timeout=250, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    benchmark.pedantic(play, rounds=1, iterations=1)  # type: ignore[attr-defined]
    latency = json.loads(report.read_text("utf-8"))["latency_ms"]
    visible, understood = latency["visible"], latency["understood"]
    with capsys.disabled():
        print(
            f"\n5 messages/s for 60 s: visible p50 {visible['p50']:.0f} p95 {visible['p95']:.0f} ms"
            f" ({visible['p95'] / VISIBLE_P95:.2f} of what is promised), understood p50"
            f" {understood['p50']:.0f} p95 {understood['p95']:.0f} ms"
            f" ({understood['p95'] / UNDERSTOOD_P95:.2f} of what is promised)"
        )
    assert visible["p95"] < VISIBLE_P95
    assert understood["p95"] < UNDERSTOOD_P95
