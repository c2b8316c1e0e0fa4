"""Files that messages announced and that are not here yet: a bot cannot ask for a message again.

What a file is fetched by stands in its message alone, and runs out
(https://core.telegram.org/api/file_reference): it is kept until the file is here.
"""

from collections import OrderedDict
from typing import Any, Final

import msgspec
from telethon.extensions import BinaryReader

from core.ports import Ingest

MOST: Final = 300
"""As many are kept; of more the oldest are let go."""


class Shelf:
    """Media by the message that announced it, kept under ``key``."""

    def __init__(self, ingest: Ingest, key: str) -> None:
        self._ingest, self._key = ingest, key
        self._media: OrderedDict[str, bytes] = OrderedDict()
        self._dirty = False

    async def load(self) -> None:
        """Read what an earlier run kept."""
        kept = await self._ingest.get_state(self._key)
        if kept:
            self._media = OrderedDict(msgspec.msgpack.decode(kept, type=dict[str, bytes]))

    def put(self, ref: str, media: Any) -> None:
        """A message announced a file; ``save`` keeps it."""
        self._media[ref] = bytes(media)
        self._media.move_to_end(ref)
        while len(self._media) > MOST:
            self._media.popitem(last=False)
        self._dirty = True

    def get(self, ref: str) -> Any | None:
        """The media of a message as it was announced."""
        kept = self._media.get(ref)
        return BinaryReader(kept).tgread_object() if kept else None

    def drop(self, ref: str) -> None:
        """The file is here, or cannot be had any more; kept so with the next ``save``."""
        self._dirty = self._media.pop(ref, None) is not None or self._dirty

    async def save(self) -> None:
        """Keep what changed, durably."""
        if self._dirty:
            self._dirty = False
            await self._ingest.set_state(self._key, msgspec.msgpack.encode(dict(self._media)))
