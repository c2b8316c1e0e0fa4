"""What messengers answer about one message, in memory."""

import asyncio
from collections.abc import Sequence

from msgspec.structs import replace

from core.domain.answers import Pressed, ReadBy
from core.domain.channels import Peer
from core.domain.problems import Problem, ProblemError
from core.domain.views import MessageRow


class SampleAsked:
    """Implements Asking. ``fail`` is raised by the next call."""

    def __init__(self, now: int) -> None:
        self.readers = [ReadBy(now - 600_000)]
        self.answers: dict[bytes, Pressed] = {}
        self.pressed: list[bytes] = []
        self.fail: Problem | None = None

    async def _say(self) -> None:
        await asyncio.sleep(0)
        if self.fail is not None:
            problem, self.fail = self.fail, None
            raise ProblemError(problem)

    async def read_by(self, peer: Peer, message: str) -> list[ReadBy]:
        await self._say()
        return self.readers

    async def press(self, peer: Peer, message: str, data: bytes) -> Pressed:
        await self._say()
        self.pressed.append(data)
        return self.answers.get(data, Pressed())

    async def address(self, peer: Peer, message: str) -> str:
        await self._say()
        return f"https://t.me/c/1/{message.rpartition('/')[2]}"


def voted(row: MessageRow, options: Sequence[bytes]) -> MessageRow:
    """A poll after our vote."""
    around = row.around
    if around is None or around.poll is None:
        return row
    poll = around.poll
    made = tuple(
        replace(one, chosen=one.key in options, votes=one.votes + (one.key in options) - one.chosen)
        for one in poll.options
    )
    voters = poll.voters + bool(options) - any(one.chosen for one in poll.options)
    poll = replace(poll, options=made, told=True, voters=voters)
    return replace(row, around=replace(around, poll=poll))
