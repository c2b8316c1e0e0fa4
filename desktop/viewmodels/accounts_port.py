"""What the window asks of the Telegram accounts."""

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from core.domain.problems import Problem
from core.ports import ChannelState
from desktop.viewmodels.devices_port import Devices

SignInStep = Literal["phone", "code", "password", "done"]


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """One account. ``slot`` is its name here for ever, ``account`` Telegram's user id ('': nobody
    signed in yet), ``colour`` the number of one of the theme's ``account_…``. A ``removed`` one
    is there for its threads alone; ``unended``: its session stands at Telegram still."""

    slot: str
    account: str = ""
    name: str = ""
    phone: str = ""
    colour: int = 1
    state: ChannelState = "off"
    problem: Problem | None = None
    removed: bool = False
    unended: bool = False

    @property
    def called(self) -> str:
        """Its name, '' while nobody signed in."""
        return self.name or self.phone or self.account


class Safety(msgspec.Struct, frozen=True, kw_only=True):
    """What Telegram said against an account, and our pace. Times are ms since the epoch, 0: never.
    ``floods`` are when it asked to wait and how many seconds, in the last week, oldest first."""

    new: int = 0
    new_limit: int = 0
    floods: tuple[tuple[int, int], ...] = ()
    held_until: int = 0
    limited_at: int = 0


class SigningIn(Protocol):
    """Signing in to Telegram. Each returns the step that comes next."""

    async def telegram_state(self) -> SignInStep:
        """Where signing in stands."""

    async def scan(self, show: Callable[[str], None]) -> SignInStep:
        """Give ``show`` the link that a QR code is to hold, and another whenever one runs out,
        until somebody's phone has scanned it."""

    async def request_code(self, phone: str) -> SignInStep:
        """Have Telegram send a code to ``phone``."""

    async def resend_code(self) -> SignInStep:
        """Another code, another way where there is one."""

    def code_delivery(self) -> tuple[str, str]:
        """How the code was sent (app, sms, call, other) and how another would be ('': no way)."""

    async def submit_code(self, code: str) -> SignInStep:
        """The code that came."""

    async def submit_password(self, password: str) -> SignInStep:
        """The password of two-step verification."""


class OneAccount(SigningIn, Devices, Protocol):
    """What is asked of one of them."""

    async def safety(self) -> Safety:
        """How it stands with Telegram."""


class Accounts(Protocol):
    """All of them. Raises ProblemError."""

    async def listed(self) -> list[AccountRow]:
        """In the order they were added, removed ones last."""

    async def add(self) -> str:
        """Room for one more; returns its slot, to be signed in to."""

    async def remove(self, slot: str) -> None:
        """Sign out and let it go; its threads stay, to be read."""

    async def paint(self, slot: str, colour: int) -> None:
        """Give it another colour."""

    def of(self, slot: str) -> OneAccount:
        """One of them, '' for the first."""
