"""However people are named, and in whatever order: one thread a person, one person a thread."""

import asyncio
import json
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.channels.whatsapp.converters import to_events
from core.store.store import Store

ACCOUNT = "106540352242922"
NOW = 1_763_470_000_000
START = 1_763_400_000


class Person(NamedTuple):
    """The names of one person, before a change of the number and after it."""

    phones: tuple[str, str]
    users: tuple[str, str]
    parents: tuple[str, str]


def person(number: int) -> Person:
    return Person(
        (f"7916111000{number}", f"7916222000{number}"),
        (f"RU.1{number}", f"RU.2{number}"),
        (f"RU.ENT.1{number}", f"RU.ENT.2{number}"),
    )


def webhook(value: dict[str, Any]) -> bytes:
    value = {"metadata": {"phone_number_id": ACCOUNT}} | value
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def text(
    key: str, who: Person, named: tuple[bool, bool, bool], moved: int, place: str, at: int
) -> bytes:
    """A message of ``who`` under these of the three names, told by the message, by ``contacts``
    or by both."""
    names = [
        name[moved] if told else None
        for name, told in zip((who.phones, who.users, who.parents), named, strict=True)
    ]
    message: dict[str, Any] = {"id": key, "timestamp": str(at), "type": "text",
                               "text": {"body": key}}  # fmt: skip
    value: dict[str, Any] = {"messages": [message]}
    if place != "contacts":
        message |= dict(zip(("from", "from_user_id", "from_parent_user_id"), names, strict=True))
    if place != "message":
        contact = dict(zip(("wa_id", "user_id", "parent_user_id"), names, strict=True))
        value["contacts"] = [contact | {"profile": {"name": f"N{who.phones[0]}"}}]
    return webhook(value)


def moves(key: str, who: Person, told: tuple[bool, bool], at: int) -> bytes:
    """The number of ``who`` was changed; the old and the new user ids may be told too."""
    system: dict[str, Any] = {"type": "user_changed_number", "wa_id": who.phones[1]}
    if told[0]:
        system["previous_user_id"] = who.users[0]
    if told[1]:
        system["user_id"] = who.users[1]
    return webhook({"messages": [{"id": key, "timestamp": str(at), "from": who.phones[0],
                                  "type": "system", "system": system}]})  # fmt: skip


@st.composite
def talks(draw: st.DrawFn) -> list[tuple[str, bytes]]:
    """(message, body) of three people, in any order. Each person's names are brought together by
    some message, as they are at Meta's."""
    whole = (True, True, True)
    named = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any)
    places = st.sampled_from(["message", "contacts", "both"])
    found: list[tuple[str, bytes]] = []
    for number in range(3):
        who, at = person(number), START
        for moved in range(draw(st.integers(1, 2))):
            asked = [whole, *draw(st.lists(named, max_size=3))]
            for names in asked:
                at += 60
                key = f"{number}:{len(found)}"
                found.append((key, text(key, who, names, moved, draw(places), at)))
            if moved:
                at += 60
                told = draw(st.tuples(st.booleans(), st.booleans()))
                found.append(("", moves(f"m{number}", who, told, START + 3600)))
    return draw(st.permutations(found))


async def threads(bodies: list[bytes]) -> dict[str, int]:
    """In which thread each text stands."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "log.db")
        await store.open()
        try:
            for body in (*bodies, *bodies[:3]):
                await store.append(to_events(body, ACCOUNT, now=NOW))
            rows = await store.read(
                lambda conn: conn.execute(
                    "SELECT text, coalesce(t.merged_into, t.id) FROM messages m"
                    " JOIN threads t ON t.id = m.thread WHERE service = 0"
                ).fetchall()
            )
        finally:
            await store.close()
    return {str(row[0]): int(row[1]) for row in rows}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(talks())
def test_one_thread_a_person_and_one_person_a_thread(talk: list[tuple[str, bytes]]) -> None:
    places = asyncio.run(threads([body for _, body in talk]))
    assert len(places) == sum(bool(key) for key, _ in talk), "nothing is lost"
    by_person: dict[str, set[int]] = {}
    for key, thread in places.items():
        by_person.setdefault(key.split(":")[0], set()).add(thread)
    assert all(len(found) == 1 for found in by_person.values()), by_person
    assert all(one.isdisjoint(other) for one, other in combinations(by_person.values(), 2))
