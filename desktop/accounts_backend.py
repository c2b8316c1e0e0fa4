"""What the window asks of the Telegram accounts: implements ``viewmodels.accounts_port``."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from desktop.viewmodels.accounts_port import AccountRow, Safety, SignInStep
from desktop.viewmodels.devices_port import DeviceRow

if TYPE_CHECKING:
    from core.channels.telegram.channel import TelegramChannel
    from desktop.application import Application

_WEEK_MS: Final = 7 * 24 * 3600 * 1000


class AccountBackend:
    """One of them, as it stands at each call: it may be connected anew in between."""

    def __init__(self, application: "Application", slot: str) -> None:
        self._app, self._slot = application, slot

    def _channel(self) -> "TelegramChannel":
        return self._app.telegrams.of(self._slot)

    async def telegram_state(self) -> SignInStep:
        """``done`` when there is nothing to sign in to."""
        telegram = self._channel()
        if telegram.state == "online":
            return "done"
        return telegram.sign_in.state if telegram.sign_in.state != "done" else "phone"

    async def scan(self, show: Callable[[str], None]) -> SignInStep:
        """A QR code for a phone that is signed in."""
        return await self._channel().sign_in.scan(lambda link, _until: show(link))

    async def resend_code(self) -> SignInStep:
        """Another code."""
        return await self._channel().sign_in.resend()

    def code_delivery(self) -> tuple[str, str]:
        """Where the code went, and where another would."""
        sign_in = self._channel().sign_in
        return sign_in.delivery, sign_in.next_delivery

    async def request_code(self, phone: str) -> SignInStep:
        """Have a code sent."""
        return await self._channel().sign_in.request_code(phone)

    async def submit_code(self, code: str) -> SignInStep:
        """The code."""
        return await self._channel().sign_in.submit_code(code)

    async def submit_password(self, password: str) -> SignInStep:
        """Two-step verification."""
        return await self._channel().sign_in.submit_password(password)

    async def devices(self) -> list[DeviceRow]:
        """Where the account is signed in."""
        return [
            DeviceRow(one.id, one.name, one.app, one.where, one.created, one.active)
            for one in await self._channel().devices()
        ]

    async def end_device(self, ident: str) -> None:
        """Sign another one out."""
        await self._channel().end_device(ident)

    async def sign_out(self) -> None:
        """Sign out here."""
        await self._channel().sign_out()

    async def safety(self) -> Safety:
        """By the machine's clock, as the record is."""
        kept, now = self._channel().safety, time.time_ns() // 1_000_000
        record = kept.record
        return Safety(
            new=kept.new_people(now),
            new_limit=kept.new_limit,
            floods=tuple((at, seconds) for at, seconds in record.floods if at > now - _WEEK_MS),
            held_until=kept.held_until if kept.held_until > now else 0,
            limited_at=record.limited_at,
        )


class AccountsBackend:
    """All of them."""

    def __init__(self, application: "Application") -> None:
        self._app = application

    async def listed(self) -> list[AccountRow]:
        """As they are now."""
        telegrams = self._app.telegrams
        rows = []
        for one in telegrams.rows:
            channel = None if one.removed else telegrams.live.get(one.slot)
            if channel is None and not one.removed:
                continue
            rows.append(
                AccountRow(
                    slot=one.slot, account=one.account, name=one.name, phone=one.phone,
                    colour=one.colour, removed=one.removed, unended=one.unended,
                    state=channel.state if channel is not None else "off",
                    problem=channel.problem if channel is not None else None,
                )
            )  # fmt: skip
        return sorted(rows, key=lambda row: row.removed)

    async def add(self) -> str:
        """One more."""
        return await self._app.add_telegram()

    async def remove(self, slot: str) -> None:
        """One less."""
        await self._app.remove_telegram(slot)

    async def paint(self, slot: str, colour: int) -> None:
        """Another colour."""
        self._app.telegrams.paint(slot, colour)

    def of(self, slot: str) -> AccountBackend:
        """One of them."""
        return AccountBackend(self._app, slot)
