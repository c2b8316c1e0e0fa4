"""Whatever is typed, the store answers: no text is an error of SQL or of FTS5."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pipeline.indexing import IndexingStage
from core.search.query import parse
from core.store.read.search import SHOWN, search
from core.store.read.search_words import threads
from core.store.store import Store
from tests.core.search.test_finding import ANNA, BORIS, NOW, said
from tests.core.search.test_query import PIECES


async def _made(path: Path) -> None:
    store = Store(path, clock=lambda: NOW / 1000)
    await store.open()
    await store.append([
        said(ANNA, "1", "Сколько стоят насосы? 600×600, «договор» OR NOT AND NEAR(a b)"),
        said(BORIS, "a", 'We need "pumps" * by 5.12 — https://x.y 中文 عربي'),
    ])  # fmt: skip
    stage = IndexingStage(store, rest=0)
    while await stage.step() == 0:
        pass
    await store.close()


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("any") / "log.db"
    asyncio.run(_made(path))
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    yield conn
    conn.close()


HARD = st.sampled_from([
    "OR", "AND", "NOT", "NEAR(", "*", "^", '"', "'", "--", "{words}", "words:", "насос*", "中文",
    "عربي", "§pdf", "has:pdf", "from:*", 'from:"', "queue:'", "intent:%", "budget>1e9", "is:done",
    "after:0001-01-01", "before:9999-12-30", "deadline<=29.2", "до:1.1.1", "600×600", "+7 916",
])  # fmt: skip


@given(st.lists(st.one_of(PIECES, HARD), max_size=6).map(" ".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_whatever_is_typed_is_answered(conn: sqlite3.Connection, text: str) -> None:
    found = search(conn, parse(text), now=NOW)
    assert len(found.messages) <= SHOWN["message"]
    for hit in found.messages:
        assert 0 <= hit.start <= hit.end
    assert len(threads(conn, text)) <= 2


@given(st.sampled_from(["насосы", "pumps", "中文", "عربي", "договор", "600"]), st.data())
def test_every_beginning_of_a_word_finds_it(
    conn: sqlite3.Connection, word: str, data: st.DataObject
) -> None:
    start = word[: data.draw(st.integers(1, len(word)))]
    assert search(conn, parse(start), now=NOW).messages
