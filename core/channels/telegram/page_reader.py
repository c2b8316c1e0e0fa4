"""Reads a page of a chat's history: each message keeps the bytes that it came in, for the log."""

from typing import Any

from telethon import functions, types
from telethon.extensions import BinaryReader


class PageReader(BinaryReader):  # type: ignore[misc]
    """A reader of one answer."""

    def tgread_object(self) -> Any:
        """The next object."""
        at = self.position
        made = super().tgread_object()
        if type(made) is types.Message or type(made) is types.MessageService:
            made.came_in = self.stream[at : self.position]
        return made


def bytes_of(message: Any) -> bytes:
    """A message as it came, or as it would be written."""
    came_in = getattr(message, "came_in", None)
    return came_in if isinstance(came_in, bytes) else bytes(message)


class HistoryRequest(functions.messages.GetHistoryRequest):  # type: ignore[misc]
    """``messages.getHistory``, its answer read so."""

    @staticmethod
    def read_result(reader: Any) -> Any:
        """The answer."""
        return PageReader(reader.read()).tgread_object()
