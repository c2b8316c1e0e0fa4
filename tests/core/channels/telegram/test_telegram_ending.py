"""A channel that is closed while its connection ends by itself leaves nothing behind: what is left
is looked for when the stage is taken down."""

import asyncio

from tests.core.channels.telegram.conftest import Stage


async def test_closed_while_the_line_is_being_wound_up(stage: Stage) -> None:
    for ticks in range(24):
        channel = await stage.signed_in()
        channel._connection.leave()
        for _ in range(ticks):
            await asyncio.sleep(0)
        await channel.close()
