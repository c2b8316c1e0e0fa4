"""The two timers as the store has them against a simple model, whatever comes in whatever order."""

import json
import random
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.channels.whatsapp.converters import to_events
from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.window import AdPrice
from core.store.read import threads as read_threads
from core.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
FIRST = 1_763_400_000
HOUR, DAY = 3_600, 86_400
SPAN = 5 * DAY
PHONES = ("79161112233", "79162223344", "79163334455")
"""The third is what the first one's number is changed to."""

OPENS = ("text", "text_from_ad", "image", "call", "past", "order")
OPENS_NOT = (
    "reaction", "edit", "revoke", "system_identity", "echo", "status_read", "status_delivered",
)  # fmt: skip


class Step(NamedTuple):
    """What happened to one of the numbers, ``at`` seconds after the first second."""

    kind: str
    phone: int
    at: int


steps = st.lists(
    st.builds(
        Step, st.sampled_from((*OPENS, *OPENS_NOT, "status_window_closed", "past_ours")),
        st.integers(0, 2), st.integers(0, SPAN),
    ),
    min_size=1, max_size=14, unique_by=lambda step: (step.phone, step.at),
)  # fmt: skip


def webhook(step: Step, number: int) -> bytes:
    """As Meta would send it."""
    name = {"past": "history", "past_ours": "history"}.get(step.kind, step.kind)
    body = deepcopy(json.loads((DATA / f"{name}.json").read_text()))
    phone, at = PHONES[step.phone], str(FIRST + step.at)
    value: dict[str, Any] = body["entry"][0]["changes"][0]["value"]
    for contact in value.get("contacts", ()):
        contact.pop("user_id", None)
        contact["wa_id"] = phone
    for chunk in value.get("history", ()):
        thread = chunk["threads"][0]
        thread["id"] = phone
        theirs, ours = thread["messages"]
        theirs |= {"from": phone, "id": f"wamid.{number}", "timestamp": at}
        ours |= {"to": phone, "id": f"wamid.{number}", "timestamp": at}
        thread["messages"] = [theirs if step.kind == "past" else ours]
    if "calls" in value:
        value["calls"] = value["calls"][:1]
    for key in ("messages", "message_echoes", "statuses", "calls"):
        for item in value.get(key, ()):
            item["timestamp"] = at
            for named in ("from_user_id", "to_user_id", "recipient_user_id"):
                item.pop(named, None)
            item["recipient_id" if key == "statuses" else "to" if key == "message_echoes"
                 else "from"] = phone  # fmt: skip
            if key != "statuses":
                item["id"] = f"wamid.{number}"
            else:
                item["id"] = f"wamid.ours{number}"
    return json.dumps(body).encode()


class Person(NamedTuple):
    """What the model knows of one person: their numbers and what happened, in true order."""

    phones: tuple[int, ...]

    def closes(self, happened: list[Step]) -> int | None:
        """By the second, the way one would tell it: walk through what happened. Of several words
        that it is closed the last one counts."""
        end = closed = None
        for step in sorted(happened, key=lambda s: s.at):
            if step.phone not in self.phones:
                continue
            if step.kind in OPENS:
                end, closed = FIRST + step.at + DAY, None
            elif step.kind == "status_window_closed":
                closed = FIRST + step.at
        return min(end, closed) if end is not None and closed is not None else end

    def ad(self, happened: list[Step]) -> AdPrice:
        """The same of the ad's price."""
        until = by = pending = None
        for step in sorted(happened, key=lambda s: s.at):
            if step.phone not in self.phones:
                continue
            if step.kind == "text_from_ad":
                pending = by = FIRST + step.at + DAY
            elif step.kind in ("echo", "past_ours") and pending is not None:
                if FIRST + step.at < pending:
                    until = FIRST + step.at + 3 * DAY
                pending = by = None
        return AdPrice(until and until * 1000, by and by * 1000)


async def stands(store: Store) -> dict[str, tuple[int | None, AdPrice]]:
    """What the desk is told, by the number of each chat."""
    now = (FIRST + SPAN) * 1000
    found = {}
    for row in await store.read(lambda c: read_threads.threads(c, now=now, limit=20)):
        peers = await store.read(lambda c, row=row: read_threads.peers(c, row.id))  # type: ignore[misc]
        for peer in peers:
            closes = None if peer.window_closes is None else peer.window_closes // 1000
            found[peer.peer.id] = (closes, peer.ad)
        known = [p.window_closes for p in peers if p.window_closes is not None]
        assert row.window_closes == max(known, default=None)
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.booleans(), st.booleans(), st.randoms(use_true_random=False))
async def test_the_store_says_what_the_model_says(
    happened: list[Step], merged: bool, changed: bool, chance: random.Random
) -> None:
    now = (FIRST + SPAN + DAY) * 1000
    batches = [to_events(webhook(step, n), ACCOUNT, now=now) for n, step in enumerate(happened)]
    batches += chance.sample(batches, len(batches) // 2)
    peers = [Peer(Channel.WHATSAPP, ACCOUNT, phone) for phone in PHONES]
    if changed:
        renamed = ev.IdentityChanged(new_id=PHONES[2])
        at = chance.randrange(SPAN)
        batches.append([ev.Event(external_id="changed", at=(FIRST + at) * 1000, peer=peers[0],
                                 body=renamed)])  # fmt: skip
    chance.shuffle(batches)
    people = [Person((0, 2)), Person((1,))] if changed else [Person((n,)) for n in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "log.db")
        await store.open()
        try:
            for batch in batches:
                await store.append(batch)
            both = [one for n in (0, 1) if (one := await _thread(store, peers[n])) is not None]
            if merged and len(both) == 2:
                merge = ev.ContactsMerged(thread=min(both), other=max(both), reason="phone")
                await store.append([ev.Event(external_id="merged", at=now, body=merge)])
            for _again in range(2):
                found = await stands(store)
                for person in people:
                    name = next((PHONES[n] for n in person.phones if PHONES[n] in found), None)
                    closes = person.closes(happened)
                    if name is None:
                        assert closes is None
                        continue
                    assert found[name][0] == closes
                    last = max(step.at for step in happened)
                    assert _to_come(found[name][1], last) == _to_come(person.ad(happened), last)
                await store.rebuild()
        finally:
            await store.close()


def _to_come(price: AdPrice, at: int) -> AdPrice:
    """What is not over at the second ``at``."""
    now = (FIRST + at) * 1000
    until, by = (
        one if one is not None and one > now else None for one in (price.until, price.answer_by)
    )
    return AdPrice(until, by)


async def _thread(store: Store, peer: Peer) -> int | None:
    row = await store.read(
        lambda c: c.execute("SELECT thread FROM identities WHERE peer = ?", (peer.id,)).fetchone()
    )
    return int(row[0]) if row is not None else None
