"""Threads and queues, paged."""

import json
import sqlite3
from collections.abc import Sequence

import msgspec
from msgspec import structs

from core.domain import markdown
from core.domain.channels import Channel, Peer, is_group
from core.domain.reading import Intent
from core.domain.stretch import Outline, Spot, Stretch
from core.domain.thread_filter import ThreadFilter
from core.domain.views import MOST_WRITERS, PeerRow, QueueRow, ThreadRow
from core.domain.window import AD_PRICE_MS, ANSWER_AD_MS, NO_AD, AdPrice, ad_price, closes_at
from core.store import drafts
from core.store.database import alike
from core.store.projection.index import has_old
from core.store.read import search_words, stretches
from core.store.read.rooms import UNREAD_NAMED

ALBUM_MS = 10_000
"""The messages of an album are sent within so long."""
_COLUMNS = (
    "SELECT t.*, m.text AS last_text, m.direction AS last_direction, m.channel AS last_channel,"
    " m.account AS last_account, CASE WHEN m.service = 0 THEN m.author END AS last_author,"
    " (SELECT group_concat(DISTINCT i.account) FROM identities i"
    " WHERE i.thread = t.id AND i.channel = 'telegram') AS accounts,"
    " coalesce(nullif(m.note, ''), f.kind) AS last_note,"
    # a recording is called by what it is, whatever its file is called
    " CASE WHEN f.kind IN ('document', 'other') THEN f.name END AS file,"
    f" ({drafts.OF_THREAD}) AS draft,"
    # an album's words stand at its first picture
    " CASE WHEN m.text = '' AND m.around IS NOT NULL THEN (SELECT c.text FROM messages c"
    f" WHERE c.thread = m.thread AND c.at BETWEEN m.at - {ALBUM_MS} AND m.at + {ALBUM_MS}"
    " AND c.deleted = 0 AND c.text != '' AND c.identity = m.identity AND c.around IS NOT NULL"
    " AND json_extract(CAST(c.around AS TEXT), '$.album')"
    " = json_extract(CAST(m.around AS TEXT), '$.album')"
    " ORDER BY c.at, c.number, c.id LIMIT 1) END AS caption,"
    f" t.unread > 0 AND {UNREAD_NAMED} AS mentioned,"
    " (SELECT group_concat(g.other) FROM merges g WHERE g.thread = t.id AND g.undone = 0) AS merged"
    " FROM threads t LEFT JOIN messages m ON m.id = t.last_message"
    " LEFT JOIN attachments f ON f.message = m.id"
    " AND f.idx = (SELECT min(idx) FROM attachments WHERE message = m.id)"
)
LONGEST_LINE = 500
"""Characters of a message where it is one line among others."""


def listed(
    conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int, limit: int = 100
) -> list[ThreadRow]:
    """The first page of a list, in its order. ``now`` is ms since the epoch."""
    return stretch(conn, wanted, now=now, limit=limit).rows


def stretch(
    conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int, limit: int,
    at: Spot | None = None, skip: int = 0, before: int = 0,
) -> Stretch:  # fmt: skip
    """A page from ``at`` on, as `stretches.stretch`. A search looks in names and texts, also of
    what is snoozed or done."""
    wanted, found = _searched(conn, wanted)
    page, above = stretches.stretch(
        conn, wanted, now=now, limit=limit, at=at, skip=skip, before=before, found=found
    )
    rows = conn.execute(
        f"{_COLUMNS} WHERE t.id IN (SELECT value FROM json_each(?))",
        (json.dumps([thread for thread, _ in page]),),
    ).fetchall()
    made = {row["id"]: _row(row) for row in rows}
    return Stretch([made[thread] for thread, _ in page], [spot for _, spot in page], above)


def outline(conn: sqlite3.Connection, wanted: ThreadFilter, *, now: int) -> Outline:
    """How long a list is, with the spots of some of its threads."""
    wanted, found = _searched(conn, wanted)
    return stretches.outline(conn, wanted, now=now, found=found)


def threads(
    conn: sqlite3.Connection, *, now: int, queue: str | None = None, search: str = "",
    urgent: bool = False, limit: int = 100,
) -> list[ThreadRow]:  # fmt: skip
    """The first of all threads, newest first; ``urgent``: of the open ones, the most urgent."""
    wanted = ThreadFilter(
        queues=() if queue is None else (queue,),
        search=search,
        order="urgent" if urgent else "newest",
        state="open" if urgent else "all",
    )
    return listed(conn, wanted, now=now, limit=limit)


def _searched(conn: sqlite3.Connection, wanted: ThreadFilter) -> tuple[ThreadFilter, str]:
    """What a search found, as JSON ('': nothing is looked for), and where it looks."""
    if not wanted.search.strip():
        return wanted, ""
    if wanted.state == "open":
        wanted = structs.replace(wanted, state="all")
    return wanted, json.dumps(_found(conn, wanted.search))


def _found(conn: sqlite3.Connection, search: str) -> list[int]:
    """The threads whose name, number or messages have the words."""
    if not has_old(conn):
        return search_words.threads(conn, search)
    rows = conn.execute(
        "SELECT id FROM threads t WHERE merged_into IS NULL"
        " AND (alike(t.name) LIKE :like ESCAPE '\\' OR t.phones LIKE :like ESCAPE '\\')"
        " UNION SELECT thread FROM messages WHERE deleted = 0 AND id IN"
        " (SELECT rowid FROM messages_fts WHERE messages_fts MATCH :match)",
        {"like": f"%{_escape(alike(search.strip()))}%", "match": match(search)},
    )
    return [int(row[0]) for row in rows]


def thread(conn: sqlite3.Connection, thread_id: int) -> ThreadRow | None:
    """One thread; a merged one leads to the thread it is part of."""
    row = conn.execute(
        f"{_COLUMNS} WHERE t.id = coalesce((SELECT merged_into FROM threads WHERE id = ?), ?)",
        (thread_id, thread_id),
    ).fetchone()
    return _row(row) if row is not None else None


def queues(conn: sqlite3.Connection, now: int) -> list[QueueRow]:
    """Counts a queue, without what is snoozed; the queue '' holds what was not routed yet."""
    counts = conn.execute(
        "SELECT queue, sum(threads), sum(waiting), sum(unread) FROM ("
        " SELECT queue, threads, waiting, unread FROM queue_counts UNION ALL"
        " SELECT queue, -1, -(waiting_since IS NOT NULL), -unread FROM threads"
        " WHERE snoozed_until > ? AND listed = 1) GROUP BY queue HAVING sum(threads) > 0",
        (now,),
    )
    return [
        QueueRow(id=queue, threads=threads, waiting=waiting, unread=unread)
        for queue, threads, waiting, unread in counts
    ]


def peers(conn: sqlite3.Connection, thread_id: int) -> list[PeerRow]:
    """The ways to reach the client, the last used first."""
    rows = conn.execute(
        "SELECT i.*, coalesce((SELECT max(at) FROM messages WHERE identity = i.id AND deleted = 0),"
        " i.opened_at) AS last_at, coalesce((SELECT value FROM chat_wishes w WHERE w.field ="
        " 'blocked' AND w.identity = i.id), i.blocked) AS shut FROM identities i"
        " WHERE thread = ? AND alias_of IS NULL ORDER BY last_at DESC, id",
        (thread_id,),
    ).fetchall()
    made = [(peer_row(row, _ad(conn, row), _writers(conn, row)), row["shut"]) for row in rows]
    return [structs.replace(one, blocked=bool(shut)) for one, shut in made]


def of_peers(conn: sqlite3.Connection, account: str, peers: Sequence[str]) -> dict[str, int]:
    """The threads of those of Telegram's peers that stand in a list, by the peer's id."""
    rows = conn.execute(
        "SELECT i.peer, i.thread FROM identities i JOIN threads t ON t.id = i.thread"
        " WHERE i.channel = 'telegram' AND i.account = ? AND i.peer IN"
        " (SELECT value FROM json_each(?)) AND (t.last_message IS NOT NULL OR t.opened_at > 0)",
        (account, json.dumps(list(peers))),
    )
    return {str(peer): int(thread) for peer, thread in rows}


def thread_of(conn: sqlite3.Connection, peer: Peer) -> int | None:
    """The thread of a chat; None where there is none."""
    row = conn.execute(
        "SELECT w.thread FROM identities i JOIN identities w ON w.id = coalesce(i.alias_of, i.id)"
        " WHERE i.channel = ? AND i.account = ? AND i.peer = ?",
        (peer.channel.value, peer.account, peer.id),
    ).fetchone()
    return int(row[0]) if row is not None else None


def by_username(conn: sqlite3.Connection, account: str, username: str) -> str | None:
    """The id of Telegram's peer that an account knows by that name, of those in a list."""
    row = conn.execute(
        "SELECT i.peer FROM identities i JOIN threads t ON t.id = i.thread"
        " WHERE i.channel = 'telegram' AND i.account = ? AND i.username = ? COLLATE NOCASE"
        " AND (t.last_message IS NOT NULL OR t.opened_at > 0) ORDER BY t.last_at DESC LIMIT 1",
        (account, username),
    ).fetchone()
    return str(row[0]) if row is not None else None


def message_named(conn: sqlite3.Connection, peer: Peer, name: str) -> tuple[int, int] | None:
    """Row id and time of a message by what its channel calls it; None where it is not here."""
    row = conn.execute(
        "SELECT id, at FROM messages WHERE channel = ? AND account = ? AND external_id = ?"
        " AND deleted = 0",
        (peer.channel.value, peer.account, name),
    ).fetchone()
    return (int(row[0]), int(row[1])) if row is not None else None


def _writers(conn: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, ...]:
    """Who has written in a group, in the order in which they came: each name is two steps in the
    index of names, however much they wrote."""
    if not is_group(Peer(Channel(row["channel"]), row["account"], row["peer"])):
        return ()
    rows = conn.execute(
        "WITH RECURSIVE names (author) AS (SELECT min(author) FROM messages"
        " WHERE thread = :thread AND author != '' UNION ALL SELECT (SELECT min(author)"
        " FROM messages WHERE thread = :thread AND author != '' AND author > n.author) FROM names n"
        " WHERE n.author IS NOT NULL LIMIT :most) SELECT author FROM names WHERE author IS NOT NULL"
        " ORDER BY (SELECT min(id) FROM messages WHERE thread = :thread AND author = names.author"
        " AND author != '')",
        {"thread": row["thread"], "most": MOST_WRITERS},
    )
    return tuple(str(author) for (author,) in rows)


def _ad(conn: sqlite3.Connection, row: sqlite3.Row) -> AdPrice:
    """From the last days of the chat: what is older has run out by its last message."""
    if row["channel"] != "whatsapp":
        return NO_AD
    came = conn.execute(
        "SELECT m.at FROM messages m JOIN log l ON l.seq = m.id WHERE m.identity = ?"
        " AND m.direction = 'in' AND m.at > ?"
        " AND json_extract(CAST(l.body AS TEXT), '$.ad.click') != ''",
        (row["id"], row["last_at"] - ANSWER_AD_MS - AD_PRICE_MS),
    ).fetchall()
    clicks = [int(at) for (at,) in came]
    if not clicks:
        return NO_AD
    sent = conn.execute(
        "SELECT at FROM messages WHERE identity = ? AND direction = 'out' AND at >= ?"
        " AND note != 'call' AND status IN ('sent', 'delivered', 'read')",
        (row["id"], min(clicks)),
    )
    return ad_price(clicks, [int(at) for (at,) in sent])


def peer_row(row: sqlite3.Row, ad: AdPrice = NO_AD, writers: tuple[str, ...] = ()) -> PeerRow:
    """An identity as a way to reach the client."""
    whatsapp = row["channel"] == "whatsapp"
    return PeerRow(
        peer=Peer(Channel(row["channel"]), row["account"], row["peer"]),
        name=row["name"],
        phone=row["phone"],
        username=row["username"],
        has_window=whatsapp,
        client_at=row["last_inbound"] or 0,
        window_closes=closes_at(row["last_inbound"], row["window_closed"]) if whatsapp else None,
        ad=ad,
        last_at=row["last_at"],
        writers=writers,
    )


def match(search: str) -> str:
    """Words as typed -> an FTS5 query: each a prefix, all must occur. Quotes are data."""
    words = [w.replace('"', '""') for w in search.split()]
    return " ".join(f'"{w}"*' for w in words) or '""'


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _begun(draft: str) -> str:
    """The words of a draft, without the signs that say how they are to look."""
    channel, _, text = draft[: 4 * LONGEST_LINE].partition(":")
    return markdown.read_for(Channel(channel), text)[0][:LONGEST_LINE] if channel else ""


def _row(row: sqlite3.Row) -> ThreadRow:
    return ThreadRow(
        id=row["id"],
        name=row["name"],
        channels=tuple(Channel(c) for c in row["channels"].split()),
        last_text=(row["last_text"] or row["caption"] or row["file"] or "")[:LONGEST_LINE],
        last_note=row["last_note"] or "",
        last_at=row["last_at"],
        last_direction=row["last_direction"] or "in",
        last_channel=Channel(row["last_channel"] or "telegram"),
        last_account=row["last_account"] or "",
        last_author=row["last_author"] or "",
        accounts=tuple(row["accounts"].split(",")) if row["accounts"] else (),
        unread=row["unread"],
        waiting_since=row["waiting_since"],
        queue=row["queue"],
        queue_reason=row["queue_reason"],
        queue_by=row["queue_by"],
        intents=tuple(msgspec.json.decode(row["intents"], type=list[Intent])),
        has_window=bool(row["has_window"]),
        window_closes=row["window_closes"],
        budget=row["budget"],
        phones=tuple(row["phones"].split()),
        merged=tuple(map(int, row["merged"].split(","))) if row["merged"] else (),
        seq=row["seq"],
        understood=row["understood"],
        pinned_at=row["pinned_at"],
        snoozed_until=row["snoozed_until"],
        done_at=row["done_at"],
        follow_up_at=row["follow_up_at"],
        follow_up_note=row["follow_up_note"],
        owner=row["owner"],
        draft=_begun(row["draft"] or ""),
        archived=bool(row["archived"]),
        muted_until=row["muted_until"],
        marked=bool(row["marked"]),
        mentioned=bool(row["mentioned"]),
        begun=row["last_message"] is None,
    )
