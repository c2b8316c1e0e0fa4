"""A profile with as many messages as one wants, written row by row: for benchmarks of scale.

``python -m tests.benchmarks.big_store FOLDER MESSAGES [indexed]``. Ten messages a
thread; a tenth of the threads wait for an answer, some have a window, a budget, a fact. The log is
empty, so it is never rebuilt here.
"""

import asyncio
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from core.pipeline.indexing import IndexingStage
from core.store.store import Store

PER_THREAD = 10
QUEUES = ("sales", "documents", "logistics", "support", "partners")
INTENTS = ("price_request", "order", "documents", "delivery", "support", "objection", "smalltalk")
NAMES = (
    "Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Ирина", "Кирилл",
    "John", "Mary", "Peter", "Olivia", "Ahmed", "Wei",
)  # fmt: skip
SURNAMES = (
    "Соколов", "Мельник", "Ким", "Орлов", "Гусев", "Петренко", "Smith", "Brown", "Novak", "Ivanova",
)  # fmt: skip
SUBJECTS = (
    "насос", "кабель", "панель", "стеллаж", "договор", "поставка", "счёт", "монтаж", "фильтр",
    "двигатель", "клапан", "краска", "лицензия", "доставка", "гарантия", "pump", "cable",
    "invoice", "delivery", "licence",
)  # fmt: skip
SAYS = (
    "Добрый день! Сколько стоит {s} на {n} шт.?", "Когда будет {s}? Ждём вторую неделю",
    "{s} {n} штук, нужно до пятницы", "Пришлите, пожалуйста, документы по {s}, заказ {n}",
    "How much is the {s} for {n} pieces?", "Спасибо, {s} получили", "У конкурентов {s} дешевле",
    "Да, берём {n}", "А {s} есть в наличии в Твери?", "Можно перенести встречу по {s} на завтра",
)  # fmt: skip


WORDS = 300_000
SYLLABLES = (
    "на", "сос", "ка", "бель", "до", "го", "вор", "по", "став", "мон", "таж", "фи", "льтр", "кра",
    "ска", "га", "ран", "тия", "дви", "тель", "пре", "при", "про", "ный", "ова", "ски", "ре", "ст",
    "ли", "цен", "зия", "от", "че", "ту", "ма", "ша", "кол", "бо", "рик", "де", "pum", "ca", "ble",
    "in", "voi", "ce", "de", "li", "ve", "ry", "con", "tra", "ct",
)  # fmt: skip


def _rows(threads: int, now: int) -> Iterator[tuple[list[object], list[list[object]]]]:
    """A thread and its messages."""
    draw = random.Random(7)
    for thread in range(1, threads + 1):
        last = now - int(draw.expovariate(1 / 2e10)) - thread * 10
        waiting = draw.random() < 0.1
        messages: list[list[object]] = []
        for place in range(PER_THREAD):
            inbound = place % 2 == (1 if waiting else 0)
            text = draw.choice(SAYS).format(s=draw.choice(SUBJECTS), n=draw.randint(1, 900))
            at = last - (PER_THREAD - 1 - place) * 600_000
            number = (thread - 1) * PER_THREAD + place + 1
            messages.append([number, thread, thread, "in" if inbound else "out", at, text])
        whatsapp = draw.random() < 0.4
        budget = draw.choice(("", "", "", f"{draw.randint(20, 900)}000 RUB"))
        row: list[object] = [
            thread, f"{draw.choice(NAMES)} {draw.choice(SURNAMES)} {thread}",
            thread * PER_THREAD, last, int(waiting), last if waiting else None, int(whatsapp),
            last + 86_400_000 if whatsapp else None, "whatsapp" if whatsapp else "telegram",
            draw.choice(QUEUES), f'[["{draw.choice(INTENTS)}",0.9]]', budget,
            float(budget.split()[0]) if budget else 0.0,
        ]  # fmt: skip
        yield row, messages


def _write(conn: sqlite3.Connection, messages: int, now: int) -> None:
    intents = '[{{"tag":"{}","confidence":0.9}}]'
    threads, people, said = [], [], []

    def flush() -> None:
        conn.executemany(
            "INSERT INTO threads (id, name, sort_name, last_message, last_at, unread,"
            " waiting_since, listed, has_window, window_closes, channels, queue, intents, budget,"
            " worth, seq, understood)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 1, 1)",
            [[row[0], row[1], str(row[1]).casefold(), *row[2:]] for row in threads],
        )
        conn.executemany(
            "INSERT INTO identities (id, channel, account, peer, thread, home, name)"
            " VALUES (?, ?, '1', ?, ?, ?, ?)",
            people,
        )
        conn.executemany(
            "INSERT INTO messages (id, thread, identity, channel, account, external_id, direction,"
            " at, text, live, seq) VALUES (?, ?, ?, ?, '1', ?, ?, ?, ?, 0, ?)",
            said,
        )
        for part in (threads, people, said):
            part.clear()

    for row, lines in _rows(messages // PER_THREAD, now):
        row[10] = intents.format(str(row[10])[3:].split('"')[0])
        threads.append(row)
        people.append([row[0], row[8], str(10_000 + int(str(row[0]))), row[0], row[0], row[1]])
        said += [
            [m[0], m[1], m[2], row[8], f"m{m[0]}", m[3], m[4], m[5], m[0]] for m in lines
        ]  # fmt: skip
        if len(said) >= 50_000:
            flush()
    flush()
    # a message's id is the position of its event: the next events come after these
    conn.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('log', ?)", (messages,))
    conn.execute("ANALYZE")


async def build(folder: Path, messages: int) -> Path:
    """The profile ``folder`` with a log of so many messages; made once, kept for the next time."""
    database = folder / "threadline.db"
    if not database.exists():
        folder.mkdir(parents=True, exist_ok=True)
        store = Store(database)
        await store.open()
        await store.write(lambda conn: _write(conn, messages, int(time.time() * 1000)))
        await store.close()
    return database


async def index(database: Path) -> None:
    """Let the search take in everything, and give it as many words as people use."""
    store = Store(database)
    await store.open()
    stage = IndexingStage(store, batch=3000, rest=0)
    while await stage.step() == 0:
        pass
    await store.write(lambda conn: conn.executemany(
        "INSERT OR IGNORE INTO search_words VALUES (?, 1)", ((word,) for word in _made_up(WORDS))
    ))  # fmt: skip
    await store.write(lambda conn: conn.execute(
        "INSERT OR IGNORE INTO search_lemmas SELECT form, form FROM search_words"
    ))  # fmt: skip
    await store.close()


def _made_up(count: int) -> Iterator[str]:
    """Words nobody says, as like each other as words are."""
    draw = random.Random(11)
    for _ in range(count):
        yield "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 5)))


if __name__ == "__main__":
    made = asyncio.run(build(Path(sys.argv[1]), int(sys.argv[2])))
    if "indexed" in sys.argv[3:]:
        asyncio.run(index(made))
    print(made)
