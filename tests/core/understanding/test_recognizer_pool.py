"""The recognizers' own process: answers, is replaced when it dies, leaves nothing."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.domain.problems import ProblemError
from core.understanding.pool import LocalRecognizers, RecognizerPool


@pytest.fixture
async def pool() -> AsyncIterator[RecognizerPool]:
    made = RecognizerPool()
    yield made
    await made.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_it_reads_names_in_another_process(pool: RecognizerPool, turns) -> None:
    assert await pool.start()
    assert pool.pid not in {None, os.getpid()}
    reading = await pool.read(turns("c Меня зовут Ирина Ковалёва, нужны 500 коробов"))
    assert {"person": "Ирина Ковалёва", "quantity": "500"}.items() <= {
        c.kind: c.value for c in reading.candidates
    }.items()


async def test_a_dead_child_is_replaced_and_the_request_answered(
    pool: RecognizerPool, turns
) -> None:
    await pool.start()
    first = pool.pid
    assert first is not None
    os.kill(first, 9)
    reading = await pool.read(turns("c ИНН 7707083893"))
    assert [c.value for c in reading.candidates] == ["7707083893"]
    assert pool.pid != first


async def test_a_request_that_kills_twice_is_a_problem(pool: RecognizerPool) -> None:
    with pytest.raises(ProblemError) as caught:
        await pool._ask("die", None)
    assert caught.value.problem.code == "reader-failed"


async def test_a_child_that_hangs_is_replaced(turns) -> None:
    pool = RecognizerPool(seconds=0.001)  # even the loading takes longer
    with pytest.raises(ProblemError):
        await pool.read(turns("c привет"))
    assert pool.pid is None
    await pool.close()


async def test_closing_leaves_no_process_and_refuses(turns) -> None:
    pool = RecognizerPool()
    await pool.start()
    pid = pool.pid
    assert pid is not None
    await pool.close()
    await pool.close()
    assert not alive(pid)
    with pytest.raises(ProblemError):
        await pool.read(turns("c привет"))


async def test_closing_during_a_request_does_not_wait_for_it(turns) -> None:
    pool = RecognizerPool()
    task = asyncio.create_task(pool.read(turns("c привет")))
    await asyncio.sleep(0.2)
    await pool.close()
    with pytest.raises(ProblemError):
        await task


async def test_a_document_is_read_there_too(pool: RecognizerPool, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnothing")
    text = await pool.read_document(bad, "bad.pdf", "")
    assert text.problem is not None
    assert text.problem.code == "pdf-broken"
    same = await LocalRecognizers().read_document(bad, "bad.pdf", "")
    assert same == text


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
async def test_its_arithmetic_takes_one_thread_and_leaves_ours_as_it_was(
    pool: RecognizerPool,
) -> None:
    before = dict(os.environ)
    await pool.start()
    assert len(list(Path(f"/proc/{pool.pid}/task").iterdir())) == 1
    assert dict(os.environ) == before
