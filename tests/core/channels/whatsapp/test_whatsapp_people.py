"""A client named by phone, by user id, or by both stays one chat."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.domain.channels import Channel, Peer
from core.domain.events import Event, IdentityChanged, MessageReceived, SendRequested
from core.store.read import threads as read_threads
from core.store.read import work
from core.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
USER, PHONE = "RU.1234567890123456789", "79161112233"
NEW_PHONE = "79169998877"
NOW = 1_763_470_000_000
CHANGED = 1_763_465_700
"""When the number was changed, in seconds."""


def webhook(
    wamid: str, *, phone: str = "", user: str = "", told_by: str = "both", at: int = CHANGED
) -> bytes:
    """A text of the client under these ids, told by the message, by ``contacts``, or by both."""
    body: dict[str, Any] = json.loads((DATA / "text.json").read_text())
    value = body["entry"][0]["changes"][0]["value"]
    (message,), (contact,) = value["messages"], value["contacts"]
    message |= {"id": wamid, "timestamp": str(at)}
    for part, key, ident, teller in (
        (message, "from", phone, "message"),
        (message, "from_user_id", user, "message"),
        (contact, "wa_id", phone, "contacts"),
        (contact, "user_id", user, "contacts"),
    ):
        part.pop(key)
        if ident and told_by in (teller, "both"):
            part[key] = ident
    if told_by == "message":
        del value["contacts"]
    return json.dumps(body).encode()


def number_change() -> bytes:
    return (DATA / "system_number.json").read_bytes()


async def take(store: Store, *bodies: bytes) -> None:
    for body in bodies:
        await store.append(to_events(body, ACCOUNT, now=NOW))


async def chats(store: Store) -> Sequence[tuple[int, int]]:
    """(thread, messages) of what the list shows."""

    def query(conn: Any) -> list[tuple[int, int]]:
        return [
            (row.id, conn.execute(
                "SELECT count(*) FROM messages WHERE thread = ?", (row.id,)
            ).fetchone()[0])
            for row in read_threads.threads(conn, now=NOW)
        ]  # fmt: skip

    return await store.read(query)


BOTH = {"phone": PHONE, "user": USER}


@pytest.mark.parametrize(
    "ways",
    [
        [{"phone": PHONE}, BOTH, {"user": USER}],
        [{"user": USER}, BOTH, {"user": USER}],
        [{"user": USER}, BOTH, {"phone": PHONE}],
        [BOTH, {"user": USER}, {"phone": PHONE}],
        [{"user": USER}, {"phone": PHONE}, BOTH],
    ],
)
async def test_phone_and_user_id_lead_to_one_chat(ways: list[dict[str, str]], store: Store) -> None:
    for number, way in enumerate(ways):
        await take(store, webhook(f"w{number}", **way))
    ((_, messages),) = await chats(store)
    assert messages == 3


@pytest.mark.parametrize("told_by", ["message", "contacts"])
async def test_both_ids_may_stand_in_either_place(told_by: str, store: Store) -> None:
    first = webhook("w1", phone=PHONE, user=USER, told_by=told_by)
    await take(store, first, webhook("w2", user=USER), webhook("w3", phone=PHONE))
    ((_, messages),) = await chats(store)
    assert messages == 3


async def test_one_batch_may_name_them_in_any_order(store: Store) -> None:
    bodies = [webhook(f"w{n}", **way) for n, way in enumerate([{"user": USER}, BOTH])]
    changes = [json.loads(body)["entry"][0]["changes"][0] for body in bodies]
    await take(store, json.dumps({"entry": [{"changes": changes}]}).encode())
    ((_, messages),) = await chats(store)
    assert messages == 2


async def test_two_people_stay_two(store: Store) -> None:
    await take(store, webhook("w1", phone=PHONE, user=USER))
    await take(store, webhook("w2", phone=NEW_PHONE, user="RU.2"), webhook("w3", user="RU.2"))
    assert sorted(count for _, count in await chats(store)) == [1, 2]


def test_who_is_who_is_told_once_a_batch() -> None:
    body = json.loads(webhook("w", phone=PHONE, user=USER))
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"] = [{**value["messages"][0], "id": f"w{n}"} for n in range(5)]
    events = to_events(json.dumps(body).encode(), ACCOUNT, now=NOW)
    told = [event for event in events if isinstance(event.body, IdentityChanged)]
    assert len(told) == 1
    assert events[0] is told[0], "known before the first message is put anywhere"
    assert sum(isinstance(event.body, MessageReceived) for event in events) == 5


@pytest.mark.parametrize("seed", range(12))
async def test_a_changed_number_goes_on_in_the_same_chat_whatever_comes_first(
    seed: int, store: Store
) -> None:
    bodies = [
        webhook("w1", phone=PHONE, at=CHANGED - 60),
        number_change(),
        webhook("w2", phone=NEW_PHONE),
        webhook("w3", phone=NEW_PHONE, user="RU.2"),
        webhook("w4", user="RU.2"),
    ]
    random.Random(seed).shuffle(bodies)
    await take(store, *bodies, *bodies)
    ((thread, messages),) = await chats(store)
    assert messages == 5, "four of theirs, and the line that says so"
    (person,) = await store.read(lambda conn: read_threads.peers(conn, thread))
    assert person.phone == f"+{NEW_PHONE}"


async def address(store: Store, ident: str) -> str:
    """Whom a message goes to that the operator writes in the chat of ``ident``."""
    peer = Peer(Channel.WHATSAPP, ACCOUNT, ident)
    request = SendRequested(client_ref="r", text="Да")
    await store.append([Event(external_id="r", at=NOW, body=request, peer=peer)])
    row = await store.read(lambda conn: work.next_send(conn, NOW))
    assert row is not None
    return str(row["peer"])


@pytest.mark.parametrize("late", [False, True])
async def test_who_changed_their_number_is_answered_there(late: bool, store: Store) -> None:
    bodies = [webhook("w1", phone=PHONE, at=CHANGED - 60), number_change()]
    await take(store, *(reversed(bodies) if late else bodies))
    assert await address(store, PHONE) == NEW_PHONE


async def test_who_has_both_ids_is_written_to_by_phone_until_it_is_hidden(store: Store) -> None:
    await take(store, webhook("w1", phone=PHONE, user=USER))
    assert await address(store, USER) == PHONE
    await take(store, webhook("w2", user=USER))
    row = await store.read(lambda conn: work.next_send(conn, NOW))
    assert row is not None
    assert row["peer"] == USER


async def test_a_chat_that_began_without_a_phone_stays_what_it_is(store: Store) -> None:
    await take(store, webhook("w1", user=USER))
    ((before, _),) = await chats(store)
    await take(store, webhook("w2", phone=PHONE, user=USER))
    ((after, messages),) = await chats(store)
    assert (after, messages) == (before, 2), "its queue, its record and the operator's word with it"


@pytest.mark.parametrize("named", [{"phone": PHONE}, {"phone": PHONE, "user": "RU.77"}])
@pytest.mark.parametrize("late", [False, True])
async def test_a_number_that_was_given_up_is_another_persons(
    named: dict[str, Any], late: bool, store: Store
) -> None:
    old, year = webhook("w1", phone=PHONE, user=USER, at=CHANGED - 60), 365 * 86_400
    bodies = [number_change(), webhook("w2", phone=NEW_PHONE)]
    await take(store, *bodies, old) if late else await take(store, old, *bodies)
    await take(store, webhook("w3", **named, at=CHANGED + year))
    await take(store, webhook("w4", **named, at=CHANGED + year + 60))
    await take(store, webhook("w5", phone=NEW_PHONE, at=CHANGED + year + 90))
    await take(store, webhook("w0", phone=PHONE, at=CHANGED - 120))
    assert sorted(count for _, count in await chats(store)) == [2, 5], "w0, w1, w2, w5 and a line"
    before = await chats(store)
    await store.rebuild()
    assert await chats(store) == before
