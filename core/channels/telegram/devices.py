"""Where the account is signed in. https://core.telegram.org/api/auth#confirming-login"""

from typing import Any

import msgspec
from telethon import functions

from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.words import ms


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One session of the account. ``id`` is Telegram's, '' of this one. Times are ms since the
    epoch."""

    id: str
    name: str
    app: str = ""
    where: str = ""
    created: int = 0
    active: int = 0

    @property
    def here(self) -> bool:
        """Whether this is Threadline itself, here."""
        return not self.id


async def devices(client: LineClient, settings: TelegramSettings) -> list[Device]:
    """All of them, this one first, then the latest used."""
    answer = await call(client, functions.account.GetAuthorizationsRequest(), settings)
    found = [_device(one) for one in answer.authorizations]
    return sorted(found, key=lambda one: (not one.here, -one.active))


async def end_device(client: LineClient, settings: TelegramSettings, ident: str) -> None:
    """Sign that one out; '' for all but this one."""
    if ident:
        request = functions.account.ResetAuthorizationRequest(int(ident))
    else:
        request = functions.auth.ResetAuthorizationsRequest()
    await call(client, request, settings)


def _device(one: Any) -> Device:
    app = " ".join(part for part in (one.app_name, one.app_version) if part)
    system = " ".join(part for part in (one.platform, one.system_version) if part)
    where = ", ".join(part for part in (one.ip, one.country) if part)
    return Device(
        id="" if one.current else str(one.hash),
        name=one.device_model or system,
        app=", ".join(part for part in (app, system) if part),
        where=where,
        created=ms(one.date_created),
        active=ms(one.date_active),
    )
