"""What WhatsApp delivers stands in the store as it should, in whatever order it came."""

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from core.channels.whatsapp.converters import to_events
from core.channels.whatsapp.outgoing import envelope
from core.domain.changes import Change
from core.domain.views import MessageRow
from core.store.read import account as read_account
from core.store.read import threads as read_threads
from core.store.read.messages import messages
from core.store.store import Store

DATA = Path(__file__).parents[3] / "data" / "whatsapp"
ACCOUNT = "106540352242922"
NOW = 1_763_470_000_000
GROUP = "Y2FwaV9ncm91cDox"


def recorded(name: str) -> bytes:
    return (DATA / f"{name}.json").read_bytes()


async def take(store: Store, *names: str) -> None:
    for name in names:
        await store.append(to_events(recorded(name), ACCOUNT, now=NOW))


async def shown(store: Store) -> dict[str, list[MessageRow]]:
    """The rows of every thread of the list, by its name."""

    def query(conn: Any) -> dict[str, list[MessageRow]]:
        return {
            row.name: messages(conn, row.id, media=Path("/"))
            for row in read_threads.threads(conn, now=NOW)
        }

    return await store.read(query)


async def test_a_group_is_one_thread_named_by_its_subject(store: Store) -> None:
    await take(store, "group_text", "group_voice")
    assert list(await shown(store)) == ["Ирина Ковалёва, Олег"], "nobody told its name yet"
    await take(store, "group_created", "group_joined", "group_renamed")
    ((name, rows),) = (await shown(store)).items()
    assert name == "Объект на Складской, 2"
    assert [row.author for row in rows if not row.service] == ["Ирина Ковалёва", "Олег"]
    assert [row.note for row in rows if row.service] == [
        "group_create", "group_participants_add", "group_settings_update",
    ]  # fmt: skip
    assert envelope(GROUP, "r", None)["recipient_type"] == "group"


async def test_a_group_says_how_many_write_in_it_and_who_wrote_last(store: Store) -> None:
    await take(store, "group_created", "group_text")
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    assert row.last_author == "Ирина Ковалёва"
    await take(store, "group_voice", "group_joined")
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    (peer,) = await store.read(lambda conn: read_threads.peers(conn, row.id))
    assert (peer.writers, row.last_author) == (("Ирина Ковалёва", "Олег"), "Олег")
    await take(store, "text")
    rows = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    client = next(one for one in rows if one.id != row.id)
    (peer,) = await store.read(lambda conn: read_threads.peers(conn, client.id))
    assert (peer.writers, client.last_author) == ((), "")


async def test_a_line_of_whatsapps_own_waits_for_no_answer(store: Store) -> None:
    await take(store, "system_identity", "marketing_stop", "status_payment")
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    assert (row.unread, row.waiting_since, row.window_closes) == (0, None, None)
    await take(store, "text")
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    assert (row.unread, row.waiting_since) == (1, 1_763_465_700_000)


@pytest.mark.parametrize("order", list(itertools.permutations(("call_answered", "call_missed"))))
async def test_calls_say_how_they_ended(order: tuple[str, str], store: Store) -> None:
    await take(store, *order, "call_ours", "call_rejected")
    (rows,) = (await shown(store)).values()
    told = {row.external_id: (row.note, row.text, row.direction) for row in rows}
    assert told == {
        "wacid.2": ("call", "2:05", "in"),
        "wacid.3": ("call_missed", "", "in"),
        "wacid.4": ("call", "1:01", "out"),
        "wacid.5": ("call_rejected", "", "out"),
    }


@pytest.mark.parametrize("late", [False, True])
async def test_the_files_of_the_past_come_to_their_messages(late: bool, store: Store) -> None:
    names = ["history_chunk", "history_media"]
    await take(store, *(reversed(names) if late else names), *names)
    (rows,) = (await shown(store)).values()
    by_id = {row.external_id: row for row in rows}
    assert by_id["wamid.h4"].attachments[0].kind == "image"
    assert by_id["wamid.h4"].text == "Наш объект"
    assert by_id["wamid.h3"].attachments[0].name == "КП.pdf"
    assert (by_id["wamid.h3"].note, by_id["wamid.h3"].status) == ("", "delivered")
    assert by_id["wamid.h5"].status == "failed"


async def test_who_wants_no_marketing_is_known_until_they_want_it(store: Store) -> None:
    await take(store, "text", "marketing_stop")
    (row,) = await store.read(lambda conn: read_threads.threads(conn, now=NOW))
    told = await store.read(lambda conn: read_account.opted_out(conn, row.id))
    assert told == 1_763_465_700_000
    later = recorded("marketing_resume").replace(b"1763465700", b"1763465900")
    await store.append(to_events(later, ACCOUNT, now=NOW))
    assert await store.read(lambda conn: read_account.opted_out(conn, row.id)) is None


async def test_the_ad_the_product_and_the_price_stand_with_the_message(store: Store) -> None:
    echoed = recorded("echo_image").replace(b"wamid.echo_image", b"wamid.ours")
    await store.append(to_events(echoed, ACCOUNT, now=NOW))
    await take(store, "text_from_ad", "product_enquiry", "status_priced")
    (rows,) = (await shown(store)).values()
    ad = next(row.ad for row in rows if row.ad)
    assert (ad.headline, ad.click) == ("Насосы", "ARAk")
    assert [row.product for row in rows if row.product] == ["PUMP-25"]
    (price,) = [row.pricing for row in rows if row.pricing]
    assert (price.category, price.billable) == ("marketing", False)


TEMPLATES = ("template_status", "template_quality", "template_category", "template_rejected")


@pytest.mark.parametrize("seed", range(4))
async def test_of_a_template_the_newest_stands_and_whoever_shows_it_is_told(
    seed: int, store: Store
) -> None:
    seen: list[Change] = []
    store.listen(seen.append)
    stamped = []
    for number, name in enumerate(TEMPLATES):
        body = json.loads(recorded(name))
        body["entry"][0]["time"] = 1_763_465_700 + number
        stamped.append(json.dumps(body).encode())
    random.Random(seed).shuffle(stamped)
    for body in (*stamped, *stamped):
        await store.append(to_events(body, ACCOUNT, now=NOW))
    (state,) = await store.read(read_account.template_states)
    assert (state.name, state.status, state.quality, state.category) == (
        "order_ready", "REJECTED", "RED", "MARKETING",
    )  # fmt: skip
    assert state.reason == "Parameters stand side by side"
    assert "template" in frozenset().union(*(change.kinds for change in seen))
    notices = await store.read(read_account.notices)
    assert len(notices) == 3, "the newest of each subject"
    assert notices[0].code == "template-rejected"


async def test_everything_recorded_stands_the_same_after_a_rebuild(store: Store) -> None:
    for path in sorted(DATA.glob("*.json")):
        await take(store, path.stem)
    before = await shown(store), await store.read(read_account.notices)
    states = await store.read(read_account.template_states)
    await store.rebuild()
    assert (await shown(store), await store.read(read_account.notices)) == before
    assert await store.read(read_account.template_states) == states
