"""Whatever happens in whatever order: the projection is what the log says, and holds together."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain import events as ev
from core.domain.channels import Channel, Direction, Peer, Profile
from core.domain.reading import Fact, Intent
from core.domain.sends import Content, Delete, Edit
from core.store.migrations import PROJECTION, migrations
from core.store.rebuild import rebuild
from core.store.steps import migrate
from core.store.store import Store
from tests.core.old_index import with_old_index

NOW = 1_790_000_000_000
TG = [Peer(Channel.TELEGRAM, "1", str(n)) for n in (71, 72)]
WA = [Peer(Channel.WHATSAPP, "555", f"7916000000{n}") for n in (1, 2, 3)]
PEERS = [*TG, *WA]
PHONES = ["+79160000001", "+79160000002"]
THREADS = [1, 2, 3, 4, 5]
TEXTS = ["а", "насос", "до 380 тысяч", "", "беру 5 шт"]
REFS = ["r1", "r2", "r3"]


class Log:
    """A log in memory, written as the store writes."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self._store = Store(Path("never opened"), clock=lambda: NOW / 1000)

    def append(self, events: list[ev.Event]) -> None:
        with self.conn:
            self._store._append(self.conn, events)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table: sorted((tuple(r) for r in self.conn.execute(f"SELECT * FROM {table}")), key=str)
            for table in PROJECTION
        }


@cache
def _empty() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    migrate(conn, migrations)
    return conn


@contextmanager
def log() -> Iterator[Log]:
    conn = sqlite3.connect(":memory:")
    _empty().backup(conn)
    conn.row_factory = sqlite3.Row
    try:
        yield Log(conn)
    finally:
        conn.close()


def event(peer: Peer | None, ident: str, body: ev.Body, at: int = NOW) -> ev.Event:
    return ev.Event(external_id=ident, at=at, peer=peer, body=body)


def ids(peer: Peer) -> st.SearchStrategy[str]:
    """Telegram's ids are numbers of the account, WhatsApp's are opaque."""
    start = PEERS.index(peer) * 4
    names = range(start, start + 4)
    return st.sampled_from([str(n) if peer in TG else f"wamid.{n}" for n in names])


def _wish(ref: str, content: Content) -> ev.SendRequested:
    return ev.SendRequested(client_ref=ref, content=content)


@st.composite
def of_a_chat(draw: st.DrawFn) -> ev.Event:
    peer = draw(st.sampled_from(PEERS))
    target = draw(ids(peer))
    at = NOW + draw(st.integers(-5, 5)) * 1000
    text = draw(st.sampled_from(TEXTS))
    ref = draw(st.sampled_from(REFS)) + peer.id
    nonce = str(draw(st.integers(0, 3)))
    who = draw(st.sampled_from(["client", "us"]))
    phone = draw(st.sampled_from([*PHONES, None]))
    profile = Profile(name=draw(st.sampled_from(["", "Ирина", "Пётр"])), phone=phone)
    kind = draw(st.integers(0, 19))
    attachment = ev.Attachment(kind="document", name="a.pdf", ref="x")
    bodies: list[tuple[str, ev.Body]] = [
        (target, ev.MessageReceived(direction="in", text=text, profile=profile)),
        (target, ev.MessageReceived(direction="in", text=text, attachments=(attachment,))),
        (target, ev.MessageReceived(direction="out", text=text)),
        (target, ev.MessageReceived(direction="out", text=text, client_ref=ref)),
        (f"{target}@{at}", ev.MessageEdited(target=target, text=text, edited_at=at)),
        (f"-{target}", ev.MessageDeleted(target=target)),
        (ref, ev.MessageDeleted(target=ref)),
        (f"{target}{who}{at}", ev.ReactionSet(target=target, actor=who, emoji="👍")),
        (f"{who}:{target}", ev.ReadUpTo(reader=who, up_to=target)),
        (
            f"{target}{nonce}",
            ev.DeliveryChanged(
                status=draw(st.sampled_from(["sent", "delivered", "read", "failed"])),
                target=target,
                client_ref=draw(st.sampled_from([None, ref])),
            ),
        ),
        (f"{peer.id}{phone}", ev.ProfileSeen(profile=profile)),
        (
            f"{peer.id}>{nonce}",
            ev.IdentityChanged(
                new_id=draw(st.sampled_from([p.id for p in PEERS if p.channel == peer.channel])),
                profile=draw(st.sampled_from([None, profile])),
            ),
        ),
        (ref, ev.SendRequested(client_ref=ref, text=text)),
        (ref, ev.MessageSent(client_ref=ref, message_id=target)),
        (f"{ref}{nonce}", ev.SendFailed(client_ref=ref, problem="{}")),
        (f"{ref}e", _wish(f"{ref}e", Edit(target=draw(st.sampled_from([target, ref])), text=text))),
        (f"{ref}d", _wish(f"{ref}d", Delete(target=target))),
        (f"{ref}e", ev.MessageSent(client_ref=f"{ref}e", message_id=target)),
        (
            f"{ref}{nonce}",
            ev.SendFailed(client_ref=f"{ref}{draw(st.sampled_from('ed'))}", problem="x"),
        ),
        (
            f"{target}#0",
            ev.AttachmentStored(target=target, index=0, path="aa/b.pdf", pages=(text, "стр. 2")),
        ),
    ]
    name, body = bodies[kind]
    return event(peer, name, body, at)


@st.composite
def of_a_thread(draw: st.DrawFn) -> ev.Event:
    thread, other = draw(st.sampled_from(THREADS)), draw(st.sampled_from(THREADS))
    nonce = str(draw(st.integers(0, 10_000)))
    fact = Fact(
        id=f"f{draw(st.integers(1, 3))}", kind="budget", value="7 RUB", quote="7",
        message=str(draw(st.integers(1, 9))), start=0, end=1, confidence=0.9, source="rule", at=NOW,
    )  # fmt: skip
    bodies: list[ev.Body] = [
        ev.ThreadUnderstood(
            thread=thread,
            upto=draw(st.integers(1, 60)),
            intents=(Intent("order", 0.9),),
            facts=draw(st.sampled_from([(), (fact,)])),
        ),
        ev.FactReviewed(thread=thread, fact=fact.id, fact_kind="budget", verdict="confirmed"),
        ev.IntentsCorrected(thread=thread, tags=("support",)),
        ev.Routed(thread=thread, queue="sales", reason="", by="rule"),
        ev.Routed(thread=thread, queue="support", reason="", by="operator"),
        ev.MergeUndone(thread=min(thread, other), other=max(thread, other)),
        ev.CrmDelivered(thread=thread, target="folder", digest=nonce, remote="x"),
    ]
    return event(None, nonce, draw(st.sampled_from(bodies)))


happenings = st.lists(
    st.lists(st.one_of(of_a_chat(), of_a_chat(), of_a_thread()), min_size=1, max_size=3),
    max_size=20,
)


def _said(peer: Peer, name: str, direction: Direction) -> ev.Event:
    return event(peer, name, ev.MessageReceived(direction=direction, text="насос"))


_BEGUN = event(TG[0], "r", ev.SendRequested(client_ref="r", text="а"))
_TAKEN = event(TG[0], "r", ev.MessageSent(client_ref="r", message_id="5"))
_MERGED = event(None, "m", ev.ContactsMerged(thread=1, other=2, reason="phone"))
_PARTED = event(None, "u", ev.MergeUndone(thread=1, other=2))
_WORD = event(
    None, "w", ev.FactReviewed(thread=2, fact="f", fact_kind="budget", verdict="confirmed")
)
_TWO = [_said(TG[0], "5", "in"), _said(TG[1], "6", "in")]


@given(happenings)
@example([[_BEGUN, _said(TG[0], "5", "in"), _TAKEN]])
@example([[_BEGUN, _TAKEN, _said(TG[0], "5", "in")]])
@example([[_BEGUN, _said(TG[1], "5", "out"), _TAKEN]])
@example([[_BEGUN, _TAKEN, _said(TG[1], "5", "out")]])
@example([[*_TWO, _MERGED, _WORD]])
@settings(max_examples=100)
def test_the_projection_made_anew_is_the_one_that_grew(batches: list[list[ev.Event]]) -> None:
    with log() as kept:
        for batch in batches:
            kept.append(batch)
        grown = kept.dump()
        with kept.conn:
            rebuild(kept.conn)
        assert kept.dump() == grown


@given(happenings)
@example([[_BEGUN, _said(TG[0], "5", "in"), _TAKEN]])
@example([[_BEGUN, _TAKEN, _said(TG[0], "5", "in")]])
@example([[_BEGUN, _said(TG[1], "5", "out"), _TAKEN]])
@example([[_BEGUN, _TAKEN, _said(TG[1], "5", "out")]])
@example([[*_TWO, _MERGED, _WORD]])
@settings(max_examples=100)
def test_what_belongs_together_stays_together(batches: list[list[ev.Event]]) -> None:
    with log() as kept:
        with_old_index(kept.conn)
        for batch in batches:
            kept.append(batch)
        _holds_together(kept.conn)
        kept.conn.execute(
            "INSERT INTO messages_fts (messages_fts, rank) VALUES ('integrity-check', 1)"
        )


def _none(conn: sqlite3.Connection, query: str) -> None:
    assert [tuple(row) for row in conn.execute(query)] == [], query


def _holds_together(conn: sqlite3.Connection) -> None:
    _none(conn, "SELECT m.id FROM messages m JOIN identities i ON i.id = m.identity"
                " WHERE m.thread != i.thread OR i.alias_of IS NOT NULL")  # fmt: skip
    _none(conn, "SELECT t.id FROM threads t JOIN threads p ON p.id = t.merged_into"
                " WHERE p.merged_into IS NOT NULL OR p.id = t.id")  # fmt: skip
    for table in ("identities", "messages", "facts", "reviews"):
        _none(conn, f"SELECT t.id FROM {table} x JOIN threads t ON t.id = x.thread"
                    " WHERE t.merged_into IS NOT NULL")  # fmt: skip
    _none(conn, "SELECT a.id FROM identities a JOIN identities i ON i.id = a.alias_of"
                " WHERE i.alias_of IS NOT NULL OR i.id = a.id OR i.thread != a.thread")  # fmt: skip
    _none(conn, "SELECT id FROM threads t WHERE last_message IS NOT NULL AND NOT EXISTS"
                " (SELECT 1 FROM identities WHERE thread = t.id AND alias_of IS NULL)")  # fmt: skip
    newest = "SELECT id FROM messages WHERE thread = t.id AND deleted = 0"
    newest += " ORDER BY at DESC, number DESC, id DESC"
    _none(conn, f"SELECT id FROM threads t WHERE last_message IS NOT ({newest} LIMIT 1)")
    _none(conn, "SELECT id FROM threads t WHERE unread != (SELECT count(*) FROM messages m"
                " WHERE m.thread = t.id AND m.unread = 1)")  # fmt: skip
    _none(conn, "SELECT target FROM pending p JOIN messages m ON m.channel = p.channel"
                " AND m.account = p.account AND m.external_id = p.target")  # fmt: skip


@st.composite
def the_same_in_two_orders(draw: st.DrawFn) -> tuple[list[ev.Event], list[ev.Event]]:
    """Messages and what happened to them, each at a moment of its own, as two webhooks' orders."""
    events: list[ev.Event] = []
    for peer in (TG[0], WA[0]):
        for number, name in enumerate(draw(st.lists(ids(peer), unique=True, max_size=3))):
            ours = draw(st.booleans())
            at = NOW + number * 1000
            body = ev.MessageReceived(direction="out" if ours else "in", text=f"текст {name}")
            events.append(event(peer, name, body, at))
            for moment in draw(st.lists(st.integers(1, 9), unique=True, max_size=3)):
                edit = ev.MessageEdited(target=name, text=f"{moment}", edited_at=at + moment)
                events.append(event(peer, f"{name}@{moment}", edit, at + moment))
                thumb = ev.ReactionSet(target=name, actor="client", emoji=f"{moment}")
                events.append(event(peer, f"{name}!{moment}", thumb, at + moment))
            if draw(st.booleans()):
                events.append(event(peer, f"-{name}", ev.MessageDeleted(target=name)))
            if ours:
                for status in draw(st.lists(st.sampled_from(["sent", "delivered", "read"]))):
                    told = ev.DeliveryChanged(status=status, target=name)
                    events.append(event(peer, f"{name}:{status}", told))
            if peer in TG and draw(st.booleans()):
                who = draw(st.sampled_from(["client", "us"]))
                events.append(event(peer, f"{who}{name}", ev.ReadUpTo(reader=who, up_to=name), at))
    return draw(st.permutations(events)), draw(st.permutations(events))


_SEEN = (
    "SELECT channel, external_id, direction, at, text, edited_at, deleted, status, unread,"
    " (SELECT group_concat(actor || emoji) FROM reactions r WHERE r.message = m.id) AS reactions,"
    " needs_read, iif(direction = 'in', digest, '') FROM messages m ORDER BY channel, external_id"
)


@given(the_same_in_two_orders())
@settings(max_examples=100)
def test_what_stands_does_not_depend_on_the_order_it_came_in(
    orders: tuple[list[ev.Event], list[ev.Event]],
) -> None:
    seen = []
    for order in orders:
        with log() as kept:
            for one in order:
                kept.append([one])
            seen.append([tuple(row) for row in kept.conn.execute(_SEEN)])
    assert seen[0] == seen[1]


@st.composite
def a_send_in_two_orders(draw: st.DrawFn) -> tuple[list[ev.Event], list[ev.Event]]:
    """What the messenger says of one send of ours; the answer to the call is one of it."""
    peer = draw(st.sampled_from([TG[0], WA[0]]))
    name = draw(ids(peer))
    told: list[ev.Event] = [event(peer, "r", ev.MessageSent(client_ref="r", message_id=name))]
    ref = draw(st.sampled_from([None, "r"]))
    for status in draw(st.lists(st.sampled_from(["sent", "delivered", "read"]), unique=True)):
        body = ev.DeliveryChanged(status=status, target=name, client_ref=ref)
        told.append(event(peer, f"{name}:{status}", body))
    if draw(st.booleans()):
        told.append(event(peer, "!", ev.ReactionSet(target=name, actor="client", emoji="👍")))
    if peer in TG and draw(st.booleans()):
        told.append(event(peer, "c", ev.ReadUpTo(reader="client", up_to=name)))
    if peer in TG and draw(st.booleans()):
        echo = ev.MessageReceived(direction="out", text="Добрый день")
        told.append(event(peer, name, echo))
    if draw(st.booleans()):
        told.append(event(peer, "r", ev.MessageDeleted(target="r")))  # taken back too late
    return draw(st.permutations(told)), draw(st.permutations(told))


@given(a_send_in_two_orders())
@settings(max_examples=100)
def test_a_send_comes_to_the_same_whoever_speaks_of_it_first(
    orders: tuple[list[ev.Event], list[ev.Event]],
) -> None:
    seen = []
    for order in orders:
        with log() as kept:
            peer = order[0].peer
            begun = ev.SendRequested(client_ref="r", text="Добрый день")
            kept.append([event(peer, "r", begun)])
            kept.conn.execute("UPDATE messages SET status = 'sending'")
            kept.conn.commit()
            for one in order:
                kept.append([one])
            seen.append([tuple(row) for row in kept.conn.execute(_SEEN)])
    assert seen[0] == seen[1]
    (row,) = seen[0]
    assert row[6] == 0, "the client has it: it stands"


@st.composite
def an_id_given_twice(draw: st.DrawFn) -> tuple[list[ev.Event], list[ev.Event]]:
    """A send is answered with the id of a message that is none of it."""
    peer, other = draw(st.sampled_from([(TG[0], TG[1]), (WA[0], WA[1])]))
    name = draw(ids(peer))
    whose, direction = draw(st.sampled_from([(peer, "in"), (other, "in"), (other, "out")]))
    told = [
        event(peer, "r", ev.MessageSent(client_ref="r", message_id=name)),
        event(whose, name, ev.MessageReceived(direction=direction, text="Здравствуйте")),
    ]
    happened: list[tuple[str, ev.Body]] = [
        ("d", ev.DeliveryChanged(status="delivered", target=name, client_ref="r")),
        ("t", ev.ReactionSet(target=name, actor="client", emoji="👍")),
        ("e", ev.MessageEdited(target=name, text="Здравствуйте!", edited_at=NOW + 1)),
        ("x", ev.MessageDeleted(target=name)),
        ("b", ev.MessageDeleted(target="r")),
        ("f", ev.SendFailed(client_ref="r", problem="{}")),
    ]
    if direction == "out":
        happened.pop(0)  # whose delivery that is, is not known
    more = draw(st.lists(st.sampled_from(happened), unique_by=lambda one: one[0]))
    told += [event(peer, ident, body) for ident, body in more]
    return draw(st.permutations(told)), draw(st.permutations(told))


@given(an_id_given_twice())
@settings(max_examples=100)
def test_the_id_of_another_message_stays_that_messages(
    orders: tuple[list[ev.Event], list[ev.Event]],
) -> None:
    seen = []
    for order in orders:
        with log() as kept:
            peer = next(one.peer for one in order if isinstance(one.body, ev.MessageSent))
            kept.append([event(peer, "r", ev.SendRequested(client_ref="r", text="Добрый день"))])
            for one in order:
                kept.append([one])
            _holds_together(kept.conn)
            seen.append([tuple(row) for row in kept.conn.execute(_SEEN)])
    assert seen[0] == seen[1]
    send, other = seen[0]
    assert send[1] is None
    assert (send[4], send[6]) == ("Добрый день", 0)
    assert send[7] in ("sent", "delivered"), "the channel took it: it does not go out again"
    assert other[4].startswith("Здравствуйте")
