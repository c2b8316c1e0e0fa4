"""One client, one thread: the user id (BSUID) and the wa_id of the same person.

Since 2026-04 a webhook may name a person by a user id alone. Whoever was ever named by both is
kept, durably, so that messages under either name stand in one chat.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence

import msgspec

from core.domain.channels import Channel, Peer, Profile
from core.domain.events import Event, IdentityChanged
from core.ports import Ingest

log = logging.getLogger(__name__)


class People:
    """Who is who on one number of ours. ``close`` waits for what is being kept."""

    def __init__(self, ingest: Ingest, account: str) -> None:
        self._ingest = ingest
        self._account = account
        self._known: dict[str, str] = {}
        self._keeping: set[asyncio.Task[None]] = set()

    async def settle(self, events: Sequence[Event]) -> list[Event]:
        """The events, those of a user id whose wa_id is known moved to the wa_id's chat."""
        return [await self._settled(event) for event in events]

    async def _settled(self, event: Event) -> Event:
        peer = event.peer
        if peer is None or peer.id.isdigit():
            return event
        wa_id = self._known.get(peer.id)
        if wa_id is None:
            kept = await self._ingest.get_state(self._key(peer.id))
            if not kept:
                return event
            wa_id = self._known[peer.id] = kept.decode()
        return msgspec.structs.replace(event, peer=msgspec.structs.replace(peer, id=wa_id))

    def learn(self, people: Mapping[str, str]) -> None:
        """Keep under which wa_id user ids were seen; what is known already costs nothing."""
        new = {user: wa_id for user, wa_id in people.items() if self._known.get(user) != wa_id}
        if new:
            self._known |= new
            task = asyncio.create_task(self._keep(new), name="whatsapp people")
            self._keeping.add(task)
            task.add_done_callback(self._keeping.discard)

    async def close(self) -> None:
        """Wait for what is being kept."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    async def _keep(self, new: Mapping[str, str]) -> None:
        for user, wa_id in new.items():
            try:
                await self._keep_one(user, wa_id)
            except Exception:
                # The message itself is stored; the next one of this person teaches it again.
                self._known.pop(user, None)
                log.exception("a person's two names could not be kept")

    async def _keep_one(self, user: str, wa_id: str) -> None:
        if await self._ingest.get_state(self._key(user)) == wa_id.encode():
            return
        peer = Peer(Channel.WHATSAPP, self._account, user)
        if await self._ingest.recent(peer, 1):
            # A chat began under the user id alone: it goes on under the phone.
            body = IdentityChanged(new_id=wa_id, profile=Profile(phone=f"+{wa_id}"))
            now = time.time_ns() // 1_000_000
            event = Event(external_id=f"person:{user}:{wa_id}", at=now, body=body, peer=peer)
            await self._ingest.append([event])
        await self._ingest.set_state(self._key(user), wa_id.encode())

    def _key(self, user: str) -> str:
        return f"whatsapp:{self._account}:person:{user}"
