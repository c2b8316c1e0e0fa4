"""What notices and the health page ask of the application."""

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

import msgspec

from core.domain.reminders import Arrived, Reminders
from core.domain.views import NoticeRow


class Vitals(msgspec.Struct, frozen=True, kw_only=True):
    """How the machine and what runs on it are. Sizes are bytes, times ms; None: not known.

    ``model_ms`` is what the last readings took, the median; ``recognizers``: whether the process
    that reads by rules runs. ``behind_ms``: how far the machine's clock is behind Telegram's
    (below 0: ahead). ``notices``: what messengers said of our account in the last month.
    """

    model: str = ""
    model_ms: int | None = None
    model_memory: int | None = None
    recognizers: bool | None = None
    recognizers_memory: int | None = None
    free: int | None = None
    database: int = 0
    media: int = 0
    models: int = 0
    behind_ms: int | None = None
    notices: tuple[NoticeRow, ...] = ()


class Noticing(Protocol):
    """Reads and notes; times are ms since the epoch."""

    async def reminders(self, ahead: int, since: int) -> Reminders:
        """What calls the operator back: windows that close within ``ahead`` ms or closed after
        ``since``, follow-ups, snoozes; and when to ask again."""

    async def newest_message(self) -> int:
        """The row id of the newest message."""

    async def arrived(self, threads: Collection[int], after: int, since: int) -> list[Arrived]:
        """What clients wrote there after that message and nobody has read; what came as history
        only where it was written after ``since``."""

    async def told(self) -> str:
        """What the operator was reminded of, as it was kept; '' for nothing."""

    async def keep_told(self, text: str) -> None:
        """Keep it."""

    async def vitals(self) -> Vitals:
        """How everything is now. Looks at the disk: takes a moment."""

    async def account_notices(self, since: int) -> list[NoticeRow]:
        """What messengers said of our account since then, newest first."""

    async def retry_service(self, service: str) -> None:
        """Try again now what is down (``telegram``, ``whatsapp``, ``model``, ``crm``)."""

    async def save_logs(self, out: Path) -> None:
        """Write the log files to a ZIP, for support. Raises ProblemError."""
