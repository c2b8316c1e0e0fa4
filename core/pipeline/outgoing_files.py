"""Files that go out: their bytes are kept first, so they go whatever becomes of the files."""

import asyncio
import mimetypes
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from core.domain import events as ev
from core.domain import markdown
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem, ProblemError, unwritable
from core.support import media as media_files
from core.support.opus import opus_seconds

MAX_FILE = 100 * 1024 * 1024
ALBUM = 10
"""Files at most that Telegram shows as one."""


class OutgoingFiles:
    """One file or many, from where the operator has them. Raises ProblemError."""

    def __init__(
        self, request: Callable[[Peer, ev.SendRequested], Awaitable[str]], media: Path
    ) -> None:
        """``request`` queues a send and returns its client_ref; ``media``: where files are kept."""
        self._request = request
        self._media = media

    async def send_file(
        self, peer: Peer, path: Path, caption: str = "", name: str = "", *, typed: bool = True,
        wave: bytes = b"", silent: bool = False,
    ) -> str:  # fmt: skip
        """Queue a file; returns its client_ref. ``name``: what the client sees, '' for that of the
        file; ``wave``: the peaks of a recording, 0 to 255 each; ``silent``: it makes no sound."""
        caption, marks = markdown.read_for(peer.channel, caption) if typed else (caption, ())
        file = await keep(self._media, path, name)
        return await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=caption,
                marks=marks,
                file=file.file,
                file_name=file.name,
                mime=file.mime,
                wave=wave,
                seconds=await asyncio.to_thread(_seconds, self._media / file.file) if wave else 0,
                silent=silent,
            ),
        )

    async def send_files(
        self, peer: Peer, paths: Sequence[Path], caption: str = "", *, silent: bool = False
    ) -> None:
        """Queue several files, ``caption`` with the first: on Telegram as albums, where pictures
        go with pictures and other files with other files; elsewhere one by one."""
        for group in albums(paths) if peer.channel is Channel.TELEGRAM else [[p] for p in paths]:
            if len(group) == 1:
                await self.send_file(peer, group[0], caption, silent=silent)
            else:
                await self._send_album(peer, group, caption, silent=silent)
            caption = ""

    async def _send_album(
        self, peer: Peer, paths: Sequence[Path], caption: str, *, silent: bool
    ) -> None:
        caption, marks = markdown.read_for(peer.channel, caption)
        first, *more = [await keep(self._media, path) for path in paths]
        await self._request(
            peer,
            ev.SendRequested(
                client_ref=uuid.uuid4().hex,
                text=caption,
                file=first.file,
                file_name=first.name,
                mime=first.mime,
                more=tuple(more),
                marks=marks,
                silent=silent,
            ),
        )


async def keep(media: Path, path: Path, name: str = "") -> ev.SentFile:
    """Copy a file that the operator chose into the media folder; ``name`` is what the client sees,
    '' for its own. Raises ProblemError."""
    kept = await asyncio.to_thread(_copy, media, path)
    return ev.SentFile(file=kept, name=name or path.name, mime=_mime(name or path.name))


def albums(paths: Sequence[Path]) -> list[list[Path]]:
    """Files as Telegram takes them together: pictures with pictures and other files with other
    files, at most ten, in their order (https://core.telegram.org/api/files#albums-grouped-media).
    """
    found: list[list[Path]] = []
    for path in paths:
        last = found[-1] if found else []
        if last and len(last) < ALBUM and _drawn(last[0]) == _drawn(path):
            last.append(path)
        else:
            found.append([path])
    return found


def _drawn(path: Path) -> bool:
    return _mime(path.name) in ("image/jpeg", "image/png")


def _mime(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _seconds(path: Path) -> int:
    """How long a recording is; 0 where it cannot be told."""
    try:
        return opus_seconds(path)
    except OSError:
        return 0


def _copy(media: Path, path: Path) -> str:
    """Returns where the copy is, from the media folder on."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise ProblemError(Problem("file-too-large", {"mb": str(size // 2**20)}))
        data = path.read_bytes()
    except OSError as error:
        raise ProblemError(Problem("file-unreadable", {"name": path.name})) from error
    try:
        return media_files.keep(media, data, path.name)[0]
    except OSError as error:
        raise ProblemError(unwritable(error, media)) from error
