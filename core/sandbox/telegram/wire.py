"""Moments and serialised objects, as the TL layer has them."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

from telethon.extensions import BinaryReader

GZIP_PACKED = 0x3072CFA1
MAX_UNPACKED = 16 * 1024 * 1024


class _Reader(BinaryReader):  # type: ignore[misc]
    """Opens what is packed inside a wrapper: TDLib packs it with zlib, which Telethon cannot
    read."""

    def tgread_object(self) -> Any:
        at = self.tell_position()
        if self.read_int(signed=False) == GZIP_PACKED:
            opener = zlib.decompressobj(wbits=47)
            return read_object(opener.decompress(self.tgread_bytes(), MAX_UNPACKED))
        self.set_position(at)
        return super().tgread_object()


def moment(at: float) -> datetime:
    """Epoch seconds as the datetime the TL layer writes."""
    return datetime.fromtimestamp(int(at), UTC)


def read_object(raw: bytes) -> Any:
    """One serialised TL object."""
    with _Reader(raw) as reader:
        return reader.tgread_object()
