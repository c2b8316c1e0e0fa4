"""The hub's home on NATS JetStream: several hubs keep there what they take in, as one."""

import contextlib
import errno
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

import msgspec
from nats.aio.msg import Msg

from core.domain.problems import Problem, ProblemError
from core.team import nats_streams
from core.team.nats_access import NatsAccess, token
from core.team.nats_answers import Broken, Denied, Refused, told
from core.team.nats_files import Files
from core.team.nats_line import Line
from core.team.nats_streams import NS, Streams

_OPEN_SECONDS: Final = 10.0
_LINE_SECONDS: Final = 2.0
_HELD_SECONDS: Final = 600
_NO_ROOM: Final = (10023, 10047, 10077, 10025, 10028)
"""Insufficient resources, insufficient storage, store failed, resource limits exceeded."""


class NatsHome:
    """A hub's home. ``days`` is how long updates and files are kept; ``replicas`` as many servers
    of a cluster hold each. ``on_state`` hears when the line breaks or is there again."""

    def __init__(
        self,
        access: NatsAccess,
        *,
        stream: str = "threadline",
        days: int = 30,
        replicas: int = 1,
        on_state: Callable[[], None] = lambda: None,
    ) -> None:
        self._line = Line(access, on_state)
        self._streams = Streams(stream)
        self._files = Files(self._line, self._streams.bucket)
        self._days = days
        self._replicas = replicas
        self._held: dict[str, str] = {}

    @property
    def problem(self) -> Problem | None:
        """Why nothing can be kept now."""
        return self._line.problem

    async def open(self) -> None:
        """Lay the line, make the streams. Raises ProblemError."""
        await self._line.start()
        try:
            await self._line.opened(_OPEN_SECONDS)
            await self._ensure()
        except (Broken, Denied, Refused) as error:
            problem = self._line.problem
            await self._line.stop()
            raise (ProblemError(problem) if problem is not None else told(error)) from error
        except BaseException:
            await self._line.stop()
            raise

    async def _ensure(self) -> None:
        streams, days, replicas = self._streams, self._days, self._replicas
        for config in (
            streams.files_config(self._files, days, replicas),
            streams.due_config(days, replicas),
            streams.updates_config(days, replicas),
        ):
            await nats_streams.ensure(self._line, config)
        consumer = {
            "stream_name": streams.due,
            "config": {
                "durable_name": "hubs",
                "ack_policy": "explicit",
                "deliver_policy": "all",
                "ack_wait": _HELD_SECONDS * NS,
                # one that is put off counts until its time has come
                "max_ack_pending": 100_000,
            },
        }
        await self._line.api(f"CONSUMER.CREATE.{streams.due}.hubs", consumer)

    async def close(self) -> None:
        """Let go of the line. What was not acknowledged was not kept."""
        await self._line.stop()

    async def put(
        self, key: str, body: bytes, *, desk: str = "", media: Sequence[str] = ()
    ) -> None:
        """Keep one update; acknowledged by JetStream when it returns. Raises OSError."""
        async with _kept(self._line):
            try:
                await self._put(key, body, desk, media)
            except Refused as error:
                if error.err_code:
                    raise
                # somebody deleted the streams
                await self._ensure()
                await self._put(key, body, desk, media)

    async def _put(self, key: str, body: bytes, desk: str, media: Sequence[str]) -> None:
        for ref in media:
            await nats_streams.say(self._line, self._due(ref), ref.encode(), {})
        subject = self._streams.subject(key, desk)
        await nats_streams.say_body(self._line, self._files, subject, body)

    async def due(self, limit: int) -> list[str]:
        """Ids of files to be fetched now, each given to one hub for ten minutes. Raises OSError."""
        async with _kept(self._line):
            found: list[str] = []
            for message in await self._pull(limit):
                ref = message.data.decode()
                if await self._files.has(ref):
                    await self._line.say(message.reply, b"+ACK")
                    continue
                self._held[ref] = message.reply
                found.append(ref)
            return found

    async def put_media(self, ref: str, data: bytes) -> None:
        """Keep a file; it is not due any more. Raises OSError."""
        async with _kept(self._line):
            await self._files.put(ref, data)
            await self._answer(ref, b"+ACK")

    async def put_off(self, ref: str, seconds: float | None) -> None:
        """Due again after ``seconds``, None: never. Raises OSError."""
        delay = msgspec.json.encode({"delay": int((seconds or 0) * NS)})
        async with _kept(self._line):
            await self._answer(ref, b"+TERM" if seconds is None else b"-NAK " + delay)

    async def media(self, ref: str) -> bytes | None:
        """A file that was kept. Raises OSError."""
        async with _kept(self._line):
            return await self._files.get(ref)

    def _due(self, ref: str) -> str:
        return f"{self._streams.name}.due.{token(ref)}"

    async def _answer(self, ref: str, word: bytes) -> None:
        reply = self._held.pop(ref, None)
        if reply is not None:
            await self._line.say(reply, word)

    async def _pull(self, limit: int) -> list[Msg]:
        """What can be had at once."""
        line, streams = self._line, self._streams
        found: list[Msg] = []
        async with line.inbox() as answers:
            wish = msgspec.json.encode({"batch": limit, "no_wait": True})
            where = f"$JS.API.CONSUMER.MSG.NEXT.{streams.due}.hubs"
            await line.say(where, wish, answers.subject)
            while len(found) < limit:
                message = await answers.next(_LINE_SECONDS)
                status = (message.headers or {}).get("Status", "")
                if status == "503":
                    raise Refused(503, 0, "no such queue")
                if status:
                    break
                found.append(message)
        return found


@contextlib.asynccontextmanager
async def _kept(line: Line) -> AsyncIterator[None]:
    """What goes wrong here is an OSError for the hub: it answers 503, and Meta sends again."""
    try:
        await line.opened(_LINE_SECONDS)
        yield
    except Denied as error:
        raise PermissionError(errno.EACCES, f"NATS does not let us: {error.subject}") from error
    except Refused as error:
        full = error.err_code in _NO_ROOM
        raise OSError(errno.ENOSPC if full else errno.EIO, f"NATS: {error}") from error
    except Broken as error:
        raise OSError(errno.ENOTCONN, f"NATS: {error}") from error
