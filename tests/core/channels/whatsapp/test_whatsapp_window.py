"""What opens the service window, by the client's own time, however late and often it is told."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.store.read import threads as read_threads
from core.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
WROTE = 1_763_400_000
LATER = WROTE + 10_000
DAY = 86_400

OPENS = (
    "text", "text_reply", "text_forwarded", "text_from_ad", "image", "video", "document", "sticker",
    "audio", "voice", "location", "contacts", "order", "interactive_button", "interactive_list",
    "interactive_flow", "interactive_broken", "button", "unsupported", "unknown_type",
)  # fmt: skip
OPENS_NOT = (
    "reaction", "reaction_removed", "edit", "edit_same_id", "revoke", "system_identity", "echo",
    "status_sent", "status_delivered", "status_read", "status_failed", "template_status",
    "value_errors",
)  # fmt: skip


def recorded(name: str, at: int) -> bytes:
    """The recorded webhook as if it had happened at ``at`` (seconds)."""
    body: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    value = body["entry"][0]["changes"][0]["value"]
    for key in ("messages", "message_echoes", "statuses", "calls"):
        for item in value.get(key, ()):
            item["timestamp"] = str(at)
    return json.dumps(body).encode()


async def take(store: Store, *bodies: bytes) -> None:
    for body in bodies:
        await store.append(to_events(body, ACCOUNT, now=LATER * 1000 + 5_000_000))


async def closes(store: Store) -> float | None:
    """When the only chat's window closes, in seconds; None where it was never open."""
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=LATER * 1000))
    return row.window_closes / 1000 if row.window_closes is not None else None


@pytest.mark.parametrize("name", OPENS)
async def test_each_message_of_the_client_starts_the_24_hours_anew(name: str, store: Store) -> None:
    first = recorded("text", WROTE).replace(b"wamid.text", b"wamid.first")
    await take(store, first, recorded(name, LATER))
    assert await closes(store) == LATER + DAY


async def test_a_call_of_the_client_does_too(store: Store) -> None:
    await take(store, recorded("text", WROTE), recorded("call", LATER))
    assert await closes(store) == LATER + DAY


async def test_the_end_of_a_call_that_is_told_of_first_opens_it_no_longer(store: Store) -> None:
    body: dict[str, Any] = json.loads((DATA / "call.json").read_text())
    calls = body["entry"][0]["changes"][0]["value"]["calls"]
    connect, terminate = dict(calls[0]), dict(calls[1])
    for one in (terminate, connect):
        calls[:] = [one]
        await take(store, json.dumps(body).encode())
    assert terminate["timestamp"] > connect["timestamp"]
    assert await closes(store) == int(connect["timestamp"]) + DAY


@pytest.mark.parametrize("name", OPENS_NOT)
async def test_nothing_else_does(name: str, store: Store) -> None:
    before = recorded("text", WROTE - 5).replace(b"wamid.text", b"wamid.before")
    await take(store, before, recorded("text", WROTE), recorded(name, LATER))
    assert await closes(store) == WROTE + DAY


async def test_the_closed_window_of_a_refused_send_opens_with_the_next_message(
    store: Store,
) -> None:
    await take(store, recorded("text", WROTE), recorded("status_window_closed", WROTE + 60))
    assert await closes(store) == WROTE + 60
    answer = recorded("text", WROTE + 61).replace(b"wamid.text", b"wamid.next")
    await take(store, answer)
    assert await closes(store) == WROTE + 61 + DAY
    await take(store, recorded("status_window_closed", WROTE + 60))
    assert await closes(store) == WROTE + 61 + DAY


@pytest.mark.parametrize("seed", range(5))
async def test_neither_order_nor_redelivery_moves_it(seed: int, store: Store) -> None:
    chance = random.Random(seed)
    bodies = [recorded(name, WROTE + chance.randrange(5_000)) for name in (*OPENS, *OPENS_NOT)]
    bodies.append(recorded("text", LATER).replace(b"wamid.text", b"wamid.last"))
    bodies += chance.sample(bodies, 10)
    chance.shuffle(bodies)
    await take(store, *bodies)
    assert await closes(store) == LATER + DAY
    await store.rebuild()
    assert await closes(store) == LATER + DAY
