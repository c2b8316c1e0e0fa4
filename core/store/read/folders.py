"""The folders of Telegram accounts, with what is wanted of them, and their chats as a condition of
the list. ``Folder.holds`` says the rule; the condition is the same in SQL."""

import json
import sqlite3

import msgspec

from core.domain.chats import Folder, FolderRow, Kind, key_of, wanted_of
from core.store.read.rooms import UNREAD_NAMED

_CHATS = "FROM identities i WHERE i.channel = 'telegram' AND i.account = :folder_account"
_NAMED = "i.peer IN (SELECT value FROM json_each(:folder_named))"
_GROUP = "substr(i.peer, 1, 1) = '-'"
_read = msgspec.json.Decoder(Folder).decode


def folders(conn: sqlite3.Connection) -> list[FolderRow]:
    """Those of every account, each in its account's order."""
    found: dict[str, list[Folder]] = {}
    for row in conn.execute("SELECT account, body FROM folders ORDER BY account, place"):
        found.setdefault(row["account"], []).append(_read(row["body"]))
    return [
        FolderRow(key=key_of(account, one.id), account=account, folder=one)
        for account, listed in found.items()
        for one in wanted_of(listed, _wishes(conn, account))
    ]


def of_thread(conn: sqlite3.Connection, thread: int, now: int) -> list[tuple[FolderRow, bool]]:
    """The folders of the accounts that know the client, and whether the thread stands in each."""
    row = conn.execute(
        f"SELECT archived, muted_until, marked, unread, {UNREAD_NAMED} AS mentioned FROM threads t"
        " WHERE id = ?",
        (thread,),
    ).fetchone()
    chats = conn.execute(
        "SELECT account, peer, chat_kind FROM identities WHERE thread = ? AND channel = 'telegram'"
        " AND alias_of IS NULL",
        (thread,),
    ).fetchall()
    accounts = {chat["account"] for chat in chats}
    return [
        (
            one,
            any(
                one.folder.holds(
                    chat["peer"], chat["chat_kind"], muted=row["muted_until"] > now,
                    unread=bool(row["unread"] or row["marked"]), archived=bool(row["archived"]),
                    mentioned=bool(row["mentioned"]),
                )
                for chat in chats if chat["account"] == one.account
            ),
        )
        for one in folders(conn) if one.account in accounts
    ]  # fmt: skip


def condition(
    conn: sqlite3.Connection, key: str, values: dict[str, object]
) -> tuple[str, list[str]]:
    """What holds of the threads ``t`` of a folder at ``:now``, and queries that find all of them
    and perhaps others; what they name is put into ``values``. A folder that is gone holds none."""
    folder = _folder(conn, key)
    if folder is None:
        return "0", ["SELECT id FROM threads WHERE 0"]
    values["folder_account"] = key.partition(":")[0]
    values["folder_named"] = json.dumps(folder.named)
    named = f"SELECT i.thread AS id {_CHATS} AND {_NAMED}"
    kinds = _kinds(folder)
    if not kinds:
        return f"t.id IN ({named})", [named]
    taken = f"({' OR '.join(kinds)})"
    if folder.excluded:
        values["folder_left"] = _row(folder.excluded)
        taken += " AND NOT instr(:folder_left, ',' || i.peer || ',')"
    if folder.no_muted:
        taken += f" AND (t.muted_until <= :now OR (t.archived = 0 AND {UNREAD_NAMED}))"
    if folder.no_archived:
        taken += " AND t.archived = 0"
    if folder.no_read:
        taken += " AND (t.unread > 0 OR t.marked = 1)"
    also = ""
    if (
        folder.named
    ):  # asked of each thread that is walked past: a list would be made anew each time
        values["folder_row"] = _row(folder.named)
        also = "instr(:folder_row, ',' || i.peer || ',') OR "
    held = (
        f"EXISTS (SELECT 1 {_CHATS} AND i.thread = t.id AND i.alias_of IS NULL AND ({also}{taken}))"
    )
    finders = [" UNION ALL ".join([named, *_by_kind(folder)])]
    if folder.no_read:
        unread = [named, "SELECT id FROM threads INDEXED BY list_unread WHERE listed = 1"
                  " AND unread > 0", "SELECT id FROM threads INDEXED BY list_marked"
                  " WHERE listed = 1 AND marked = 1"]  # fmt: skip
        if not folder.no_archived:
            unread.append("SELECT id FROM threads INDEXED BY list_archived WHERE archived = 1")
        finders.append(" UNION ALL ".join(unread))
    return held, finders


def _row(peers: tuple[str, ...]) -> str:
    return f",{','.join(peers)},"


def _kinds(folder: Folder) -> list[str]:
    """The kinds it takes in, each as a condition on a chat."""
    return [
        sql
        for taken, sql in (
            (folder.contacts, f"i.chat_kind = 'contact' AND NOT {_GROUP}"),
            (folder.non_contacts, f"i.chat_kind = '' AND NOT {_GROUP}"),
            (folder.groups, f"{_GROUP} AND i.chat_kind NOT IN ('bot', 'channel')"),
            (folder.channels, "i.chat_kind = 'channel'"),
            (folder.bots, "i.chat_kind = 'bot'"),
        )
        if taken
    ]


def _by_kind(folder: Folder) -> list[str]:
    """The same through the index of kinds, which may find more."""
    kinds = {
        "i.chat_kind = 'contact'": folder.contacts,
        "i.chat_kind = ''": folder.non_contacts,
        "i.chat_kind = 'channel'": folder.channels,
        "i.chat_kind = 'bot'": folder.bots,
        _GROUP: folder.groups,
    }
    return [f"SELECT i.thread {_CHATS} AND {kind}" for kind, taken in kinds.items() if taken]


def _folder(conn: sqlite3.Connection, key: str) -> Folder | None:
    account, _, ident = key.partition(":")
    row = conn.execute(
        "SELECT body FROM folders WHERE channel = 'telegram' AND account = ? AND id = ?",
        (account, ident),
    ).fetchone()
    if row is None:
        return None
    (found,) = wanted_of([_read(row["body"])], _wishes(conn, account))
    return found


def _wishes(conn: sqlite3.Connection, account: str) -> list[tuple[str, Kind, int, bool]]:
    rows = conn.execute(
        # wishes are few, chats are not: the wishes lead
        "SELECT i.peer, i.chat_kind, w.field, w.value FROM chat_wishes w"
        " CROSS JOIN identities i ON i.id = w.identity WHERE w.field > 'folder:'"
        " AND w.field < 'folder;' AND i.channel = 'telegram' AND i.account = ? ORDER BY w.seq",
        (account,),
    )
    return [
        (row["peer"], row["chat_kind"], int(row["field"].partition(":")[2]), bool(row["value"]))
        for row in rows
    ]
