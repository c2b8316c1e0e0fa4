"""A page of messages that is written at once stands as if each had been written by itself."""

from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.around import Around
from core.domain.channels import Peer, Profile
from core.domain.marks import Mark
from core.store.projection import many
from core.store.rebuild import rebuild
from tests.core.store.test_any_order import NOW, TEXTS, TG, Log, event, happenings, log

NAMES = [str(n) for n in range(1, 25)]
DAY = 24 * 3600 * 1000
FILE = ev.Attachment(kind="image", ref="x")


@st.composite
def said(draw: st.DrawFn, peer: Peer, profile: Profile | None) -> ev.MessageReceived:
    ours = draw(st.booleans())
    return ev.MessageReceived(
        direction="out" if ours else "in",
        text=draw(st.sampled_from([*TEXTS, "\ud83d"])),
        profile=profile,
        history=draw(st.booleans()),
        service=draw(st.integers(0, 4)) == 0,
        attachments=(FILE,) if draw(st.booleans()) else (),
        marks=(Mark("bold", 0, 1),) if draw(st.booleans()) else (),
        around=Around(automatic=True) if ours and draw(st.booleans()) else None,
        reply_to=draw(st.sampled_from([None, *NAMES[:3]])),
    )


@st.composite
def pages(draw: st.DrawFn) -> list[ev.Event]:
    peer = draw(st.sampled_from(TG))
    profile = draw(st.sampled_from([None, Profile(name="Ирина", phone="+79160000001")]))
    page = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=4, unique=draw(st.booleans()))):
        at = NOW - int(name) * DAY // 24
        page.append(event(peer, name, draw(said(peer, profile)), at))
        if draw(st.integers(0, 5)) == 0:
            page.append(event(peer, f"{name}@", ev.MessagePinned(target=name, pinned=True), at))
    return page


def _stands(kept: Log) -> list[object]:
    tables = ("log", "search_queue", "queue_counts")
    rows = [[tuple(row) for row in kept.conn.execute(f"SELECT * FROM {one}")] for one in tables]
    return [kept.dump(), *rows]


_LATER = [event(TG[0], f"-{one}", ev.MessageDeleted(target=one)) for one in NAMES[:2]]
_PLAIN = [event(TG[0], one, ev.MessageReceived(direction="in", text="а")) for one in NAMES]
_READ = event(TG[0], "r", ev.ReadUpTo(reader="us", up_to="12"))
_SNOOZED = event(None, "z", ev.ThreadSnoozed(thread=1, until=NOW))


@given(happenings, st.lists(pages(), min_size=1, max_size=2))
@example([_LATER], [_PLAIN])
@example([_PLAIN[:2], [_READ, _SNOOZED]], [_PLAIN])
@example([_PLAIN[:1], [_READ, _SNOOZED]], [_PLAIN[2:]])
@settings(max_examples=60)
def test_a_page_stands_as_its_messages_would(
    before: list[list[ev.Event]], after: list[list[ev.Event]]
) -> None:
    with log() as at_once, log() as singly:
        for batch in (*before, *after):
            at_once.append(batch)
        with mock.patch.object(many, "FEW", len(NAMES) * 9):
            for batch in (*before, *after):
                singly.append(batch)
        assert _stands(at_once) == _stands(singly)
        with at_once.conn:
            rebuild(at_once.conn)
        assert at_once.dump() == singly.dump()


def test_a_send_under_way_is_known_on_a_page() -> None:
    wanted = ev.SendRequested(client_ref="r", text="насос")
    page = [
        event(TG[0], one, ev.MessageReceived(direction="out", text="насос" if one == "3" else "а"))
        for one in NAMES
    ]
    with log() as kept:
        kept.append([event(TG[0], "r", wanted)])
        kept.conn.execute("UPDATE messages SET status = 'sending'")
        kept.append(page)
        rows = kept.conn.execute("SELECT external_id FROM messages WHERE client_ref = 'r'")
        assert [row[0] for row in rows] == ["3"]


def test_an_old_message_of_the_same_words_is_no_send_of_now() -> None:
    wanted = ev.SendRequested(client_ref="r", text="Спасибо!")
    page = [
        event(TG[0], one, ev.MessageReceived(direction="out", text="Спасибо!"), NOW - 90 * DAY)
        for one in NAMES
    ]
    for size in (1, len(page)):
        with log() as kept:
            kept.append([event(TG[0], "r", wanted)])
            kept.conn.execute("UPDATE messages SET status = 'sending'")
            kept.append(page[:size])
            query = "SELECT status, external_id FROM messages WHERE client_ref = 'r'"
            assert tuple(kept.conn.execute(query).fetchone()) == ("sending", None)
