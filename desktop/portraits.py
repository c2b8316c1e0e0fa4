"""Photos of clients as files: one a person, named by its id, so that another photo is another
file."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

from core.domain.channels import Peer
from core.domain.problems import ProblemError
from core.ports import Acquainting

log = logging.getLogger(__name__)

_REST: Final = 60.0
"""Seconds for which nothing is fetched after a refusal."""


class Portraits:
    """``folder`` holds ``<account>-<peer>-<photo>.jpg``. What is known here is shown while nobody
    can be asked."""

    def __init__(self, folder: Path, ways: Callable[[Peer], Acquainting]) -> None:
        """``ways`` raises ProblemError where an account is not there."""
        self._folder, self._ways = folder, ways
        self._here: dict[tuple[str, str], str] | None = None
        self._turn = asyncio.Lock()
        self._rests_until = 0.0

    async def of(self, peer: Peer) -> str:
        """Where the photo of somebody lies; '' where there is none, or it cannot be had."""
        async with self._turn:
            if self._here is None:
                self._here = await asyncio.to_thread(_listed, self._folder)
            key = peer.account, peer.id
            held = self._here.get(key, "")
            try:
                way = self._ways(peer)
                photo = way.portrait(peer)
                if photo is None or (photo and photo == held):
                    return str(self._path(peer, held)) if held else ""
                if photo:
                    await self._fetch(way, peer, photo)
                    self._here[key] = photo
                elif held:
                    del self._here[key]
                if held:
                    await asyncio.to_thread(self._path(peer, held).unlink, missing_ok=True)
                return str(self._path(peer, photo)) if photo else ""
            except (ProblemError, OSError) as error:
                log.info("a photo is not here: %s", error)
                return str(self._path(peer, held)) if held else ""

    async def _fetch(self, way: Acquainting, peer: Peer, photo: str) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._rests_until:
            raise OSError("photos rest")
        try:
            data = await way.photo(peer, photo)
        except ProblemError:
            self._rests_until = now + _REST
            raise
        await asyncio.to_thread(_write, self._path(peer, photo), data)

    def _path(self, peer: Peer, photo: str) -> Path:
        return self._folder / f"{peer.account}-{peer.id}-{photo}.jpg"


def _listed(folder: Path) -> dict[tuple[str, str], str]:
    found = {}
    for path in folder.glob("*.jpg"):
        account, _, rest = path.stem.partition("-")
        peer, _, photo = rest.partition("-")
        found[account, peer] = photo
    return found


def _write(path: Path, data: bytes) -> None:
    """Whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".part")
    made.write_bytes(data)
    made.replace(path)
