"""Histories in files: implements ``viewmodels.history_port.Histories``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import phonenumbers

from core.domain.channels import Channel, Peer
from core.domain.problems import Problem, ProblemError
from desktop.viewmodels.history_port import ChatFound, ChatWanted, TakenIn, Told

if TYPE_CHECKING:
    from core.pipeline.importing import Found, Importer
    from desktop.application import Application


class HistoryBackend:
    """One application's."""

    def __init__(self, application: "Application") -> None:
        self._app = application
        self._looked: tuple[Path, list[Found]] | None = None

    def _importer(self) -> "Importer":
        from core.pipeline.importing import Importer

        return Importer(self._app.store, self._app.profile.media, self._app.documents())

    async def look(self, path: Path) -> list[ChatFound]:
        """The chats in it."""
        found = await self._importer().look(path)
        self._looked = (path, found)
        return [_shown(one) for one in found if one.messages]

    async def take(self, path: Path, wanted: Sequence[ChatWanted], told: Told) -> TakenIn:
        """Take chats in, as chats of the accounts that are set up here."""
        from core.pipeline.importing import Wanted

        importer = self._importer()
        seen = self._looked  # a large export is not read a second time only for this
        known = seen[1] if seen is not None and seen[0] == path else await importer.look(path)
        found = {one.at: one for one in known}
        chosen = [
            Wanted(
                at=one.at,
                peer=self._peer(found[one.at], one),
                client=one.client or found[one.at].client,
            )
            for one in wanted
            if one.at in found
        ]
        done = await importer.take(path, chosen, told)
        return TakenIn(done.new, done.known, done.files)

    def _peer(self, found: "Found", wanted: ChatWanted) -> Peer:
        if found.channel is Channel.TELEGRAM:
            ours = [one.account for one in self._app.telegrams.live.values() if one.account]
            # an export calls everybody who writes by their id
            wrote = [one for one in ours if f"user{one}" in found.senders]
            account = next(iter([*wrote, *ours]), "")
            ident = found.peer
        else:
            account = self._app.profile.whatsapp().phone_number_id
            ident = found.peer or _digits(wanted.phone)
        if not account:
            name = "Telegram" if found.channel is Channel.TELEGRAM else "WhatsApp"
            raise ProblemError(Problem("import-no-account", {"name": name}))
        return Peer(found.channel, account, ident)


def _shown(one: "Found") -> ChatFound:
    return ChatFound(
        at=one.at,
        channel=one.channel.value,
        name=one.name or one.client,
        phone=one.phone,
        client=one.client,
        group=one.group,
        senders=one.senders,
        messages=one.messages,
        files=one.files,
        first=one.first,
        last=one.last,
        unread=one.unread,
        asks=not (one.peer and (one.client or one.group)),
    )


def _digits(phone: str) -> str:
    """The number as WhatsApp takes it; without a plus as one dialled in Russia. Raises
    ProblemError."""
    try:
        number = phonenumbers.parse(phone, "RU")
    except phonenumbers.NumberParseException as error:
        raise ProblemError(Problem("import-phone")) from error
    if not phonenumbers.is_possible_number(number):
        raise ProblemError(Problem("import-phone"))
    return f"{number.country_code}{number.national_number}"
