"""Whatever a webhook holds: nothing is raised, and what stands beside it is read."""

import asyncio
import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.channels.whatsapp.converters import to_events
from core.domain.events import MessageReceived
from core.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
NOW = 1_763_470_000_000
FILES = sorted(DATA.glob("*.json"))
BODIES = [json.loads(path.read_text()) for path in FILES]
WITNESS = {
    "from": "79990000000",
    "id": "wamid.witness",
    "timestamp": "1763465700",
    "type": "text",
    "text": {"body": "я на месте"},
}
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [[]]),
    st.builds(lambda: {"type": "text"}),
    st.sampled_from([10**30, -(10**40), 2**63, 1e308, "\ud83d", "\0", "9" * 400]),
)


def places(tree: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at] if at else []
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += places(value, (*at, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            found += places(value, (*at, index))
    return found


def put(tree: Any, place: tuple[Any, ...], value: Any, *, drop: bool) -> None:
    for step in place[:-1]:
        tree = tree[step]
    if drop:
        del tree[place[-1]]
    else:
        tree[place[-1]] = value


NEIGHBOUR = {
    "id": "1",
    "changes": [
        {
            "field": "messages",
            "value": {"metadata": {"phone_number_id": ACCOUNT}, "messages": [WITNESS]},
        }
    ],
}


@st.composite
def spoiled(draw: st.DrawFn) -> Any:
    """A recorded body with up to four members of it, wherever they are, replaced or missing, and
    a healthy message behind it."""
    body = copy.deepcopy(draw(st.sampled_from(BODIES)))
    entries = body["entry"]
    for _ in range(draw(st.integers(1, 4))):
        if where := places(entries):
            drop = draw(st.booleans())
            put(entries, draw(st.sampled_from(where)), draw(JUNK), drop=drop)
    body["entry"] = [*entries, NEIGHBOUR]
    return body


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoiled())
def test_a_mutated_body_raises_nothing_and_its_neighbour_is_read(body: Any) -> None:
    events = to_events(json.dumps(body).encode(), ACCOUNT, now=1)
    last = events[-1]
    assert isinstance(last.body, MessageReceived)
    assert last.body.text == "я на месте"
    assert all(-(2**63) <= event.at < 2**63 for event in events)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(spoiled(), min_size=20, max_size=20))
def test_whatever_was_read_can_be_kept_and_built_again(bodies: list[Any]) -> None:
    async def keep() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "log.db")
            await store.open()
            try:
                for body in bodies:
                    await store.append(to_events(json.dumps(body).encode(), ACCOUNT, now=NOW))
                await store.rebuild()
            finally:
                await store.close()

    asyncio.run(keep())


def test_a_thousand_updates_of_every_kind_are_all_read() -> None:
    entries = [entry for body in BODIES for entry in body["entry"]]
    many = [*entries * (1000 // len(entries)), NEIGHBOUR]
    events = to_events(json.dumps({"entry": many}).encode(), ACCOUNT, now=NOW)
    assert len(events) > len(many)
    assert isinstance(events[-1].body, MessageReceived)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_name_told_twice_and_what_nobody_heard_of_cost_nothing(path: Path) -> None:
    body = path.read_bytes()
    plain = to_events(body, ACCOUNT, now=NOW)
    twice = body.replace(b'"type": "', b'"type": "?", "shiny": {"deep": [[[{}]]]}, "type": "')
    found = to_events(twice, ACCOUNT, now=NOW)
    assert [event.body for event in found] == [event.body for event in plain]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(FILES), st.integers(0, 5000), st.integers(0, 50))
def test_cut_and_overwritten_bytes_raise_nothing(
    junk: bytes, path: Path, at: int, length: int
) -> None:
    body = path.read_bytes()
    to_events(body[:at] + junk + body[at + length :], ACCOUNT, now=1)
