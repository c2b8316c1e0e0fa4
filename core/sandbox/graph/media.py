"""Media of the sandbox's Graph API: kept by id, given out under addresses that expire."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass

ADDRESS_SECONDS = 300
_MB = 2**20
_TAKEN: dict[str, tuple[tuple[str, ...], int]] = {
    "image": (("image/jpeg", "image/png"), 5 * _MB),
    "video": (("video/mp4", "video/3gpp"), 16 * _MB),
    "audio": (("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * _MB),
    "sticker": (("image/webp",), _MB // 2),
}


@dataclass(frozen=True, slots=True)
class Media:
    """One stored file."""

    id: str
    name: str
    mime: str
    data: bytes

    @property
    def sha256_hex(self) -> str:
        """As `GET /{media_id}` gives it."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def sha256_base64(self) -> str:
        """As webhooks give it."""
        return base64.b64encode(hashlib.sha256(self.data).digest()).decode()


def fits(media: Media, kind: str) -> bool:
    """Whether the file can be shown as that kind of message; else it fails later (131053)."""
    types, limit = _TAKEN.get(kind, ((), 100 * _MB))
    right = not types or media.mime.split(";")[0].strip() in types
    return right and len(media.data) <= limit


class MediaStore:
    """Files by media id, and the short-lived keys of their addresses."""

    def __init__(self) -> None:
        self._files: dict[str, Media] = {}
        self._keys: dict[str, tuple[str, float]] = {}

    def add(self, name: str, mime: str, data: bytes) -> Media:
        """Keep a file under a new id."""
        ident = str(secrets.randbelow(9 * 10**15) + 10**15)
        media = Media(ident, name, mime, data)
        self._files[ident] = media
        return media

    def get(self, ident: str) -> Media | None:
        """The file of that id."""
        return self._files.get(ident)

    def address_key(self, media: Media) -> str:
        """A fresh key under which the bytes can be fetched for five minutes."""
        key = secrets.token_urlsafe(24)
        self._keys[key] = (media.id, time.monotonic() + ADDRESS_SECONDS)
        return key

    def by_key(self, key: str) -> Media | None:
        """The file behind an address that has not expired."""
        ident, expires = self._keys.get(key, ("", 0.0))
        return self._files.get(ident) if time.monotonic() < expires else None
