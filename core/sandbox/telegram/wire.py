"""Moments and serialised objects, as the TL layer has them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telethon.extensions import BinaryReader


def moment(at: float) -> datetime:
    """Epoch seconds as the datetime the TL layer writes."""
    return datetime.fromtimestamp(int(at), UTC)


def read_object(raw: bytes) -> Any:
    """One serialised TL object."""
    with BinaryReader(raw) as reader:
        return reader.tgread_object()
