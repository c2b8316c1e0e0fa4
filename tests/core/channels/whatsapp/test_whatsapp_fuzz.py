"""Whatever a webhook holds: nothing is raised, and what stands beside it is read."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.channels.whatsapp.converters import to_events
from core.domain.events import MessageReceived

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
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


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_mutated_message_raises_nothing_and_its_neighbour_is_read(data: st.DataObject) -> None:
    body = copy.deepcopy(data.draw(st.sampled_from(BODIES)))
    value = body["entry"][0]["changes"][0]["value"]
    for name in sorted(data.draw(st.sets(st.sampled_from(["messages", "statuses", "contacts"])))):
        value.setdefault(name, [])
    spoiled = {key: value[key] for key in value if key != "metadata"}
    for _ in range(data.draw(st.integers(1, 3))):
        if not (where := places(spoiled)):
            break
        put(
            spoiled,
            data.draw(st.sampled_from(where)),
            data.draw(JUNK),
            drop=data.draw(st.booleans()),
        )
    change = {"field": "messages", "value": {**spoiled, "metadata": value["metadata"]}}
    neighbour = {
        "field": "messages",
        "value": {"metadata": value["metadata"], "messages": [WITNESS]},
    }
    body["entry"][0]["changes"] = [change, neighbour]
    events = to_events(json.dumps(body).encode(), ACCOUNT, now=1)
    last = events[-1]
    assert isinstance(last.body, MessageReceived)
    assert last.body.text == "я на месте"
    assert all(-(2**63) <= event.at < 2**63 for event in events)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(FILES), st.integers(0, 5000), st.integers(0, 50))
def test_cut_and_overwritten_bytes_raise_nothing(
    junk: bytes, path: Path, at: int, length: int
) -> None:
    body = path.read_bytes()
    to_events(body[:at] + junk + body[at + length :], ACCOUNT, now=1)
