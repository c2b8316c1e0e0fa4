"""The loop of the window."""

import asyncio

from PySide6.QtWidgets import QApplication

from desktop.shell.loop import Loop


async def steps(count: int) -> int:
    for _ in range(count):
        await asyncio.sleep(0)
    return await asyncio.to_thread(lambda: count)


def test_what_goes_on_when_the_loop_ends_has_a_loop() -> None:
    """What ends in the same moment as the work that is waited for may be a step further than it."""

    async def begin() -> list[asyncio.Task[int]]:
        return [asyncio.ensure_future(steps(count)) for count in range(4)]

    loop = Loop(QApplication.instance() or QApplication([]))
    try:
        begun = loop.run_until_complete(begin())
        assert loop.run_until_complete(asyncio.wait_for(asyncio.gather(*begun), 30)) == [0, 1, 2, 3]
    finally:
        loop.close()
