"""What the window asks of the devices that an account is signed in on."""

from typing import Protocol

import msgspec


class DeviceRow(msgspec.Struct, frozen=True):
    """One session of the account; ``id`` is '' for this one. Times are ms since the epoch."""

    id: str
    name: str
    app: str = ""
    where: str = ""
    created: int = 0
    active: int = 0


class Devices(Protocol):
    """Raises ProblemError."""

    async def devices(self) -> list[DeviceRow]:
        """This one first."""

    async def end_device(self, ident: str) -> None:
        """Sign that one out; '' for all but this one."""

    async def sign_out(self) -> None:
        """Sign out here."""
