"""What ends something goes on to its end."""

import asyncio

import pytest

from core.support.ending import to_the_end


async def _ending(go: asyncio.Event, done: list[str], fails: Exception | None = None) -> str:
    done.append("begun")
    await go.wait()
    done.append("over")
    if fails is not None:
        raise fails
    return "done"


@pytest.mark.parametrize("fails", [None, OSError("away")])
async def test_a_cancellation_waits_until_it_is_over(fails: Exception | None) -> None:
    go = asyncio.Event()
    done: list[str] = []
    task = asyncio.create_task(to_the_end(_ending(go, done, fails)))
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        assert not task.done()
    go.set()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert done == ["begun", "over"]
    assert cancelled.value.__cause__ is fails


async def test_what_it_gives_and_raises_comes_through() -> None:
    go = asyncio.Event()
    go.set()
    assert await to_the_end(_ending(go, [])) == "done"
    with pytest.raises(OSError, match="away"):
        await to_the_end(_ending(go, [], OSError("away")))
