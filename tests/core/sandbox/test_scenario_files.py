"""Scenario files: what is read, and what is said about every kind of mistake."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sandbox.attachments import voice_seconds
from core.sandbox.scenario import Delete, Edit, Fault, Message, Reaction, Scenario, ScenarioError
from core.sandbox.scenario_file import load, parse

FOLDER = Path(__file__).parent
GOOD: dict[str, Any] = {
    "name": "малый",
    "operator": {"phone": "+79990001122", "name": "Анна", "password": None},
    "contacts": [
        {
            "id": "c1",
            "name": "Ирина Ковалёва",
            "telegram": {"username": "irina_k", "phone": "+79161112233"},
            "whatsapp": {"phone": "+79161112233"},
        },
        {"id": "c2", "name": "John Reed", "telegram": {}},
    ],
    "events": [
        {
            "id": "e1",
            "at": -86000,
            "contact": "c1",
            "channel": "whatsapp",
            "from": "client",
            "text": "Здравствуйте",
        },
        {
            "id": "e6",
            "at": 4.0,
            "contact": "c1",
            "channel": "whatsapp",
            "from": "client",
            "text": "Ещё раз",
            "redeliver": 3,
        },
        {
            "id": "e2",
            "at": 0.5,
            "contact": "c1",
            "channel": "telegram",
            "from": "client",
            "attachment": {"kind": "document", "file": "test_scenario_files.py"},
        },
        {
            "id": "e3",
            "at": 2.0,
            "contact": "c1",
            "channel": "telegram",
            "from": "client",
            "edit": "e2",
            "text": "до 380 тысяч",
        },
        {
            "id": "e5",
            "at": 3.0,
            "contact": "c1",
            "channel": "telegram",
            "from": "us",
            "reaction": "👍",
            "to": "e2",
        },
        {
            "id": "e4",
            "at": 3.0,
            "contact": "c1",
            "channel": "telegram",
            "from": "client",
            "delete": "e2",
        },
        {"id": "e7", "at": 5.0, "fault": "telegram_down", "seconds": 5},
        {"id": "e8", "at": 6.0, "fault": "model_crash"},
    ],
}


def read(tree: Any) -> Scenario:
    return parse(json.dumps(tree).encode(), FOLDER)


def changed(**keys: Any) -> dict[str, Any]:
    """GOOD with its first event changed; a value of ... takes the key away."""
    tree = copy.deepcopy(GOOD)
    for key, value in keys.items():
        name = {"sender": "from"}.get(key, key)
        if value is ...:
            tree["events"][0].pop(name)
        else:
            tree["events"][0][name] = value
    return tree


def problems(tree: Any) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(tree)
    return caught.value.problems


def test_events_come_in_the_order_of_their_moments_and_keep_the_files_order_within_one() -> None:
    scenario = read(GOOD)
    assert [e.id for e in scenario.events] == ["e1", "e2", "e3", "e5", "e4", "e6", "e7", "e8"]
    kinds = [type(event) for event in scenario.events]
    assert kinds == [Message, Message, Edit, Reaction, Delete, Message, Fault, Fault]
    assert scenario.contact("c2").telegram is not None


def test_an_attachment_is_found_beside_the_scenario_file(tmp_path: Path) -> None:
    (tmp_path / "kp.pdf").write_bytes(b"%PDF")
    tree = changed(attachment={"kind": "document", "file": "kp.pdf"})
    tree["events"] = tree["events"][:1]
    path = tmp_path / "s.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    (message,) = load(path).events
    assert isinstance(message, Message)
    assert message.attachment is not None
    assert Path(message.attachment.file).read_bytes() == b"%PDF"


def test_a_reaction_is_taken_back_by_an_empty_one() -> None:
    for empty in ("", None):
        tree = copy.deepcopy(GOOD)
        tree["events"][4]["reaction"] = empty
        reaction = next(e for e in read(tree).events if isinstance(e, Reaction))
        assert reaction.emoji is None


def test_null_is_as_good_as_nothing() -> None:
    keys = ("text", "attachment", "edit", "delete", "reaction", "to", "redeliver", "fault",
            "seconds", "contact", "channel", "from")  # fmt: skip
    filled = copy.deepcopy(GOOD)
    for event in filled["events"]:
        missing = [key for key in keys if key not in event]
        event |= dict.fromkeys(missing)
    assert parse(json.dumps(filled).encode(), FOLDER) == parse(json.dumps(GOOD).encode(), FOLDER)


def test_every_unknown_key_is_named_with_its_event() -> None:
    tree = changed(txt="?", colour="red")
    tree["operator"]["age"] = 33
    tree["contacts"][0]["telegram"]["nick"] = "ira"
    tree["events"][2]["attachment"]["size"] = 7
    tree["speed"] = 2
    said = problems(tree)
    assert said == [
        "scenario: unknown key 'speed'",
        "operator: unknown key 'age'",
        "contact 'c1', telegram: unknown key 'nick'",
        "event 'e1': unknown key 'txt'",
        "event 'e1': unknown key 'colour'",
        "event 'e2', attachment: unknown key 'size'",
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"channel": "icq"}, "event 'e1', channel: Invalid enum value 'icq'"),
        ({"sender": "them"}, "event 'e1', from: Invalid enum value 'them'"),
        ({"at": "soon"}, "event 'e1', at: Expected `float`, got `str`"),
        ({"at": ...}, "event 'e1': Object missing required field `at`"),
        ({"id": ...}, "event number 1: Object missing required field `id`"),
        ({"at": 1e300}, "event 'e1': 'at' is out of reach: 1e+300"),
        ({"contact": "c9"}, "event 'e1': 'contact' names 'c9', which is no contact"),
        ({"contact": "c2"}, "event 'e1': contact 'c2' has no whatsapp"),
        ({"contact": ..., "sender": ...}, "event 'e1': 'contact' and 'from' missing"),
        ({"text": " "}, "event 'e1': a message needs 'text' or 'attachment'"),
        ({"redeliver": -1}, "event 'e1': 'redeliver' has to be 0 or more, not -1"),
        ({"seconds": 3}, "event 'e1': 'seconds' does not go with a message"),
        ({"to": "e2"}, "event 'e1': 'to' does not go with a message"),
        ({"edit": "e2", "delete": "e2"}, "event 'e1': 'edit' and 'delete' exclude each other"),
        (
            {"attachment": {"kind": "document", "file": "none.pdf"}},
            "event 'e1', attachment: there is no file 'none.pdf'",
        ),
        (
            {"attachment": {"kind": "film", "file": "x"}},
            "event 'e1', attachment.kind: Invalid enum value 'film'",
        ),
    ],
)
def test_a_wrong_event_is_named(keys: dict[str, Any], said: str) -> None:
    assert problems(changed(**keys)) == [said]


@pytest.mark.parametrize(
    ("index", "key", "value", "said"),
    [
        (3, "edit", "e99", "event 'e3', edit: 'e99' is no event"),
        (3, "edit", "e1", "event 'e3', edit: 'e1' is in another thread"),
        (3, "from", "us", "event 'e3', edit: 'e2' was written by the other side"),
        (3, "at", 0.1, "event 'e3', edit: 'e2' is no message that was sent before"),
        (3, "at", 3.5, "event 'e3', edit: 'e2' is deleted by then"),
        (4, "to", "e7", "event 'e5', to: 'e7' is no message that was sent before"),
        (5, "delete", "e77", "event 'e4', delete: 'e77' is no event"),
        (6, "seconds", 0, "event 'e7': 'seconds' has to be more than 0, not 0"),
        (6, "at", -1, "event 'e7': a fault cannot be history ('at' is below 0)"),
        (6, "contact", "c1", "event 'e7': 'contact' does not go with a fault"),
        (6, "fault", "flood", "event 'e7', fault: Invalid enum value 'flood'"),
    ],
)
def test_a_dangling_or_impossible_reference_is_named(
    index: int, key: str, value: Any, said: str
) -> None:
    tree = copy.deepcopy(GOOD)
    tree["events"][index][key] = value
    assert problems(tree) == [said]


def test_ids_and_phones_are_there_once() -> None:
    tree = copy.deepcopy(GOOD)
    tree["events"][6]["id"] = "e1"
    tree["contacts"][1]["id"] = "c1"
    tree["contacts"][1]["telegram"]["phone"] = "8 916"
    said = problems(tree)
    assert "contact 'c1': the id is there twice" in said
    assert "event 'e1': the id is there twice" in said
    assert any(
        problem.startswith("contact 'c1', telegram: '8 916' is no phone") for problem in said
    )


def test_a_username_has_one_owner() -> None:
    tree = copy.deepcopy(GOOD)
    tree["contacts"][1]["telegram"]["username"] = "@Irina_K"
    assert problems(tree) == ["contact 'c2', telegram: the username is taken by contact 'c1'"]


def test_several_mistakes_are_said_at_once() -> None:
    tree = changed(contact="c9")
    tree["events"][6]["seconds"] = -1
    assert len(problems(tree)) == 2


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_what_is_no_scenario_at_all_is_said(data: bytes) -> None:
    with pytest.raises(ScenarioError):
        parse(data, FOLDER)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(data=st.data(), value=JSON)
def test_whatever_stands_anywhere_the_answer_is_a_scenario_or_sentences(
    data: st.DataObject, value: Any
) -> None:
    tree = copy.deepcopy(GOOD)
    place: Any = tree
    key: Any = data.draw(st.sampled_from(sorted(place)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(
            st.sampled_from(sorted(place))
            if isinstance(place, dict)
            else st.integers(0, len(place) - 1)
        )
    place[key] = value
    said: list[str] | Scenario
    try:
        said = read(tree)
    except ScenarioError as error:
        said = error.problems
    assert isinstance(said, Scenario) or (said and all(problem.strip() for problem in said))


def test_a_file_that_only_looks_like_ogg_has_no_length() -> None:
    assert voice_seconds(b"OggS\0\2fakevoice") == 0
    assert voice_seconds(b"no sound") == 0
