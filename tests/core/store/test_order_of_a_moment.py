"""Telegram dates by the second: within one, messages stand as their chat counts them, whichever
way they came."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.store.migrations import PROJECTION, migrations
from core.store.read import acting, beside, messages, work
from core.store.read.threads import threads
from core.store.rebuild import rebuild
from core.store.steps import migrate
from tests.core.store.test_any_order import NOW, event, log

TG, WA = Peer(Channel.TELEGRAM, "1", "77"), Peer(Channel.WHATSAPP, "555", "79161112233")
BASIC, SUPER = Peer(Channel.TELEGRAM, "1", "-5"), Peer(Channel.TELEGRAM, "1", "-1000000000009")


def _told(peer: Peer, name: str, second: int, *, ours: bool = False) -> ev.Event:
    body = ev.MessageReceived(direction="out" if ours else "in", text=name)
    return event(peer, name, body, NOW + second * 1000)


def _sent(number: int, second: int) -> tuple[list[ev.Event], ev.Event]:
    """A send of ours: asked for a little after the second that its server then gives it."""
    ref = f"r{number}"
    asked = event(TG, ref, ev.SendRequested(client_ref=ref, text=str(number)),
                  NOW + second * 1000 + 700)  # fmt: skip
    taken = ev.MessageSent(client_ref=ref, message_id=str(number))
    return [asked], event(TG, ref, taken, NOW + second * 1000)


def _shown(conn: sqlite3.Connection, thread: int = 1) -> list[str]:
    """By pages of two from the end, and again from the beginning."""
    back: list[str] = []
    before = None
    while page := messages.messages(conn, thread, media=Path(), before=before, limit=2):
        back = [row.text for row in page] + back
        before = page[0].stand
    ahead: list[str] = []
    after = (0, 0, 0)
    while page := messages.messages_after(conn, thread, after, media=Path(), limit=2):
        ahead += [row.text for row in page]
        after = page[-1].stand
    assert ahead == back
    return back


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[str], list[ev.Event]]:
    """What the server has in its order, and the same as it came: pages of history, live ones, and
    sends of ours with their answers, mixed."""
    seconds = sorted(draw(st.lists(st.integers(0, 3), min_size=1, max_size=8)))
    parts: list[list[ev.Event]] = []
    for number, second in enumerate(seconds, 9):  # from one digit to two
        if draw(st.integers(0, 2)) == 0:
            asked, taken = _sent(number, second)
            parts.append([*asked, taken])
        else:
            parts.append([_told(TG, str(number), second, ours=draw(st.booleans()))])
    came: list[ev.Event] = []
    while any(parts):
        came.append(draw(st.sampled_from([part for part in parts if part])).pop(0))
    return [str(number) for number in range(9, 9 + len(seconds))], came


def _said(conn: sqlite3.Connection) -> list[str]:
    return [said.text for said in beside.last_words(conn, 1)]


@given(arrivals())
@settings(max_examples=60)
def test_any_order_of_arrival_gives_the_servers(case: tuple[list[str], list[ev.Event]]) -> None:
    wanted, came = case
    with log() as kept:
        for one in came:
            kept.append([one])
        assert _shown(kept.conn) == wanted
        (row,) = threads(kept.conn, now=NOW)
        assert row.last_text == wanted[-1]
        turns = [turn.text for turn, _ in work.turns_with_readings(kept.conn, 1, None)]
        assert turns == _said(kept.conn) == wanted
        ours = [m.direction == "out" for m in messages.messages(kept.conn, 1, media=Path())]
        assert (row.waiting_since is None) == ours[-1]
        with kept.conn:
            rebuild(kept.conn)
        assert _shown(kept.conn) == wanted


def test_what_has_no_number_yet_stands_behind_and_a_supergroup_goes_on() -> None:
    with log() as kept:
        kept.append([_told(TG, "10", 0), *_sent(11, -1)[0]])  # asked for 300 ms before
        assert _shown(kept.conn) == ["11", "10"]
    with log() as kept:
        name = f"{SUPER.id}/1"
        moved = event(BASIC, "m", ev.IdentityChanged(new_id=SUPER.id), NOW)
        kept.append([_told(BASIC, "40", 0), moved, _told(SUPER, name, 0), _told(BASIC, "41", 0)])
        assert _shown(kept.conn) == ["40", "41", name]
    with log() as kept:  # names that tell no order: as they came
        kept.append([_told(WA, f"wamid.{name}", 0) for name in "cab"])
        assert _shown(kept.conn) == ["wamid.c", "wamid.a", "wamid.b"]


def test_what_is_read_reaches_the_last_of_its_second() -> None:
    with log() as kept:
        kept.append([_told(TG, name, 0) for name in ("12", "10", "11")])
        (row,) = acting.newest_unread(kept.conn, [1])
        assert row["external_id"] == "12"


def _old(came: Sequence[ev.Event]) -> sqlite3.Connection:
    """A file from before, with the rows that it would have had."""
    conn = sqlite3.connect(":memory:")
    migrations.to_take().apply(Database(conn), stop_before="m024_numbers")
    with log() as now:
        now.append(list(came))
        for table in ("log", *PROJECTION):
            names = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
            rows = now.conn.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
            marks = ", ".join("?" * len(names))
            conn.executemany(
                f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})",
                [tuple(row) for row in rows],
            )
    return conn


def test_a_profile_from_before_is_brought_into_order() -> None:
    came = [_told(TG, "12", 0), _told(TG, "13", 0, ours=True), _told(TG, "11", 0)]
    conn = _old([*came, _told(WA, "wamid.x", 5)])
    # as that version left them: the last to come was the last
    conn.execute("UPDATE threads SET last_message = 3, waiting_since = ? WHERE id = 1", (NOW,))
    conn.commit()
    migrate(conn, migrations)
    conn.row_factory = sqlite3.Row
    assert _shown(conn) == ["11", "12", "13"]
    first, second = sorted(threads(conn, now=NOW), key=lambda row: row.id)
    assert (first.last_text, first.waiting_since) == ("13", None)
    assert second.waiting_since == NOW + 5000
    conn.close()
