"""A webhook of a thousand updates, the most Meta puts into one: how long it takes to read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events

DATA = Path(__file__).parents[1] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
PROMISED = 0.1
"""Seconds."""


def texts() -> bytes:
    body = json.loads((DATA / "text.json").read_text())
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"] = [{**value["messages"][0], "id": f"w{n}"} for n in range(1000)]
    return json.dumps(body).encode()


def every_kind() -> bytes:
    bodies = [json.loads(path.read_text()) for path in sorted(DATA.glob("*.json"))]
    entries = [entry for body in bodies for entry in body["entry"]]
    return json.dumps({"entry": (entries * 10)[:1000]}).encode()


@pytest.mark.parametrize("made", [texts, every_kind])
def test_a_thousand_updates(made: Callable[[], bytes], benchmark: Any) -> None:
    body = made()
    events = benchmark(lambda: to_events(body, ACCOUNT, now=1_763_470_000_000))
    assert len(events) >= 1000
    assert benchmark.stats.stats.min < PROMISED
