"""What a home on NATS consists of: its streams and their limits, its subjects, its wire.

    <name>.hook.<id>           a webhook, by a hub
    <name>.share.<desk>.<id>   what desk ``desk`` did, by that desk
    <name>.due.<media id>      a file to be fetched
    bucket <name>-files        files that were fetched, bodies above the server's max_payload

``<id>`` is made of the update's key, and no subject is used twice: so the stream itself refuses
what it holds, as long as it holds it. Its duplicate window forgets after two hours, Meta sends
again for seven days.
"""

import asyncio
import hashlib
import zlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from nats.aio.msg import Msg

from core.ports import Update
from core.team.nats_access import token
from core.team.nats_answers import Refused, answered
from core.team.nats_files import Files
from core.team.nats_line import Line

NS: Final = 1_000_000_000
MSG_ID: Final = "Nats-Msg-Id"
_DAY: Final = 86_400 * NS
_WINDOW: Final = 7_200 * NS
_HEADERS: Final = 1024
_WRONG_LAST: Final = 10071
_PER_SUBJECT: Final = 10077
_NAME_IN_USE: Final = 10058
_NO_STREAM: Final = 10059
_PACKED: Final = "Threadline-Packed"
_APART: Final = "Threadline-Apart"
_LARGE: Final = 2**18


class Streams(msgspec.Struct, frozen=True):
    """The names of one home."""

    name: str

    @property
    def due(self) -> str:
        """The stream of files to be fetched."""
        return f"{self.name}-due"

    @property
    def bucket(self) -> str:
        """The bucket of files."""
        return f"{self.name}-files"

    def subject(self, key: str, desk: str = "") -> str:
        """Where an update is said."""
        digest = hashlib.sha256(key.encode()).hexdigest()[:32]
        return f"{self.name}.share.{token(desk)}.{digest}" if desk else f"{self.name}.hook.{digest}"

    def desk(self, subject: str) -> str:
        """Whose update it is, '' for a webhook."""
        parts = subject.removeprefix(f"{self.name}.").split(".")
        return parts[1] if parts[0] == "share" and len(parts) > 1 else ""

    def updates_config(self, days: int, replicas: int) -> dict[str, Any]:
        """Full means refused: what was acknowledged to Meta is never dropped to make room."""
        return _config(self.name, [f"{self.name}.hook.*", f"{self.name}.share.*.*"]) | {
            "max_age": days * _DAY,
            "max_msgs_per_subject": 1,
            "discard": "new",
            "discard_new_per_subject": True,
            "duplicate_window": _WINDOW,
            "num_replicas": replicas,
            "compression": "s2",
            "deny_delete": True,
        }

    def due_config(self, days: int, replicas: int) -> dict[str, Any]:
        """A work queue: done is gone. Meta keeps files no longer than seven days."""
        return _config(self.due, [f"{self.name}.due.*"]) | {
            "retention": "workqueue",
            "max_age": min(days, 8) * _DAY,
            "max_msgs_per_subject": 1,
            "discard": "new",
            "discard_new_per_subject": True,
            "duplicate_window": _WINDOW,
            "num_replicas": replicas,
        }

    def files_config(self, files: Files, days: int, replicas: int) -> dict[str, Any]:
        """An object store's stream, as ADR-20 wants it."""
        return _config(files.stream, files.subjects) | {
            "max_age": (days + 1) * _DAY,
            "discard": "new",
            "allow_rollup_hdrs": True,
            "num_replicas": replicas,
        }


def _config(name: str, subjects: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "subjects": subjects,
        "retention": "limits",
        "storage": "file",
        "max_consumers": -1,
        "max_msgs": -1,
        "max_bytes": -1,
        "max_msg_size": -1,
        "allow_direct": True,
    }


class StreamState(msgspec.Struct, frozen=True):
    """First and last position; 0 where nothing was ever there."""

    first_seq: int
    last_seq: int
    messages: int = 0


class StreamInfo(msgspec.Struct, frozen=True):
    """``created`` names this very stream: one made anew has another. ``ts`` is the server's
    time, RFC 3339."""

    created: str
    state: StreamState
    ts: str = ""


async def ensure(line: Line, config: Mapping[str, Any]) -> None:
    """Make the stream, or give it these limits. Raises Broken, Denied, Refused."""
    name = config["name"]
    try:
        await line.api(f"STREAM.CREATE.{name}", config)
    except Refused as error:
        if error.err_code != _NAME_IN_USE:
            raise
        await line.api(f"STREAM.UPDATE.{name}", config)


async def info(line: Line, stream: str) -> StreamInfo | None:
    """How the stream stands, None where there is none. Raises Broken, Denied, Refused."""
    try:
        return msgspec.json.decode(await line.api(f"STREAM.INFO.{stream}"), type=StreamInfo)
    except Refused as error:
        if error.err_code == _NO_STREAM:
            return None
        raise


async def say(line: Line, subject: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Publish to a subject that may be used once; False where it was. Durable on return. Raises
    Broken, Denied, Refused."""
    once = {MSG_ID: subject, "Nats-Expected-Last-Subject-Sequence": "0", **headers}
    try:
        answered((await line.ask(subject, body, once)).data)
    except Refused as error:
        if error.err_code == _WRONG_LAST or (
            error.err_code == _PER_SUBJECT and "per subject" in error.text
        ):
            return False
        raise
    return True


async def say_body(line: Line, files: Files, subject: str, body: bytes) -> None:
    """An update of any size: packed above the server's limit, and where that is not enough kept
    apart in the bucket, which is written first. Raises Broken, Denied, Refused."""
    headers: dict[str, str] = {}
    if len(body) + _HEADERS > line.most:
        body, headers = await asyncio.to_thread(zlib.compress, body, 1), {_PACKED: "zlib"}
    if len(body) + _HEADERS > line.most:
        name = f"body-{hashlib.sha256(body).hexdigest()}"
        await files.put(name, body)
        body, headers = b"", headers | {_APART: name}
    await say(line, subject, body, headers)


async def heard(files: Files, streams: Streams, message: Msg, *, patient: bool = True) -> Update:
    """What `say_body` said. A part that is lost becomes a body that no webhook has: the desk
    keeps it as unreadable; so does one that is refused, where nobody is ``patient`` any more.
    Raises Broken, Denied, Refused."""
    subject, body, told = message.subject, message.data, message.headers or {}
    desk = streams.desk(subject)
    if name := told.get(_APART):
        try:
            found = await files.get(name)
        except Refused:
            if patient:
                raise
            found = None
        if found is None:
            return Update(f"lost: {name}".encode(), desk)
        body = found
    if told.get(_PACKED):
        try:
            if len(body) > _LARGE:
                body = await asyncio.to_thread(zlib.decompress, body)
            else:
                body = zlib.decompress(body)
        except zlib.error:
            return Update(f"broken: {subject}".encode(), desk)
    return Update(body, desk)
