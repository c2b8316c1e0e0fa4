"""Our own reactions on their way: shown at once, sent as what is wanted last, taken back where the
channel refuses. Unlike a message one may go out twice: nothing changes by it."""

import sqlite3

from core.domain.events import Event, ReactionSet, SendRequested
from core.domain.sends import Reaction
from core.store.projection import messages, people


def request(
    conn: sqlite3.Connection, seq: int, event: Event, body: SendRequested, wanted: Reaction
) -> set[int]:
    """The reaction stands; whatever was wanted of that message before need not go out any more."""
    peer = event.peer
    assert peer is not None
    row = messages.find(conn, peer, wanted.target)
    if row is None:
        return set()
    who = people.identity(conn, peer)
    waiting = conn.execute(
        "SELECT before FROM gestures WHERE message = ? AND status = 'queued' ORDER BY seq LIMIT 1",
        (row["id"],),
    ).fetchone()
    stands = conn.execute(
        "SELECT emoji FROM reactions WHERE message = ? AND actor = 'us'", (row["id"],)
    ).fetchone()
    before = (waiting or stands or ("",))[0]
    conn.execute(
        "UPDATE gestures SET status = 'replaced' WHERE message = ? AND status = 'queued'",
        (row["id"],),
    )
    conn.execute(
        "INSERT OR IGNORE INTO gestures (client_ref, seq, message, thread, identity, channel,"
        " account, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            body.client_ref, seq, row["id"], row["thread"], who["id"], peer.channel.value,
            peer.account, before,
        ),
    )  # fmt: skip
    shown = ReactionSet(target=wanted.target, actor="us", emoji=wanted.emoji)
    return messages.react(conn, seq, peer, event.at, shown) or set()


def settled(
    conn: sqlite3.Connection, seq: int, client_ref: str | None, problem: str = ""
) -> set[int] | None:
    """The channel took a reaction of ours, or (``problem``) will not: then what stood before it
    stands again. None: ``client_ref`` is no reaction."""
    row = conn.execute("SELECT * FROM gestures WHERE client_ref = ?", (client_ref,)).fetchone()
    if row is None:
        return None
    if not problem:
        conn.execute(
            "UPDATE gestures SET status = 'sent' WHERE client_ref = ? AND status = 'queued'",
            (client_ref,),
        )
        return {row["thread"]}
    if row["status"] not in ("queued", "sent"):
        return {row["thread"]}
    conn.execute(
        "UPDATE gestures SET status = 'failed', problem = ? WHERE client_ref = ?",
        (problem, client_ref),
    )
    newest = conn.execute(
        "SELECT max(seq) FROM gestures WHERE message = ?", (row["message"],)
    ).fetchone()[0]
    if newest == row["seq"]:
        conn.execute(
            "UPDATE reactions SET emoji = ? WHERE message = ? AND actor = 'us'",
            (row["before"], row["message"]),
        )
        messages.touch(conn, seq, row["thread"])
    return {row["thread"]}
