"""Reads what the server sends so that one message that cannot be read costs that message alone.

Telethon 1.45 passes over a whole packet with a constructor that it does not know, answers to our
requests in it included, and reconnects over one that is cut off, after which the server sends the
same again. What cannot be read is taken for ``updatesTooLong`` here: it is acknowledged, and the
difference is asked for what it said.
"""

import logging
import struct
import zlib
from typing import Any, Final

from telethon import errors, types
from telethon.extensions import BinaryReader
from telethon.network import mtprotostate
from telethon.tl.core import GzipPacked, MessageContainer, TLMessage

log = logging.getLogger(__name__)

UNREADABLE: Final = (
    ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, LookupError,
    RuntimeError, TypeError, ValueError, errors.TypeNotFoundError, struct.error, zlib.error,
)  # fmt: skip
"""What Telethon's reader raises for bytes that are not what they seem."""


class TolerantReader(BinaryReader):  # type: ignore[misc]
    """A reader of one packet, in place of ``telethon.extensions.BinaryReader``. What stands within
    an object is read strictly: its end would not be known."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._inside = False

    def tgread_object(self) -> Any:
        """The next object; ``updatesTooLong`` where it cannot be read, wherever that ended."""
        if self._inside:
            return super().tgread_object()
        if self._peek() == MessageContainer.CONSTRUCTOR_ID:
            self.read_int()
            return MessageContainer([self._message() for _ in range(self.read_int())])
        self._inside = True
        try:
            found = super().tgread_object()
        except (*UNREADABLE, OSError) as error:  # OSError: what is packed is no gzip
            log.info("a message that cannot be read: %s", error)
            return types.UpdatesTooLong()
        finally:
            self._inside = False
        return TolerantReader(found.data).tgread_object() if type(found) is GzipPacked else found

    def _message(self) -> Any:
        message, number, size = self.read_long(), self.read_int(), self.read_int()
        body = TolerantReader(self.read(size))
        return TLMessage(message, number, body.tgread_object())

    def _peek(self) -> int:
        at = self.tell_position()
        constructor = int(self.read_int(signed=False))
        self.set_position(at)
        return constructor


def read_tolerantly() -> None:
    """Have every connection of this process read so."""
    mtprotostate.BinaryReader = TolerantReader
