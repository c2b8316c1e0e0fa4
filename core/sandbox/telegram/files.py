"""Files: the parts being uploaded, the finished ones, and their bytes."""

from __future__ import annotations

import time
from hashlib import blake2b, md5
from itertools import count

from core.sandbox.telegram.records import FileRecord, SandboxFile
from core.sandbox.telegram.state import StateFile

FIRST_FILE_ID = 5_200_000_000_000_001
DEFAULT_IMAGE = (640, 480)


class UploadError(Exception):
    """An upload that cannot be finished; the text is Telegram's error name."""


class Files:
    """Finished files by id, and unfinished uploads by (user, client's file id)."""

    def __init__(self, state: StateFile, secret: bytes) -> None:
        self._state = state
        self._secret = secret
        self._records = {record.id: record for record in state.load("file", FileRecord)}
        self._data = {int(key): data for key, data in state.load_bytes("data").items()}
        self._ids = count(max(self._records, default=FIRST_FILE_ID - 1) + 1)
        self._parts: dict[tuple[int, int], dict[int, bytes]] = {}
        self._term = 0

    def get(self, file_id: int) -> FileRecord | None:
        """A finished file without its bytes."""
        return self._records.get(file_id)

    def data(self, file_id: int) -> bytes:
        """The bytes of a finished file; raises KeyError."""
        return self._data[file_id]

    def reference(self, file_id: int) -> bytes:
        """The file_reference a client has to show for a download."""
        named = f"{file_id}/{self._term}" if self._term else str(file_id)
        return blake2b(named.encode(), key=self._secret, digest_size=20).digest()

    def expire(self) -> None:
        """The references given so far have run out."""
        self._term += 1

    def add(self, file: SandboxFile, extra: list[bytes] | None = None) -> FileRecord:
        """Store a file; `extra` are serialised attributes to show beside our own."""
        width, height = image_size(file.data) if file.kind == "image" else (0, 0)
        record = FileRecord(
            id=next(self._ids),
            name=file.name,
            mime=file.mime,
            kind=file.kind,
            size=len(file.data),
            at=time.time(),
            duration=file.duration,
            width=width,
            height=height,
            extra=extra or [],
            said=file.said,
            dc=file.dc,
        )
        self._records[record.id] = record
        self._data[record.id] = file.data
        self._state.put("file", record.id, record)
        self._state.put("data", record.id, file.data)
        return record

    def save_part(self, user: int, upload: int, part: int, data: bytes) -> None:
        """Keep one part of an upload; repeating a part is harmless."""
        self._parts.setdefault((user, upload), {})[part] = data

    def finish(self, user: int, upload: int, parts: int, checksum: str) -> bytes:
        """Join an upload's parts; `checksum` is its md5 or empty. Raises UploadError."""
        kept = self._parts.get((user, upload), {})
        for part in range(parts):
            if part not in kept:
                raise UploadError(f"FILE_PART_{part}_MISSING")
        if not parts:
            raise UploadError("FILE_PARTS_INVALID")
        data = b"".join(kept[part] for part in range(parts))
        if checksum and md5(data, usedforsecurity=False).hexdigest() != checksum.lower():
            raise UploadError("MD5_CHECKSUM_INVALID")
        del self._parts[user, upload]
        return data


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG; a stand-in for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return DEFAULT_IMAGE
