"""The schema, one step at a time. A step that has shipped is never changed; a new one is added.

``log`` is the truth. Everything else but ``state`` is a projection of it and can be rebuilt.
"""

from typing import TYPE_CHECKING, Final

from core.store.steps import Steps

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Steps("threadline")

PROJECTION: Final = (
    "threads", "identities", "messages", "attachments", "pages", "voices", "reactions", "facts",
    "reviews", "merges", "pending", "crm", "account_notices", "template_states",
    "gestures", "thread_marks", "chat_wishes", "folders", "chat_mutes",
)  # fmt: skip


@migrations()
def m001_log(db: "Database") -> None:
    """The event log and the cursors of channels."""
    db.executescript("""
        CREATE TABLE log (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL, account TEXT NOT NULL, external_id TEXT NOT NULL,
            kind TEXT NOT NULL, peer TEXT NOT NULL, at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL, body BLOB NOT NULL, raw BLOB NOT NULL,
            UNIQUE (channel, account, external_id, kind)
        );
        CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    """)


@migrations()
def m002_projection(db: "Database") -> None:
    """Threads, people, messages, facts, as the desk reads them."""
    db.executescript("""
        CREATE TABLE threads (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '', merged_into INTEGER,
            last_message INTEGER, last_at INTEGER NOT NULL DEFAULT 0,
            unread INTEGER NOT NULL DEFAULT 0, waiting_since INTEGER,
            has_window INTEGER NOT NULL DEFAULT 0, window_closes INTEGER,
            channels TEXT NOT NULL DEFAULT '', phones TEXT NOT NULL DEFAULT '',
            queue TEXT NOT NULL DEFAULT '', queue_reason TEXT NOT NULL DEFAULT '',
            queue_by TEXT NOT NULL DEFAULT '', intents TEXT NOT NULL DEFAULT '[]',
            intents_fixed_at INTEGER, budget TEXT NOT NULL DEFAULT '',
            seq INTEGER NOT NULL DEFAULT 0, understood INTEGER NOT NULL DEFAULT 0,
            facts_seq INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX threads_recent ON threads (last_at DESC) WHERE merged_into IS NULL;
        CREATE INDEX threads_queue ON threads (queue, last_at DESC) WHERE merged_into IS NULL;
        CREATE INDEX threads_stale ON threads (id) WHERE understood < seq;
        CREATE TABLE identities (
            id INTEGER PRIMARY KEY, channel TEXT NOT NULL, account TEXT NOT NULL,
            peer TEXT NOT NULL, thread INTEGER NOT NULL, home INTEGER NOT NULL,
            name TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
            username TEXT NOT NULL DEFAULT '', last_inbound INTEGER, window_closed INTEGER,
            read_us TEXT NOT NULL DEFAULT '', read_us_at INTEGER NOT NULL DEFAULT 0,
            read_client TEXT NOT NULL DEFAULT '', read_client_at INTEGER NOT NULL DEFAULT 0,
            alias_of INTEGER,
            UNIQUE (channel, account, peer)
        );
        CREATE INDEX identities_thread ON identities (thread);
        CREATE INDEX identities_phone ON identities (phone) WHERE phone != '';
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, identity INTEGER NOT NULL,
            channel TEXT NOT NULL, account TEXT NOT NULL, external_id TEXT,
            direction TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL DEFAULT '',
            edited_at INTEGER, deleted INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
            status TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '',
            client_ref TEXT, reply_to TEXT, unread INTEGER NOT NULL DEFAULT 0,
            live INTEGER NOT NULL DEFAULT 1, digest TEXT NOT NULL DEFAULT '',
            needs_read INTEGER NOT NULL DEFAULT 0, reading BLOB, next_at INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL,
            UNIQUE (channel, account, external_id)
        );
        CREATE INDEX messages_thread ON messages (thread, at, id) WHERE deleted = 0;
        CREATE INDEX messages_identity ON messages (identity, at);
        CREATE UNIQUE INDEX messages_ref ON messages (client_ref) WHERE client_ref IS NOT NULL;
        CREATE INDEX messages_unread ON messages (thread) WHERE unread = 1;
        CREATE INDEX messages_to_read ON messages (live, thread) WHERE needs_read = 1;
        CREATE INDEX messages_to_reread ON messages (thread) WHERE needs_read = 2;
        CREATE INDEX messages_to_send ON messages (seq) WHERE status IN ('queued', 'sending');
        CREATE TABLE attachments (
            message INTEGER NOT NULL, idx INTEGER NOT NULL, kind TEXT NOT NULL,
            name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL,
            seconds INTEGER NOT NULL, sha256 TEXT NOT NULL, ref TEXT NOT NULL,
            path TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '',
            next_at INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (message, idx)
        ) WITHOUT ROWID;
        CREATE INDEX attachments_to_fetch ON attachments (message)
            WHERE path = '' AND problem = '';
        CREATE TABLE pages (
            message INTEGER NOT NULL, idx INTEGER NOT NULL, number INTEGER NOT NULL,
            text TEXT NOT NULL, PRIMARY KEY (message, idx, number)
        ) WITHOUT ROWID;
        CREATE TABLE reactions (
            message INTEGER NOT NULL, actor TEXT NOT NULL, emoji TEXT NOT NULL,
            at INTEGER NOT NULL, PRIMARY KEY (message, actor)
        ) WITHOUT ROWID;
        CREATE TABLE facts (
            thread INTEGER NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL,
            kind TEXT NOT NULL, value TEXT NOT NULL, status TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (thread, place)
        ) WITHOUT ROWID;
        CREATE TABLE reviews (
            fact TEXT PRIMARY KEY, thread INTEGER NOT NULL, kind TEXT NOT NULL,
            verdict TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, seq INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX reviews_thread ON reviews (thread);
        CREATE TABLE merges (
            thread INTEGER NOT NULL, other INTEGER NOT NULL, reason TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (thread, other)
        ) WITHOUT ROWID;
        CREATE TABLE pending (
            channel TEXT NOT NULL, account TEXT NOT NULL, target TEXT NOT NULL,
            seq INTEGER NOT NULL, PRIMARY KEY (channel, account, target, seq)
        ) WITHOUT ROWID;
        CREATE TABLE crm (
            thread INTEGER NOT NULL, target TEXT NOT NULL, handled INTEGER NOT NULL DEFAULT 0,
            digest TEXT NOT NULL DEFAULT '', remote TEXT NOT NULL DEFAULT '',
            attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0,
            problem TEXT NOT NULL DEFAULT '', delivered_at INTEGER,
            PRIMARY KEY (thread, target)
        ) WITHOUT ROWID;
    """)
    db.table("messages").enable_fts(
        ["text"], create_triggers=True, tokenize="unicode61 remove_diacritics 2"
    )


@migrations()
def m003_address(db: "Database") -> None:
    """Of the ids that a client has at one account, the one to write to ('': their first)."""
    db.executescript("""
        ALTER TABLE identities ADD COLUMN address TEXT NOT NULL DEFAULT '';
        UPDATE identities SET address = coalesce((SELECT a.peer FROM identities a
            WHERE a.alias_of = identities.id ORDER BY a.id DESC LIMIT 1), '');
    """)


@migrations()
def m004_address_time(db: "Database") -> None:
    """When the client went on under that id: what was said before does not lead back."""
    db.executescript("ALTER TABLE identities ADD COLUMN address_at INTEGER NOT NULL DEFAULT 0;")


@migrations()
def m005_voices(db: "Database") -> None:
    """What was heard in voice messages: [[milliseconds, words], …]; none where nothing was."""
    db.executescript("""
        CREATE TABLE voices (
            message INTEGER NOT NULL, idx INTEGER NOT NULL, parts TEXT NOT NULL,
            waits INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (message, idx)
        ) WITHOUT ROWID;
        CREATE INDEX attachments_to_hear ON attachments (message)
            WHERE kind = 'voice' AND path != '';
    """)


@migrations()
def m006_live(db: "Database") -> None:
    """Whether a thread has live messages is asked of every thread that waits to be judged."""
    db.executescript("CREATE INDEX messages_live ON messages (thread) WHERE live = 1;")


@migrations()
def m007_desk(db: "Database") -> None:
    """What the operator puts on a thread, and what they have begun to write. ``worth`` is the
    budget in roubles, roughly, to sort by. Drafts are no projection: the log does not know them."""
    db.executescript("""
        ALTER TABLE threads ADD COLUMN pinned_at INTEGER;
        ALTER TABLE threads ADD COLUMN snoozed_until INTEGER;
        ALTER TABLE threads ADD COLUMN done_at INTEGER;
        ALTER TABLE threads ADD COLUMN follow_up_at INTEGER;
        ALTER TABLE threads ADD COLUMN follow_up_note TEXT NOT NULL DEFAULT '';
        ALTER TABLE threads ADD COLUMN owner TEXT NOT NULL DEFAULT '';
        ALTER TABLE threads ADD COLUMN worth REAL NOT NULL DEFAULT 0;
        CREATE INDEX threads_follow_up ON threads (follow_up_at) WHERE follow_up_at IS NOT NULL;
        CREATE INDEX threads_snoozed ON threads (snoozed_until) WHERE snoozed_until IS NOT NULL;
        CREATE TABLE drafts (
            thread INTEGER PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL
        );
    """)


_COUNTED: Final = ("queue", "waiting_since", "unread", "listed")


@migrations()
def m010_lists(db: "Database") -> None:
    """Every order and filter of the list reads a page from an index of what is ``listed``: neither
    merged away, nor empty, nor done. ``queue_counts`` and ``thread_tags`` follow the threads by
    triggers, whoever writes them."""
    from core.store.database import alike
    from core.store.projection.worth import worth

    db.conn.create_function("alike", 1, alike, deterministic=True)
    db.conn.create_function("worth", 1, worth, deterministic=True)
    waits = "listed = 1 AND waiting_since IS NOT NULL AND queue != 'spam'"
    steps = [
        "ALTER TABLE threads ADD COLUMN sort_name TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE threads ADD COLUMN listed INTEGER NOT NULL DEFAULT 0",
        "UPDATE threads SET sort_name = alike(name), worth = worth(budget),"
        " listed = merged_into IS NULL AND last_message IS NOT NULL AND done_at IS NULL",
        "DROP INDEX threads_queue",
    ]
    orders = (
        ("recent", "last_at", "listed = 1"),
        ("urgent", "waiting_since / 900000, worth DESC, id DESC", waits),
        ("waiting", "waiting_since", waits),
        ("money", "worth", "listed = 1 AND worth > 0"),
        ("name", "sort_name", "listed = 1"),
    )
    for name, columns, where in orders:
        steps.append(f"CREATE INDEX list_{name} ON threads ({columns}) WHERE {where}")
        steps.append(f"CREATE INDEX list_queue_{name} ON threads (queue, {columns}) WHERE {where}")
    for name, columns, where in (
        ("closing", "window_closes", "listed = 1 AND window_closes IS NOT NULL"),
        ("unread", "id", "listed = 1 AND unread > 0"),
        ("owner", "owner", "listed = 1 AND owner != ''"),
        ("not_telegram", "id", "listed = 1 AND channels != 'telegram'"),
        ("not_whatsapp", "id", "listed = 1 AND channels != 'whatsapp'"),
        ("pinned", "pinned_at", "pinned_at IS NOT NULL"),
        ("done", "done_at", "done_at IS NOT NULL"),
    ):
        steps.append(f"CREATE INDEX list_{name} ON threads ({columns}) WHERE {where}")
    tags = (
        "SELECT DISTINCT json_extract(value, '$.tag'), {row}.id FROM json_each({row}.intents)"
        " WHERE json_extract(value, '$.confidence') >= 0.45"
    )
    count = (
        "INSERT INTO queue_counts SELECT {row}.queue, {by}1, {by}({row}.waiting_since IS NOT NULL),"
        " {by}{row}.unread WHERE {row}.listed = 1 ON CONFLICT (queue) DO UPDATE SET"
        " threads = threads + excluded.threads, waiting = waiting + excluded.waiting,"
        " unread = unread + excluded.unread"
    )
    less, more = count.format(row="old", by="-"), count.format(row="new", by="+")
    differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in _COUNTED)
    for_tags = "DELETE FROM thread_tags WHERE thread = old.id"
    steps += [
        "CREATE TABLE queue_counts (queue TEXT PRIMARY KEY, threads INTEGER NOT NULL,"
        " waiting INTEGER NOT NULL, unread INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO queue_counts SELECT queue, count(*), count(waiting_since), sum(unread)"
        " FROM threads WHERE listed = 1 GROUP BY queue",
        "CREATE TABLE thread_tags (tag TEXT NOT NULL, thread INTEGER NOT NULL,"
        " PRIMARY KEY (tag, thread)) WITHOUT ROWID",
        "CREATE INDEX thread_tags_thread ON thread_tags (thread)",
        "INSERT INTO thread_tags SELECT DISTINCT json_extract(j.value, '$.tag'), t.id"
        " FROM threads t, json_each(t.intents) j"
        " WHERE json_extract(j.value, '$.confidence') >= 0.45",
        f"CREATE TRIGGER threads_new AFTER INSERT ON threads BEGIN {more};"
        f" INSERT INTO thread_tags {tags.format(row='new')}; END",
        f"CREATE TRIGGER threads_gone AFTER DELETE ON threads BEGIN {less}; {for_tags}; END",
        f"CREATE TRIGGER threads_counted AFTER UPDATE OF {', '.join(_COUNTED)} ON threads"
        f" WHEN {differs} BEGIN {less}; {more}; END",
        "CREATE TRIGGER threads_tagged AFTER UPDATE OF intents ON threads"
        f" WHEN old.intents IS NOT new.intents BEGIN {for_tags};"
        f" INSERT INTO thread_tags {tags.format(row='new')}; END",
    ]  # fmt: skip
    for step in steps:
        db.execute(step)


@migrations()
def m008_search(db: "Database") -> None:
    """What the search reads (``projection/index.py``), and what is still to be taken into it:
    every change of a text notes its message or thread in ``search_queue``. The index before it is
    written for changed texts alone, and goes when the new one has caught up."""
    db.executescript("""
        CREATE TABLE search_docs (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL, owner INTEGER NOT NULL,
            thread INTEGER NOT NULL, idx INTEGER NOT NULL DEFAULT 0,
            page INTEGER NOT NULL DEFAULT 0, fact TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX search_docs_owner ON search_docs (source, owner);
        CREATE TABLE search_words (
            form TEXT PRIMARY KEY, docs INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE search_lemmas (
            lemma TEXT NOT NULL, form TEXT NOT NULL, PRIMARY KEY (lemma, form)
        ) WITHOUT ROWID;
        CREATE TABLE search_queue (
            source TEXT NOT NULL, owner INTEGER NOT NULL, rev INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (source, owner)
        ) WITHOUT ROWID;
        CREATE VIRTUAL TABLE search_message USING fts5(words, columnsize=0, tokenize='ascii');
        CREATE VIRTUAL TABLE search_page USING fts5(words, columnsize=0, tokenize='ascii');
        CREATE VIRTUAL TABLE search_fact USING fts5(words, columnsize=0, tokenize='ascii');
        CREATE VIRTUAL TABLE search_client USING fts5(words, columnsize=0, tokenize='ascii');

        DROP TRIGGER messages_au;
        CREATE TRIGGER messages_au AFTER UPDATE OF text ON messages WHEN old.text != new.text BEGIN
            INSERT INTO messages_fts (messages_fts, rowid, text)
                VALUES ('delete', old.rowid, old.text);
            INSERT INTO messages_fts (rowid, text) VALUES (new.rowid, new.text);
        END;
        CREATE INDEX search_queues ON threads (queue);
        CREATE INDEX search_worth ON threads (worth) WHERE worth > 0;
        CREATE INDEX search_waiting ON threads (id) WHERE waiting_since IS NOT NULL;
        CREATE INDEX search_unread ON threads (id) WHERE unread > 0;
        CREATE INDEX search_deadlines ON facts (value, thread)
            WHERE kind = 'deadline' AND status = 'standing';
    """)
    noted = (
        "INSERT INTO search_queue (source, owner) VALUES ('{}', {})"
        " ON CONFLICT DO UPDATE SET rev = rev + 1;"
    )
    for name, when, source, owner in (
        ("message_new", "INSERT ON messages", "message", "new.id"),
        ("message_said", "UPDATE OF text, deleted, thread ON messages WHEN old.text != new.text"
         " OR old.deleted != new.deleted OR old.thread != new.thread", "message", "new.id"),
        ("page_new", "INSERT ON pages", "message", "new.message"),
        ("page_gone", "DELETE ON pages", "message", "old.message"),
        ("fact_new", "INSERT ON facts", "thread", "new.thread"),
        ("fact_gone", "DELETE ON facts", "thread", "old.thread"),
        ("thread_new", "INSERT ON threads", "thread", "new.id"),
        ("thread_named", "UPDATE OF name, phones, merged_into ON threads WHEN old.name != new.name"
         " OR old.phones != new.phones OR old.merged_into IS NOT new.merged_into",
         "thread", "new.id"),
        ("person_named", "UPDATE OF name, phone, username ON identities WHEN old.name != new.name"
         " OR old.phone != new.phone OR old.username != new.username", "thread", "new.thread"),
    ):  # fmt: skip
        db.execute(
            f"CREATE TRIGGER search_{name} AFTER {when} BEGIN {noted.format(source, owner)} END"
        )
    last = {
        table: db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
        for table in ("messages", "threads")
    }
    db.execute(
        "INSERT INTO state (key, value) VALUES ('search', json_object('message', ?, 'thread', ?))",
        (last["messages"], last["threads"]),
    )


@migrations()
def m011_whatsapp(db: "Database") -> None:
    """What WhatsApp tells beside the words: who wrote in a group, the ad and the product, what a
    message costs, whether the client takes marketing; and what it says of the account."""
    db.executescript("""
        ALTER TABLE messages ADD COLUMN author TEXT NOT NULL DEFAULT '';
        ALTER TABLE messages ADD COLUMN ad BLOB;
        ALTER TABLE messages ADD COLUMN product TEXT NOT NULL DEFAULT '';
        ALTER TABLE messages ADD COLUMN service INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE messages ADD COLUMN pricing BLOB;
        ALTER TABLE identities ADD COLUMN marketing INTEGER;
        ALTER TABLE identities ADD COLUMN marketing_at INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE account_notices (
            channel TEXT NOT NULL, subject TEXT NOT NULL, code TEXT NOT NULL, params TEXT NOT NULL,
            severity TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (channel, subject)
        ) WITHOUT ROWID;
        CREATE TABLE template_states (
            name TEXT NOT NULL, language TEXT NOT NULL, at INTEGER NOT NULL,
            status TEXT NOT NULL DEFAULT '', status_at INTEGER NOT NULL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT '', category TEXT NOT NULL DEFAULT '',
            category_at INTEGER NOT NULL DEFAULT 0, quality TEXT NOT NULL DEFAULT '',
            quality_at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (name, language)
        ) WITHOUT ROWID;
    """)


@migrations()
def m012_gestures(db: "Database") -> None:
    """Our own reactions on their way to a client."""
    db.executescript("""
        CREATE TABLE gestures (
            client_ref TEXT PRIMARY KEY, seq INTEGER NOT NULL, message INTEGER NOT NULL,
            thread INTEGER NOT NULL, identity INTEGER NOT NULL, channel TEXT NOT NULL,
            account TEXT NOT NULL, before TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'queued',
            problem TEXT NOT NULL DEFAULT '', next_at INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE INDEX gestures_message ON gestures (message, seq);
        CREATE INDEX gestures_queued ON gestures (seq) WHERE status = 'queued';
    """)


@migrations()
def m013_given_up(db: "Database") -> None:
    """When the owner of a number gave it up: who writes from it later is somebody else."""
    db.execute("ALTER TABLE identities ADD COLUMN gone_at INTEGER")


@migrations()
def m014_around(db: "Database") -> None:
    """What Telegram tells beside the words: forwards, quotes, albums, pages (`Around`), how a file
    looks before it is here (`Look`), and what is pinned."""
    db.executescript("""
        ALTER TABLE messages ADD COLUMN around BLOB;
        ALTER TABLE messages ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE attachments ADD COLUMN look BLOB;
        CREATE INDEX messages_pinned ON messages (thread) WHERE pinned = 1;
    """)


@migrations()
def m015_marks(db: "Database") -> None:
    """How the words of a message look; edits and deletions of ours on their way."""
    db.executescript("""
        ALTER TABLE messages ADD COLUMN marks BLOB;
        ALTER TABLE gestures ADD COLUMN kind TEXT NOT NULL DEFAULT 'reaction';
    """)


@migrations()
def m016_chat_ledgers(db: "Database") -> None:
    """What a channel knows of each chat, and what of it is missing (beside the log: it says where
    we stand, not what happened)."""
    db.execute(
        "CREATE TABLE chat_ledgers (channel TEXT NOT NULL, account TEXT NOT NULL,"
        " peer TEXT NOT NULL, body BLOB NOT NULL, gaps TEXT NOT NULL DEFAULT '',"
        " problem TEXT NOT NULL DEFAULT '', PRIMARY KEY (channel, account, peer)) WITHOUT ROWID"
    )


@migrations()
def m017_authors(db: "Database") -> None:
    """Who writes in a group, found without looking through every message there is."""
    db.execute("CREATE INDEX messages_authors ON messages (thread, author, id) WHERE author != ''")


@migrations()
def m018_thread_marks(db: "Database") -> None:
    """Who spoke last on each side of a thread (done, whose, queue): desks of a team agree by it."""
    db.execute(
        "CREATE TABLE thread_marks (thread INTEGER NOT NULL, side TEXT NOT NULL,"
        " at INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (thread, side)) WITHOUT ROWID"
    )


@migrations()
def m019_chats(db: "Database") -> None:
    """What is set for chats at their messengers (archived, muted, marked, pinned), the folders of
    accounts, and what is wanted of a chat that its messenger does not know yet. What is archived
    is not ``listed``; it has an index of its own."""
    waits = "archived = 1 AND waiting_since IS NOT NULL AND queue != 'spam'"
    db.executescript(f"""
        ALTER TABLE threads ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE threads ADD COLUMN muted_until INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE threads ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX list_archived ON threads (last_at) WHERE archived = 1;
        CREATE INDEX list_archived_waiting ON threads (waiting_since) WHERE {waits};
        CREATE INDEX list_marked ON threads (id) WHERE listed = 1 AND marked = 1;
        ALTER TABLE identities ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identities ADD COLUMN muted_until INTEGER NOT NULL DEFAULT -1;
        ALTER TABLE identities ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identities ADD COLUMN chat_pinned INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identities ADD COLUMN chat_kind TEXT NOT NULL DEFAULT '';
        CREATE INDEX identities_kind ON identities (channel, account, chat_kind);
        CREATE INDEX identities_groups ON identities (channel, account)
            WHERE substr(peer, 1, 1) = '-';
        CREATE INDEX identities_set ON identities (channel, account)
            WHERE archived = 1 OR muted_until != -1 OR marked = 1 OR chat_pinned = 1;
        CREATE TABLE folders (
            channel TEXT NOT NULL, account TEXT NOT NULL, id INTEGER NOT NULL,
            place INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (channel, account, id)
        ) WITHOUT ROWID;
        CREATE TABLE chat_mutes (
            channel TEXT NOT NULL, account TEXT NOT NULL, users INTEGER NOT NULL,
            groups INTEGER NOT NULL, channels INTEGER NOT NULL, PRIMARY KEY (channel, account)
        ) WITHOUT ROWID;
        CREATE TABLE chat_wishes (
            identity INTEGER NOT NULL, field TEXT NOT NULL, value INTEGER NOT NULL,
            client_ref TEXT NOT NULL, seq INTEGER NOT NULL, next_at INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (identity, field)
        ) WITHOUT ROWID;
    """)


@migrations()
def m020_chat_drafts(db: "Database") -> None:
    """A draft belongs to the chat that it is written to, and its messenger's cloud may hold another
    one (`core.store.drafts`). What was begun in a thread goes where its last message was."""
    db.executescript("""
        CREATE TABLE chat_drafts (
            channel TEXT NOT NULL, account TEXT NOT NULL, peer TEXT NOT NULL,
            text TEXT NOT NULL DEFAULT '', body BLOB, at INTEGER NOT NULL DEFAULT 0,
            cloud BLOB, cloud_at INTEGER NOT NULL DEFAULT 0, base BLOB, offered BLOB,
            pending INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (channel, account, peer)
        ) WITHOUT ROWID;
        INSERT OR IGNORE INTO chat_drafts (channel, account, peer, text, at, pending)
            SELECT i.channel, i.account, i.peer, d.text, d.at, i.channel = 'telegram'
            FROM drafts d JOIN identities i ON i.id = coalesce(
                (SELECT m.identity FROM threads t JOIN messages m ON m.id = t.last_message
                 WHERE t.id = d.thread),
                (SELECT max(id) FROM identities WHERE thread = d.thread));
        DROP TABLE drafts;
    """)


@migrations()
def m021_no_old_index(db: "Database") -> None:
    """The index from before the search's own one serves what was written before that. Where
    nothing is written yet, each message would be taken into it for nobody."""
    from core.store.projection.index import drop_old

    if not db.execute("SELECT 1 FROM messages LIMIT 1").fetchone():
        drop_old(db.conn)


@migrations()
def m022_to_deliver(db: "Database") -> None:
    """Which threads the CRM in use has still to be told of, found without looking at all of them:
    ``told_seq`` follows ``crm.handled`` of the target that ``state`` names."""
    db.execute("ALTER TABLE threads ADD COLUMN told_seq INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE INDEX threads_to_deliver ON threads (facts_seq)"
        " WHERE facts_seq > told_seq AND merged_into IS NULL"
    )
    for name, when in (("new", "INSERT ON crm"), ("handled", "UPDATE OF handled ON crm")):
        db.execute(
            f"CREATE TRIGGER crm_{name} AFTER {when} WHEN new.target ="
            " (SELECT CAST(value AS TEXT) FROM state WHERE key = 'crm_target') BEGIN"
            " UPDATE threads SET told_seq = new.handled WHERE id = new.thread; END"
        )


@migrations()
def m023_marks_of_before(db: "Database") -> None:
    """Who spoke last on each side of a thread before that was noted: what another desk tells of
    earlier is not to stand above it."""
    db.execute("""
        INSERT OR IGNORE INTO thread_marks SELECT thread, side, at, key FROM (
            SELECT coalesce(t.merged_into, t.id) AS thread,
                CASE l.kind WHEN 'assigned' THEN 'owner' WHEN 'routed' THEN 'queue'
                    WHEN 'follow_up' THEN 'follow_up' ELSE 'aside' END AS side,
                l.at AS at, l.external_id AS key
            FROM log l JOIN threads t ON t.id = json_extract(l.body, '$.thread')
            WHERE l.channel = 'core' AND (l.kind IN ('snoozed', 'done', 'follow_up', 'assigned')
                OR (l.kind = 'routed' AND json_extract(l.body, '$.by') = 'operator'))
            ORDER BY l.at DESC, l.external_id DESC)
    """)


@migrations()
def m024_numbers(db: "Database") -> None:
    """Within one moment the messages of a chat stand in the order in which its channel counts them
    and not in which they came: ``number`` is of their name on Telegram (a supergroup goes on from
    the group that it was), behind all while there is none, and 0 elsewhere."""
    db.execute("""
        ALTER TABLE messages ADD COLUMN number INTEGER GENERATED ALWAYS AS (CASE
            WHEN channel != 'telegram' THEN 0
            WHEN external_id IS NULL THEN 1 << 62
            WHEN external_id GLOB '-[0-9]*/[0-9]*'
                THEN (1 << 40) + CAST(substr(external_id, instr(external_id, '/') + 1) AS INTEGER)
            WHEN external_id GLOB '[0-9]*' THEN CAST(external_id AS INTEGER)
            ELSE 0 END) VIRTUAL
    """)
    db.execute("DROP INDEX messages_thread")
    db.execute(
        "CREATE INDEX messages_thread ON messages (thread, at, number, id) WHERE deleted = 0"
    )
    shown = "FROM messages WHERE thread = ? AND deleted = 0"
    newest = "ORDER BY at DESC, number DESC, id DESC LIMIT 1"
    for (thread,) in db.execute(
        "SELECT DISTINCT thread FROM (SELECT thread FROM messages WHERE deleted = 0"
        " GROUP BY thread, at HAVING count(*) > 1)"
    ).fetchall():
        answered = db.execute(
            f"SELECT at, number, id {shown} AND direction = 'out' AND status != 'failed'"
            " AND service = 0"
            " AND coalesce(json_extract(CAST(around AS TEXT), '$.automatic'), 0) = 0"
            f" {newest}",
            (thread,),
        ).fetchone()
        stands = (
            *db.execute(f"SELECT id {shown} {newest}", (thread,)).fetchone(),
            *db.execute(
                f"SELECT min(at) {shown} AND direction = 'in' AND service = 0"
                " AND (at, number, id) > (?, ?, ?)",
                (thread, *(answered or (-1, -1, -1))),
            ).fetchone(),
        )
        db.execute(
            "UPDATE threads SET last_message = ?, waiting_since = ? WHERE id = ?"
            " AND (last_message, waiting_since) IS NOT (?, ?)",
            (*stands, thread, *stands),
        )


@migrations()
def m025_people(db: "Database") -> None:
    """Who is to be written to first stands in the list before anything is said; whom an account
    has blocked."""
    db.executescript("""
        ALTER TABLE threads ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identities ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE identities ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
        DROP INDEX identities_set;
        CREATE INDEX identities_set ON identities (channel, account)
            WHERE archived = 1 OR muted_until != -1 OR marked = 1 OR chat_pinned = 1
                OR blocked = 1;
    """)


@migrations()
def m026_mentions(db: "Database") -> None:
    """What is unread and names us in a group is found without looking through all that is unread
    there (`core.store.read.rooms.NAMED`)."""
    db.execute(
        "CREATE INDEX messages_mentions ON messages (thread)"
        " WHERE unread = 1 AND instr(around, '\"mentioned\":true') > 0"
    )


@migrations()
def m027_answers(db: "Database") -> None:
    """The last answer to a client is found without looking through all that they wrote since."""
    db.execute(
        "CREATE INDEX messages_ours ON messages (thread, at, number, id)"
        " WHERE direction = 'out' AND deleted = 0"
    )


@migrations()
def m028_pin_places(db: "Database") -> None:
    """In which order an account has its pinned chats."""
    db.execute("ALTER TABLE identities ADD COLUMN pin_place INTEGER NOT NULL DEFAULT 0")
