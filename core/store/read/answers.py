"""Everything said in a thread, for the search for an answer to what is being asked again."""

import json
import sqlite3
from collections import defaultdict

import msgspec

from core.domain.channels import Channel
from core.domain.reading import Fact
from core.domain.said import SaidText, Told
from core.store.read.facts import facts

_ORDER = "ORDER BY m.at, m.number, m.id"


def told(conn: sqlite3.Connection, thread: int) -> Told:
    """What the client of ``thread`` wrote, said and sent, and what we asked (our other messages
    are left out), with the facts that stand and those that were rejected."""
    rejected = [
        msgspec.json.decode(row["body"], type=Fact)
        for row in conn.execute(
            "SELECT body FROM facts WHERE thread = ? AND status = 'rejected'", (thread,)
        )
    ]
    return Told(said=_said(conn, thread), facts=facts(conn, thread), rejected=rejected)


def _said(conn: sqlite3.Connection, thread: int) -> list[SaidText]:
    pages: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in conn.execute(
        "SELECT p.message, p.idx, p.number, p.text, a.name FROM messages m"
        " JOIN pages p ON p.message = m.id"
        " JOIN attachments a ON a.message = p.message AND a.idx = p.idx"
        " WHERE m.thread = ? AND m.deleted = 0 AND m.direction = 'in'"
        " ORDER BY p.message, p.idx, p.number",
        (thread,),
    ):
        pages[row["message"]].append(row)
    voices: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in conn.execute(
        "SELECT v.message, v.parts FROM messages m JOIN voices v ON v.message = m.id"
        " WHERE m.thread = ? AND m.deleted = 0 ORDER BY v.message, v.idx",
        (thread,),
    ):
        voices[row["message"]] += [(int(at), str(words)) for at, words in json.loads(row["parts"])]
    said: list[SaidText] = []
    for row in conn.execute(
        "SELECT m.id, m.at, m.channel, m.direction, m.text FROM messages m WHERE m.thread = ?"
        f" AND m.deleted = 0 AND (m.direction = 'in' OR instr(m.text, '?')) {_ORDER}",
        (thread,),
    ):
        channel = Channel(row["channel"])
        said.append(
            SaidText(
                message=row["id"], at=row["at"], channel=channel, direction=row["direction"],
                text=row["text"], parts=tuple(voices.get(row["id"], ())),
            )
        )  # fmt: skip
        said += [
            SaidText(
                message=row["id"], at=row["at"], channel=channel, direction="in",
                text=page["text"], page=page["number"], attachment=page["idx"],
                document=page["name"],
            )
            for page in pages.get(row["id"], ())
        ]  # fmt: skip
    return said
