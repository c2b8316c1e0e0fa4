"""A file of a send, as Telegram takes it: a picture, a voice message or a document."""

import asyncio
import mimetypes
import re
from pathlib import Path
from typing import Any, Final

from telethon import errors, types

from core.channels.telegram.line import LineClient
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.waves import packed_wave
from core.channels.uploads import Count, Uploads
from core.domain.events import SentFile
from core.domain.problems import ChannelError, Problem
from core.support.opus import opus_seconds

PHOTO_LIMIT: Final = 10 * 1024 * 1024
PHOTO_TYPES: Final = frozenset({"image/jpeg", "image/png"})
VOICE: Final = "audio/ogg"
SLOWEST: Final = 20_000
"""Bytes a second under which an upload is given up and tried again."""
_STALE: Final = re.compile(r"FILE_REFERENCE_(\d+_)?(EXPIRED|INVALID|EMPTY)")


def is_stale(error: errors.RPCError) -> bool:
    """Whether the server knows what was uploaded no more (https://core.telegram.org/api/file-references);
    for the files of an album it says which."""
    kinds = (
        errors.FileReferenceExpiredError, errors.FileReferenceInvalidError,
        errors.FileReferenceEmptyError,
    )  # fmt: skip
    return isinstance(error, kinds) or bool(_STALE.fullmatch(str(error.message)))


class OutgoingMedia:
    """Hands files to the server; they are sent afterwards."""

    def __init__(self, client: LineClient, settings: TelegramSettings, uploads: Uploads) -> None:
        self._client = client
        self._settings = settings
        self._uploads = uploads

    async def upload(
        self, ref: str, one: SentFile, part: tuple[int, int] = (0, 1), wave: bytes = b""
    ) -> Any:
        """A file with the server (``types.InputMedia…``); it is the ``part``-th of so many of its
        send. Raises ChannelError, and Telethon's errors."""
        path = Path(self._settings.media_dir, one.file)
        name = one.name or path.name
        try:
            size = (await asyncio.to_thread(path.stat)).st_size
            voice = await asyncio.to_thread(opus_seconds, path)
        except OSError as error:
            raise ChannelError(Problem("file-missing", {"name": name})) from error
        if not size:
            raise ChannelError(Problem("file-missing", {"name": name}))

        async def sends(told: Count) -> Any:
            def count(done: int, _size: int) -> None:
                told(part[0] * size + int(done), part[1] * size)

            count(0, size)
            # Telethon waits for ever while the line is cut.
            async with asyncio.timeout(self._settings.request_timeout * 2 + size / SLOWEST):
                with self._client.transferring():
                    return await self._client.upload_file(
                        str(path), file_name=name, progress_callback=count
                    )

        handle = await self._uploads.run(ref, sends)
        mime = one.mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        if mime in PHOTO_TYPES and size <= PHOTO_LIMIT:
            return types.InputMediaUploadedPhoto(file=handle)
        if voice and mime == VOICE:
            drawn = packed_wave(wave) or None
            heard = types.DocumentAttributeAudio(duration=voice, voice=True, waveform=drawn)
            return types.InputMediaUploadedDocument(handle, VOICE, [heard])
        return types.InputMediaUploadedDocument(
            file=handle,
            mime_type=mime,
            attributes=[types.DocumentAttributeFilename(name)],
            force_file=True,
        )
