"""A client named by phone, by user id, or by both stays one chat."""

import json
from pathlib import Path
from typing import Any

from core.channels.whatsapp.converters import read_webhook
from core.channels.whatsapp.people import People
from core.domain.channels import Channel, Peer
from core.domain.events import Event
from core.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
USER, PHONE = "RU.1234567890123456789", "79161112233"


def webhook(wamid: str, *, phone: bool, user: bool) -> bytes:
    body: dict[str, Any] = json.loads((DATA / "text.json").read_text())
    value = body["entry"][0]["changes"][0]["value"]
    (message,), (contact,) = value["messages"], value["contacts"]
    message["id"] = wamid
    if not phone:
        del message["from"], contact["wa_id"]
    if not user:
        del message["from_user_id"], contact["user_id"]
    return json.dumps(body).encode()


async def take(people: People, store: Store, body: bytes) -> list[Event]:
    brought = read_webhook(body, ACCOUNT, now=1)
    events = await people.settle(brought.events)
    await store.append(events)
    people.learn(brought.people)
    await people.close()
    return events


def chat(ident: str) -> Peer:
    return Peer(Channel.WHATSAPP, ACCOUNT, ident)


async def threads(store: Store) -> int:
    return int(
        await store.read(
            lambda c: c.execute(
                "SELECT count(*) FROM threads WHERE merged_into IS NULL"
            ).fetchone()[0]
        )
    )


async def test_a_phone_that_is_hidden_later_changes_nothing(store: Store) -> None:
    people = People(store, ACCOUNT)
    await take(people, store, webhook("w1", phone=True, user=False))
    await take(people, store, webhook("w2", phone=True, user=True))
    for who in (people, People(store, ACCOUNT)):  # the next process knows it too
        (event,) = await take(who, store, webhook(f"w{id(who)}", phone=False, user=True))
        assert event.peer == chat(PHONE)
    assert len(await store.recent(chat(PHONE), 9)) == 4
    assert await threads(store) == 1


async def test_a_chat_that_began_without_a_phone_goes_on_with_it(store: Store) -> None:
    people = People(store, ACCOUNT)
    (event,) = await take(people, store, webhook("w1", phone=False, user=True))
    assert event.peer == chat(USER)
    await take(people, store, webhook("w2", phone=True, user=True))
    (event,) = await take(people, store, webhook("w3", phone=False, user=True))
    assert event.peer == chat(PHONE)
    assert await threads(store) == 1


async def test_who_is_known_is_not_written_again(store: Store) -> None:
    people = People(store, ACCOUNT)
    await take(people, store, webhook("w1", phone=True, user=True))
    people.learn({USER: PHONE})
    assert not people._keeping
