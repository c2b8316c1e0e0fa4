"""``threadline understand``: threads as JSON lines in, what they say as JSON lines out."""

import json
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from core.domain.problems import ProblemError
from core.domain.reading import Fact, Sender, Turn
from core.understanding.reader import Reader

_ZONE_OF_NAIVE = UTC


class MessageLine(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """One message of a line. A time without a zone is taken as UTC."""

    id: int | str
    sender: Sender
    at: datetime
    text: str = ""


class ThreadLine(msgspec.Struct, frozen=True):
    """A thread as a line holds it; keys that are not named here are ignored."""

    id: int | str
    messages: list[MessageLine]


async def understand_lines(
    lines: Iterable[bytes], reader: Reader, *, history: bool = False
) -> AsyncIterator[bytes]:
    """One JSON line (without its end) for each line that is not empty, in order.

    ``history`` adds superseded facts; every fact then carries its ``status``. A line that is no
    thread gives ``{"id": …, "error": "…"}`` and the rest is read on.
    """
    for line in lines:
        if line.strip():
            yield msgspec.json.encode(await _understand(line, reader, history))


async def _understand(line: bytes, reader: Reader, history: bool) -> dict[str, Any]:
    line = _mended(line)
    try:
        thread = msgspec.json.decode(line, type=ThreadLine)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return {"id": _id_of(line), "error": str(error)}
    if not thread.messages:
        return {"id": thread.id, "error": "Object has no messages - at `$.messages`"}
    try:
        read = await reader.understand_thread(str(thread.id), turns_of(thread))
    except ProblemError as error:
        return {"id": thread.id, "error": error.problem.code}
    facts = read.facts.standing + (read.facts.superseded if history else ())
    return {
        "id": thread.id,
        "intents": [{"tag": i.tag, "confidence": round(i.confidence, 2)} for i in read.intents],
        "facts": [_fact(f, thread.messages[int(f.message)].id, history) for f in facts],
        "ms": round(read.ms),
    }


def _mended(line: bytes) -> bytes:
    """The line with halves of surrogates and bytes that are no UTF-8 replaced, a character for a
    character; as it is where it is no JSON either way."""
    try:
        msgspec.json.decode(line)
        return line
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        tree = json.loads(line.decode("utf-8", "replace"))
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return line


def turns_of(thread: ThreadLine) -> list[Turn]:
    """The messages as turns; a turn's id is its place in the line."""
    return [
        Turn(id=str(index), sender=m.sender, at=_aware(m.at), text=m.text)
        for index, m in enumerate(thread.messages)
    ]


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=_ZONE_OF_NAIVE)


def _id_of(line: bytes) -> Any:
    try:
        whole = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    found = whole.get("id") if isinstance(whole, dict) else None
    return found if isinstance(found, int | str) else None


def _fact(fact: Fact, message: int | str, history: bool) -> dict[str, Any]:
    out: dict[str, Any] = {
        "kind": fact.kind,
        "value": fact.value,
        "message": message,
        "span": [fact.start, fact.end],
        "confidence": round(fact.confidence, 2),
        "source": fact.source,
    }
    if fact.unit:
        out["unit"] = fact.unit
    if history:
        out["status"] = fact.status
    return out
