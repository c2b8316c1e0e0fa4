"""People whom nobody has written to yet: implements ``viewmodels.people_port.Acquainting``."""

from typing import TYPE_CHECKING

from core.domain.telegram_names import linked, typed
from core.pipeline.newcomers import Newcomers, Somebody
from desktop.viewmodels.people_port import FoundPeople, LinkPlace, PersonRow

if TYPE_CHECKING:
    from desktop.application import Application


class PeopleBackend:
    """Asks the channels; whom one opens is an event."""

    def __init__(self, application: "Application") -> None:
        self._newcomers = Newcomers(
            application.store, lambda: application.channels, application.now
        )

    async def contacts(self, line: str, limit: int) -> list[PersonRow]:
        """From the store."""
        named = typed(line)
        words = named.value if named.kind in ("words", "username", "phone") else ""
        return [_row(one) for one in await self._newcomers.contacts(words, limit)]

    async def refresh(self) -> bool:
        """At Telegram."""
        return await self._newcomers.refresh()

    async def look_up(self, line: str) -> FoundPeople:
        """At Telegram."""
        found = await self._newcomers.look_up(typed(line))
        return FoundPeople(tuple(_row(one) for one in found.people), found.problem)

    async def open(self, account: str, ident: str) -> int:
        """An event."""
        return await self._newcomers.open(account, ident)

    async def add(self, account: str, phone: str, name: str) -> int:
        """At Telegram, then an event."""
        return await self._newcomers.add(account, phone, name)

    async def open_whatsapp(self, phone: str, name: str) -> int:
        """An event."""
        return await self._newcomers.open_whatsapp(phone, name)

    async def accounts(self) -> tuple[str, ...]:
        """Those that are online."""
        return self._newcomers.online

    async def has_whatsapp(self) -> bool:
        """As it is set up."""
        return self._newcomers.has_whatsapp

    async def follow(self, url: str, account: str) -> LinkPlace:
        """Here first, then at Telegram."""
        named = linked(url)
        if named is None:
            return LinkPlace()
        place = await self._newcomers.follow(named, account)
        somebody = _row(place.somebody) if place.somebody is not None else None
        return LinkPlace(place.thread, place.message, place.at, somebody)


def _row(one: Somebody) -> PersonRow:
    return PersonRow(one.account, one.person, one.thread)
