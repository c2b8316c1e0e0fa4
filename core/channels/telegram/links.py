"""Links that Telegram looks up later: which messages wait for which page.

A message may come with a page that is still to be looked up (webPagePending); the page itself comes
as updateWebPage, which names no message (https://core.telegram.org/constructor/updateWebPage). Who
waits for what is kept as state of the account, for the answer may come in another run.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import msgspec
from telethon import types

from core.channels.telegram.ids import chat_of
from core.channels.telegram.kinds import page_of
from core.domain.channels import Peer
from core.domain.events import ContentChanged, Event
from core.ports import KnownMessage

STATE: Final = "links"
MOST: Final = 200
"""Older links than so many are given up: most are looked up within seconds."""

Waiting = dict[str, list[tuple[int, int]]]
"""By the page's id: the (chat, message) that show it once it is there."""


class Links:
    """``get`` and ``put`` keep a state of the account."""

    def __init__(
        self,
        get: Callable[[str], Awaitable[bytes | None]],
        put: Callable[[str, bytes], Awaitable[None]],
    ) -> None:
        self._get, self._put = get, put
        self._waiting: Waiting | None = None

    async def hear(self, messages: Iterable[Any]) -> None:
        """Take in the messages that are about to be written: what their links wait for. A message
        that shows another link now waits no more."""
        waiting, changed = await self._read(), False
        for one in messages:
            page = _pending(one)
            if page is None and not waiting:
                continue
            chat = chat_of(one.peer_id)
            if chat is None:
                continue
            place = (chat, int(one.id))
            for known, places in list(waiting.items()):
                if place in places and known != page:
                    places.remove(place)
                    changed = True
                    if not places:
                        del waiting[known]
            if page is not None and place not in waiting.setdefault(page, []):
                waiting[page].append(place)
                changed = True
        while len(waiting) > MOST:
            del waiting[next(iter(waiting))]
        if changed:
            await self._keep(waiting)

    async def places(self, page: Any) -> list[tuple[int, int]]:
        """The (chat, message) that wait for a page, whose id any WebPage has."""
        return list((await self._read()).get(str(getattr(page, "id", "")), ()))

    async def done(self, page: Any) -> None:
        """Nobody waits for it any more."""
        waiting = await self._read()
        if waiting.pop(str(getattr(page, "id", "")), None) is not None:
            await self._keep(waiting)

    async def _read(self) -> Waiting:
        if self._waiting is None:
            try:
                self._waiting = msgspec.json.decode(await self._get(STATE) or b"{}", type=Waiting)
            except msgspec.DecodeError:
                self._waiting = {}
        return self._waiting

    async def _keep(self, waiting: Waiting) -> None:
        await self._put(STATE, msgspec.json.encode(waiting))


def page_event(known: KnownMessage, page: Any, now: int) -> Event | None:
    """The link of a message was looked up: it shows the page, and nobody edited it. None where the
    page says nothing, or stands there."""
    found = page_of(types.MessageMediaWebPage(page))
    if found is None or known.deleted or known.page == found:
        return None
    peer: Peer = known.peer
    return Event(
        external_id=f"{known.external_id}@{now}",
        at=now,
        peer=peer,
        raw=bytes(page),
        body=ContentChanged(
            target=known.external_id, text=known.text, note=known.note, page=found, keys=known.keys
        ),
    )


def _pending(message: Any) -> str | None:
    page = getattr(getattr(message, "media", None), "webpage", None)
    return str(page.id) if isinstance(page, types.WebPagePending) else None
