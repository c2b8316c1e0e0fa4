"""Full collections: when, on which thread, and that all is as before when it ends."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from desktop.shell import garbage
from desktop.shell.garbage import Garbage


class Node:
    """Something in a cycle."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Garbage]:
    monkeypatch.setattr(garbage, "APART_S", 0.0)
    before = gc.get_threshold()
    made = Garbage()
    yield made
    made.stop()
    assert gc.get_threshold() == before
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


async def test_a_full_collection_is_the_loops(kept: Garbage) -> None:
    kept.start()
    assert not gc.isenabled()
    kept.settle()
    assert gc.get_freeze_count() > 0

    threads, ended = [], asyncio.Event()

    def heard(phase: str, info: dict[str, int]) -> None:
        if phase == "stop" and info["generation"] == 2:
            threads.append(threading.get_ident())
            ended.set()

    gc.callbacks.append(heard)
    try:
        lost = weakref.ref(Node())

        def work() -> None:
            for _ in range(garbage.MIDDLE + 1):
                gc.collect(1)

        while not ended.is_set():  # none is done while another thread is at one
            await asyncio.to_thread(work)  # another thread makes the garbage
            await asyncio.sleep(0)
    finally:
        gc.callbacks.remove(heard)
    assert set(threads) == {threading.get_ident()}
    assert lost() is None


async def test_what_stood_is_left_out_until_the_end(kept: Garbage) -> None:
    kept.start()
    stood = weakref.ref(Node())
    kept.settle()
    gc.collect()
    assert stood() is not None
    kept.stop()
    gc.collect()
    assert stood() is None


async def test_nothing_waits_after_the_end(kept: Garbage) -> None:
    kept.settle()
    for _ in range(garbage.MIDDLE + 1):
        gc.collect(1)
    kept.stop()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert kept.full == 0


def test_an_end_without_a_window(kept: Garbage) -> None:
    kept.start()  # it could not be opened
