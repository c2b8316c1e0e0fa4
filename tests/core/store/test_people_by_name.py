"""People of an account's chats are found by what their names, usernames and numbers begin with."""

import sqlite3

from core.store.migrations import migrations
from core.store.read.people import named, people
from core.store.steps import migrate

ROWS = (
    ("1", "77", "Пётр Орлов", "", "+79990001122", "contact"),
    ("1", "78", "Орлова Анна", "anna_o", "", ""),
    ("1", "-5", "Орлы", "", "", ""),
    ("1", "79", "Орлобот", "orlobot", "", "bot"),
    ("2", "80", "Пётр Орлов", "", "", ""),
    ("1", "1", "Орёл (мы)", "", "", ""),
)


def test_names_in_any_part_by_the_account_that_has_the_chat() -> None:
    conn = sqlite3.connect(":memory:")
    migrate(conn, migrations)
    conn.row_factory = sqlite3.Row
    for n, (account, peer, name, username, phone, kind) in enumerate(ROWS, 1):
        sort = name.casefold().replace("ё", "е")
        conn.execute(
            "INSERT INTO threads (id, name, sort_name, last_at) VALUES (?, ?, ?, ?)",
            (n, name, sort, n),
        )
        conn.execute(
            "INSERT INTO identities (channel, account, peer, thread, home, name, username, phone,"
            " chat_kind) VALUES ('telegram', ?, ?, ?, ?, ?, ?, ?, ?)",
            (account, peer, n, n, name, username, phone, kind),
        )
    found = {
        words: [one.id for one in people(conn, "1", words, 9)]
        for words in ("орл", "петр ор", "@anna", "7999", "лов", "%", "")
    }
    assert found == {
        "орл": ["78", "77"], "петр ор": ["77"], "@anna": ["78"], "7999": ["77"], "лов": [],
        "%": [], "": ["78", "77"],
    }  # fmt: skip
    assert [one.name for one in named(conn, "1", ("78", "404"))] == ["Орлова Анна", ""]
    conn.close()
