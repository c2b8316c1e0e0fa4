"""A JetStream object store bucket in its standard layout: chunks, then an entry that names them.

Read with direct gets alone, so that a reader needs no consumer and no other right.
Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-20.md
"""

import base64
import hashlib
import secrets
from datetime import UTC, datetime
from typing import Final

import msgspec
from nats.aio.msg import Msg

from core.team.nats_answers import Refused, answered
from core.team.nats_line import Line

CHUNK: Final = 128 * 1024
_ROLLUP: Final = {"Nats-Rollup": "sub"}


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    bucket: str
    nuid: str
    size: int
    chunks: int
    digest: str
    mtime: str
    options: dict[str, int] = msgspec.field(default_factory=lambda: {"max_chunk_size": CHUNK})
    deleted: bool = False


class Files:
    """Files by name in bucket ``name``."""

    def __init__(self, line: Line, name: str) -> None:
        self._line = line
        self._bucket = name
        self.stream = f"OBJ_{name}"

    @property
    def subjects(self) -> list[str]:
        """What the bucket's stream takes."""
        return [f"$O.{self._bucket}.C.>", f"$O.{self._bucket}.M.>"]

    async def has(self, name: str) -> bool:
        """Whether there is such a file. Raises Broken, Denied, Refused."""
        return await self._entry(name) is not None

    async def put(self, name: str, data: bytes) -> None:
        """Keep a file; one of that name is written over. Raises Broken, Denied, Refused."""
        nuid = secrets.token_hex(11)
        chunks = range(0, len(data), CHUNK)
        for start in chunks:
            await self._write(f"$O.{self._bucket}.C.{nuid}", data[start : start + CHUNK])
        entry = _Entry(
            name=name,
            bucket=self._bucket,
            nuid=nuid,
            size=len(data),
            chunks=len(chunks),
            digest="SHA-256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode(),
            mtime=datetime.now(UTC).isoformat(),
        )
        await self._write(self._at(name), msgspec.json.encode(entry), _ROLLUP)

    async def get(self, name: str) -> bytes | None:
        """A file, None where there is none or it is not whole. Raises Broken, Denied, Refused."""
        entry = await self._entry(name)
        if entry is None:
            return None
        parts: list[bytes] = []
        after = 0
        for _ in range(entry.chunks):
            wanted = {"seq": after + 1, "next_by_subj": f"$O.{self._bucket}.C.{entry.nuid}"}
            found = await self._direct(msgspec.json.encode(wanted))
            if found is None or found.headers is None:
                return None
            after = int(found.headers["Nats-Sequence"])
            parts.append(found.data)
        data = b"".join(parts)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode()
        return data if entry.digest == f"SHA-256={digest}" else None

    def _at(self, name: str) -> str:
        return f"$O.{self._bucket}.M.{base64.urlsafe_b64encode(name.encode()).decode()}"

    async def _write(
        self, subject: str, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        answered((await self._line.ask(subject, body, headers)).data)

    async def _entry(self, name: str) -> _Entry | None:
        found = await self._direct(b"", f".{self._at(name)}")
        if found is None:
            return None
        entry = msgspec.json.decode(found.data, type=_Entry)
        return None if entry.deleted else entry

    async def _direct(self, asked: bytes, at: str = "") -> Msg | None:
        found = await self._line.ask(f"$JS.API.DIRECT.GET.{self.stream}{at}", asked)
        status = (found.headers or {}).get("Status", "")
        if status == "404":
            return None
        if status:
            raise Refused(int(status), 0, (found.headers or {}).get("Description", ""))
        return found
