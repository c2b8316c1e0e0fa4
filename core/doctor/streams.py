"""A home on NATS JetStream: reachable, its streams and their limits, what this user may do."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from core.doctor.findings import Finding, bad, good, unknown
from core.doctor.setup import Stream
from core.domain.problems import Problem, ProblemError
from core.team.nats_answers import Broken, Denied, Refused, told
from core.team.nats_files import Files
from core.team.nats_line import Line
from core.team.nats_streams import NS, Streams

_OPEN_SECONDS: Final = 6.0
_DAY_NS: Final = 86_400 * NS
_NOT_THIS: Final = {"Nats-Expected-Stream": "threadline-doctor"}
"""No stream has that name, so nothing that is said so is kept: only the right is tried."""
_FULL: Final = 0.9


class Right(NamedTuple):
    """A subject that ``may`` be said, or may not."""

    subject: str
    may: bool


class _State(msgspec.Struct, frozen=True):
    messages: int = 0
    bytes: int = 0


class _Config(msgspec.Struct, frozen=True):
    storage: str = ""
    discard: str = ""
    max_age: int = 0
    max_bytes: int = -1
    num_replicas: int = 1


class _Info(msgspec.Struct, frozen=True):
    config: _Config
    state: _State = _State()


class _Limits(msgspec.Struct, frozen=True):
    max_storage: int = -1


class _Account(msgspec.Struct, frozen=True):
    storage: int = 0
    limits: _Limits = _Limits()


async def look(setup: Stream) -> list[Finding]:
    """Everything about it."""
    line = Line(setup.access)
    place = ", ".join(setup.access.servers)
    later = [unknown(step, "after-nats") for step in ("jetstream", "stream", "nats-rights")]
    try:
        await line.start()
        try:
            await line.opened(_OPEN_SECONDS)
            found = [good("nats", "nats-good", place=place, user=setup.access.user or "–")]
            return found + await _Looking(setup, line).all()
        finally:
            problem = line.problem
            await line.stop()
    except ProblemError as error:
        return [_closed("nats", place, error.problem), *later]
    except (Broken, Denied, Refused) as error:
        return [_closed("nats", place, problem or told(error).problem), *later]


_MEANT: Final = {
    "feed-unreachable": "nats-silent",
    "feed-auth": "nats-refused",
    "feed-certificate": "nats-certificate",
    "feed-denied": "nats-denied",
}


def _closed(step: str, place: str, problem: Problem) -> Finding:
    """What a feed says to an operator, said to whoever looks after the server."""
    code = _MEANT.get(problem.code)
    if code is None:
        return bad(step, problem)
    return bad(step, code, place=place, detail=problem.params.get("detail", ""))


class _Looking:
    def __init__(self, setup: Stream, line: Line) -> None:
        self._setup = setup
        self._line = line
        self._streams = Streams(setup.name)
        self._files = Files(line, self._streams.bucket)

    async def all(self) -> list[Finding]:
        jetstream, on = await self._jetstream()
        if not on:
            return [jetstream, *(unknown(step, "after-nats") for step in ("stream", "nats-rights"))]
        streams = self._streams
        names = [streams.name]
        if self._setup.role == "hub":
            names += [streams.due, self._files.stream]
        found = [jetstream]
        for name in names:
            found.append(await self._stream(name))
        return [*found, *await self._rights()]

    async def _jetstream(self) -> tuple[Finding, bool]:
        """What JetStream says of the account; a desk may only ask for the stream."""
        what = "INFO" if self._setup.role == "hub" else f"STREAM.INFO.{self._streams.name}"
        try:
            said = await self._line.api(what)
        except Denied as error:
            return self._closed("jetstream", error), False
        except Refused as error:
            if error.code == 404:
                return good("jetstream", "jetstream-good"), True
            return bad("jetstream", "jetstream-off", detail=error.text), False
        if self._setup.role == "desk":
            return good("jetstream", "jetstream-good"), True
        return storage(msgspec.json.decode(said, type=_Account)), True

    async def _stream(self, name: str) -> Finding:
        try:
            said = await self._line.api(f"STREAM.INFO.{name}")
        except Denied as error:
            return self._closed("stream", error)
        except Refused as error:
            if error.code == 404:
                missing = unknown if self._setup.role == "hub" else bad
                return missing("stream", f"stream-none-{self._setup.role}", name=name)
            return self._closed("stream", error)
        days = self._setup.days if name == self._streams.name else 0
        return stream(name, said, days)

    def _closed(self, step: str, error: Exception) -> Finding:
        return _closed(step, ", ".join(self._setup.access.servers), told(error).problem)

    async def _rights(self) -> list[Finding]:
        found: list[Finding] = []
        for right in wanted(self._setup, self._streams, self._files):
            allowed = await self._may(right.subject)
            if allowed != right.may:
                code = "right-missing" if right.may else "right-excess"
                found.append(bad("nats-rights", code, subject=right.subject))
        user = self._setup.access.user or self._setup.access.name
        return found or [good("nats-rights", "nats-rights-good", user=user)]

    async def _may(self, subject: str) -> bool:
        try:
            await self._line.ask(subject, b"{}", _NOT_THIS)
        except Denied:
            return False
        except Refused:
            return True  # nobody answers there: nobody objects either
        return True


def wanted(setup: Stream, streams: Streams, files: Files) -> Sequence[Right]:
    """What this user must and must not be able to say. Pure."""
    name, made_up = streams.name, "0" * 32
    us, somebody = setup.access.name, "threadline-doctor"
    if setup.role == "hub":
        return [
            Right(streams.subject(made_up), True),
            Right(streams.subject(made_up, somebody), True),
            Right(f"{name}.due.{made_up}", True),
            Right(f"$O.{streams.bucket}.C.{made_up}", True),
            Right(f"$JS.API.STREAM.CREATE.{name}-{made_up}", True),
            Right(f"$JS.API.DIRECT.GET.{files.stream}.$O.{streams.bucket}.M.{made_up}", True),
        ]
    return [
        Right(streams.subject(made_up, us), True),
        Right(f"$JS.API.CONSUMER.CREATE.{name}.{made_up}", True),
        Right(f"$JS.API.CONSUMER.MSG.NEXT.{name}.{made_up}", True),
        Right(f"$JS.API.DIRECT.GET.{files.stream}.$O.{streams.bucket}.M.{made_up}", True),
        Right(streams.subject(made_up), False),
        Right(streams.subject(made_up, somebody), False),
        Right(f"{name}.due.{made_up}", False),
    ]


def storage(account: _Account) -> Finding:
    """Whether there is room. Pure."""
    used, most = account.storage, account.limits.max_storage
    told = {"used": str(used), "most": str(most) if most >= 0 else "∞"}
    if most >= 0 and used >= most * _FULL:
        return bad("jetstream", "jetstream-full", **told)
    return good("jetstream", "jetstream-storage", **told)


def stream(name: str, said: bytes, days: int) -> Finding:
    """Whether it keeps as long as it should and drops nothing to make room; ``days`` 0: any time.
    Pure."""
    info = msgspec.json.decode(said, type=_Info)
    config, state = info.config, info.state
    kept = config.max_age / _DAY_NS
    told: dict[str, Any] = {
        "name": name,
        "days": f"{kept:g}" if config.max_age else "∞",
        "replicas": str(config.num_replicas),
        "messages": str(state.messages),
        "used": str(state.bytes),
    }
    if config.storage == "memory":
        return bad("stream", "stream-memory", **told)
    if config.discard == "old" and config.max_bytes >= 0:
        return bad("stream", "stream-drops", **told)
    if days and config.max_age and kept < days:
        return bad("stream", "stream-short", wanted=str(days), **told)
    if config.max_bytes >= 0 and state.bytes >= config.max_bytes * _FULL:
        return bad("stream", "stream-full", **told)
    return good("stream", "stream-good", **told)
