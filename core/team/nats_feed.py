"""A hub's feed out of NATS JetStream, for a desk with a user of its own."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from nats.aio.msg import Msg

from core.domain.problems import ChannelError, Problem, ProblemError
from core.ports import ChannelState, Taken, Update
from core.support.backoff import Backoff
from core.team import nats_streams
from core.team.nats_access import NatsAccess, token
from core.team.nats_answers import Broken, Denied, Refused, told
from core.team.nats_files import Files
from core.team.nats_line import Inbox, Line
from core.team.nats_streams import NS, Streams

log = logging.getLogger(__name__)

PATIENCE: Final = 20
"""Refusals in a row before a part of an update counts as lost: some two minutes."""
_BATCH: Final = 100
_LONGEST: Final = 30.0
_BEAT: Final = 5.0
_IDLE: Final = 60
_RETRY: Final = 5.0
_LINE_SECONDS: Final = 2.0
_OFF: Final = 300.0


class NatsFeed:
    """A Feed. Its positions are ``<when the stream was made>/<sequence>``: where the stream was
    made anew it is read from its beginning, and events that are known change nothing."""

    def __init__(self, access: NatsAccess, *, stream: str = "threadline") -> None:
        self._line = Line(access, self._line_changed)
        self._streams = Streams(stream)
        self._files = Files(self._line, self._streams.bucket)
        self._desk = access.name
        self._state: ChannelState = "off"
        self._problem: Problem | None = None
        self._on_state: Callable[[], None] = lambda: None
        self._reader: asyncio.Task[None] | None = None
        self._refused = 0

    @property
    def state(self) -> ChannelState:
        """``waiting`` while the server cannot be reached, ``failed`` where it refuses us."""
        return self._state

    @property
    def problem(self) -> Problem | None:
        """Why the state is not online."""
        return self._problem

    async def start(self, after: str, take: Taken, on_state: Callable[[], None]) -> None:
        """Read from behind ``after`` until stopped."""
        self._on_state = on_state
        access = self._line.access
        if not access.servers or not access.name:
            self._tell("signed_out", Problem("feed-not-configured"))
            return
        self._tell("connecting")
        try:
            await self._line.start()
        except ProblemError as error:
            self._tell("failed", error.problem)
            return
        self._reader = asyncio.create_task(self._read_on(after, take), name="nats feed")

    async def stop(self) -> None:
        """Give back the connection."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
        await self._line.stop()
        self._tell("off")

    async def media(self, ref: str) -> bytes | None:
        """A file that a hub fetched. Raises ChannelError."""
        async with _channel(self._line):
            return await self._files.get(ref)

    async def share(self, key: str, body: bytes) -> None:
        """Tell the other desks. Raises ChannelError."""
        async with _channel(self._line):
            subject = self._streams.subject(key, self._desk)
            await nats_streams.say_body(self._line, self._files, subject, body)

    async def _read_on(self, after: str, take: Taken) -> None:
        """Again and again where the line breaks, the stream is gone, or ``take`` fails."""
        place, backoff = after, Backoff(most=10.0)

        async def taken(updates: Sequence[Update], position: str) -> None:
            nonlocal place
            await take(updates, position)
            place, self._refused = position, 0
            backoff.reset()

        while True:
            try:
                await self._line.opened()
                await self._read(place, taken)
            except Denied as error:
                self._tell("failed", told(error).problem)
            except Refused as error:
                log.info("the feed is read anew: %s", error)
                if error.err_code:  # else only our place in the stream was taken back
                    self._tell("waiting", told(error).problem)
            except Broken as error:
                log.info("the feed is read anew: %s", error)
                if self._line.state == "online":
                    self._tell("waiting", told(error).problem)
            except ProblemError as error:
                log.warning("updates could not be taken, they are read again: %s", error)
            except Exception:
                log.exception("updates could not be taken; they are read again")
            await asyncio.sleep(backoff.next())

    async def _read(self, place: str, taken: Taken) -> None:
        line, stream = self._line, self._streams.name
        stands = await nats_streams.info(line, stream)
        if stands is None:
            self._tell("failed", Problem("feed-missing", {"name": stream}))
            return
        created, _, sequence = place.rpartition("/")
        after = int(sequence) if created == stands.created and sequence.isdecimal() else 0
        if created and created != stands.created:
            log.warning("stream %s was made anew: it is read from its beginning", stream)
        async with line.inbox() as answers:
            consumer = await self._consumer(after)
            self._tell("online", clock_problem(stands.ts) or _gap(after, stands))
            async for part in self._parts(consumer, answers):
                updates = [await self._update(one) for one in part]
                await taken(updates, f"{stands.created}/{part[-1].metadata.sequence.stream}")

    async def _update(self, message: Msg) -> Update:
        patient = self._refused < PATIENCE
        try:
            return await nats_streams.heard(self._files, self._streams, message, patient=patient)
        except Refused:
            self._refused += 1
            raise

    async def _consumer(self, after: int) -> str:
        """A place in the stream behind ``after``; the server forgets it when nobody asks."""
        name = f"{token(self._desk)}-{secrets.token_hex(6)}"
        config = {
            "name": name,
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": after + 1,
            "ack_policy": "none",
            "inactive_threshold": _IDLE * NS,
            "mem_storage": True,
            "num_replicas": 1,
        }
        stream = self._streams.name
        body = {"stream_name": stream, "config": config, "action": "create"}
        await self._line.api(f"CONSUMER.CREATE.{stream}.{name}", body)
        return name

    async def _parts(self, consumer: str, answers: Inbox) -> AsyncIterator[list[Msg]]:
        """What has come, in order, as it comes; no more than a batch is on its way at a time."""
        line = self._line
        wish = {
            "batch": _BATCH,
            "max_bytes": 2 * line.most,
            "expires": int(_LONGEST * NS),
            "idle_heartbeat": int(_BEAT * NS),
        }
        left = 0
        while True:
            if left == 0:
                where = f"$JS.API.CONSUMER.MSG.NEXT.{self._streams.name}.{consumer}"
                await line.say(where, msgspec.json.encode(wish), answers.subject)
                left = _BATCH
            part: list[Msg] = []
            while not part or answers.ready:
                message = await answers.next(3 * _BEAT)
                headers = message.headers or {}
                match headers.get("Status", ""):
                    case "":
                        part.append(message)
                        left -= 1
                    case "100":
                        continue
                    case "404" | "408":
                        left = 0
                    case "409" if "Batch Completed" in headers.get("Description", ""):
                        left = 0
                    case status:
                        raise Refused(int(status), 0, headers.get("Description", "no consumer"))
                if left == 0:
                    break
            if part:
                yield part

    def _line_changed(self) -> None:
        if self._line.state in ("waiting", "failed", "connecting") and self._reader is not None:
            self._tell(self._line.state, self._line.problem)

    def _tell(self, state: ChannelState, problem: Problem | None = None) -> None:
        if (state, problem) != (self._state, self._problem):
            self._state, self._problem = state, problem
            self._on_state()


def clock_problem(theirs: str) -> Problem | None:
    """Where this machine's clock is off against a server's (RFC 3339), None where it is not."""
    try:
        at = datetime.fromisoformat(theirs[:19]).replace(tzinfo=UTC)
    except ValueError:
        return None
    off = (datetime.now(UTC) - at).total_seconds()
    return (
        Problem("feed-clock", {"minutes": str(round(abs(off) / 60))}) if abs(off) > _OFF else None
    )


def _gap(after: int, stands: nats_streams.StreamInfo) -> Problem | None:
    """The desk was away for longer than a hub keeps what it took in."""
    return Problem("feed-gap") if 0 < after < stands.state.first_seq - 1 else None


@contextlib.asynccontextmanager
async def _channel(line: Line) -> AsyncIterator[None]:
    """What goes wrong here is a ChannelError for the desk."""
    try:
        await line.opened(_LINE_SECONDS)
        yield
    except (Broken, Denied, Refused) as error:
        problem = (isinstance(error, Broken) and line.problem) or told(error).problem
        raise ChannelError(problem, retry_in=_RETRY) from error
