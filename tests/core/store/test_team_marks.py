"""What several desks put on a thread: the same everywhere, in whatever order it is told."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.shared import pack, unpack
from core.store.migrations import PROJECTION
from core.store.store import Store

PEER = Peer(Channel.WHATSAPP, "555", "79161112233")

MARKS = st.one_of(
    st.builds(ev.ThreadDone, thread=st.just(0), done=st.booleans()),
    st.builds(ev.ThreadSnoozed, thread=st.just(0), until=st.sampled_from([0, 5000, 9000])),
    st.builds(ev.ThreadAssigned, thread=st.just(0), owner=st.sampled_from(["", "Anna", "Борис"])),
    st.builds(ev.FollowUpSet, thread=st.just(0), due=st.sampled_from([0, 7000])),
    st.builds(
        ev.Routed, thread=st.just(0), queue=st.sampled_from(["sales", "support"]),
        reason=st.just(""), by=st.just("operator"),
    ),
)  # fmt: skip


@st.composite
def told(draw: st.DrawFn) -> list[ev.Event]:
    """Marks of two desks; times may be the same, keys are not."""
    made = draw(st.lists(st.tuples(st.integers(1, 5), MARKS), min_size=1, max_size=8))
    return [
        ev.Event(external_id=f"{n:02}:{PEER.id}", at=at, peer=PEER, body=ev.TeamMarked(mark=mark))
        for n, (at, mark) in enumerate(made)
    ]


def dump(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {t: sorted(tuple(r) for r in conn.execute(f"SELECT * FROM {t}")) for t in PROJECTION}


async def stands(events: Sequence[ev.Event]) -> tuple[object, ...]:
    """The thread after these, in this order; made anew it is the same."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "log.db")
        await store.open()
        try:
            for event in events:
                await store.append(unpack(pack([event]), PEER.account, "anna"))
            before = await store.read(dump)
            await store.rebuild()
            assert await store.read(dump) == before
            row = await store.read(
                lambda conn: conn.execute(
                    "SELECT done_at, snoozed_until, owner, follow_up_at, queue FROM threads"
                ).fetchone()
            )
            return tuple(row)
        finally:
            await store.close()


@settings(max_examples=12, deadline=None)
@given(told(), st.randoms(use_true_random=False))
async def test_the_order_of_telling_does_not_matter(events: list[ev.Event], chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert await stands(events) == await stands([*shuffled, *events])
