"""The stage that fetches what messages carry, keeps it, and has its text read."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from core.domain import events as ev
from core.domain.channels import Channel, Peer
from core.domain.problems import ChannelError, Problem
from core.pipeline.ports import PageReader
from core.ports import ChannelPort
from core.store.read import work
from core.store.store import Store
from core.support.media import keep
from core.support.worker import Worker

log = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
_LOOKED_INTO = ("document", "other", "image")
"""What may hold text, or not be what it is called."""
_MAX_ATTEMPTS = 8


class FilesStage:
    """A file is fetched until it is here or its channel says that it cannot be had."""

    def __init__(
        self,
        store: Store,
        media: Path,
        pages: PageReader,
        channels: Callable[[], Mapping[tuple[str, str], ChannelPort]],
        now: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        self._store = store
        self._media = media
        self._pages = pages
        self._channels = channels
        self._now = now
        self.worker = Worker("files", self.step)

    async def step(self) -> float | None:
        """Fetch one file."""
        row = await self._store.read(lambda conn: work.next_fetch(conn, self._now()))
        if row is None:
            return 2.0 if await self._store.read(work.anything_to_fetch) else None
        peer = Peer(Channel(row["channel"]), row["account"], row["peer"])
        if row["size"] > MAX_BYTES:
            problem = Problem("file-not-fetched", {"mb": str(row["size"] // 2**20)})
            await self._stored(row, peer, problem=problem)
            return 0
        channel = self._channels().get((peer.channel.value, peer.account))
        if channel is None or channel.state not in ("online", "waiting"):
            await self._later(row, 1.0)
            return 0
        try:
            data = await channel.fetch(row["ref"])
        except ChannelError as error:
            if error.retry_in is not None and row["attempts"] < _MAX_ATTEMPTS:
                await self._later(row, error.retry_in * (row["attempts"] + 1))
            else:
                await self._stored(row, peer, problem=error.problem)
            return 0
        except Exception as error:
            # a bug over one file must not hold back those behind it
            log.exception("file %d of message %s cannot be fetched", row["idx"], row["message"])
            if row["attempts"] < _MAX_ATTEMPTS:
                await self._later(row, 10.0 * (row["attempts"] + 1))
            else:
                problem = Problem("other", {"text": type(error).__name__})
                await self._stored(row, peer, problem=problem)
            return 0
        try:
            path, digest = await asyncio.to_thread(keep, self._media, data, row["name"])
        except OSError as error:  # the disk is full: other files may be smaller
            log.warning("a file could not be kept: %s", error)
            await self._later(row, 10.0 * (row["attempts"] + 1))
            return 0
        pages: tuple[str, ...] = ()
        trouble: Problem | None = None
        if row["kind"] in _LOOKED_INTO:
            text = await self._pages.read_document(self._media / path, row["name"], row["mime"])
            pages, trouble = text.pages, text.problem
        await self._stored(
            row, peer, path=path, size=len(data), sha256=digest, pages=pages, problem=trouble
        )
        return 0

    async def _stored(
        self,
        row: sqlite3.Row,
        peer: Peer,
        *,
        path: str = "",
        size: int = 0,
        sha256: str = "",
        pages: tuple[str, ...] = (),
        problem: Problem | None = None,
    ) -> None:
        body = ev.AttachmentStored(
            target=row["external_id"],
            index=row["idx"],
            ref=row["ref"],
            path=path,
            size=size,
            sha256=sha256,
            pages=pages,
            problem=problem.encode() if problem else "",
        )
        since = row["ref"].partition("@")[2] if row["channel"] == Channel.TELEGRAM else ""
        key = f"{row['external_id']}#{row['idx']}" + (f"@{since}" if since else "")
        await self._store.append([ev.Event(external_id=key, at=self._now(), peer=peer, body=body)])

    async def _later(self, row: sqlite3.Row, seconds: float) -> None:
        at = self._now() + int(seconds * 1000)
        await self._store.write(
            lambda conn: conn.execute(
                "UPDATE attachments SET next_at = ?, attempts = attempts + 1"
                " WHERE message = ? AND idx = ?",
                (at, row["message"], row["idx"]),
            )
        )
