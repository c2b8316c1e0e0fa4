"""What the sample backend says of reminders, arrivals and health."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from core.domain.reminders import Arrived, Reminder, Reminders
from core.domain.views import NoticeRow
from desktop.viewmodels.notices_port import Vitals

if TYPE_CHECKING:
    from tests.desktop.sample_backend import SampleBackend

GIB = 1 << 30


class SampleNotices:
    """``due`` are reminders to give; what the sample receives has arrived."""

    def __init__(self, backend: "SampleBackend") -> None:
        self._backend = backend
        self.due: list[Reminder] = []
        self.kept = ""
        self.saved: list[Path] = []
        self.retried: list[str] = []
        self.state = Vitals(
            model="Threadline Starter 3", model_ms=120, model_memory=310 << 20, recognizers=True,
            recognizers_memory=180 << 20, free=84 * GIB, database=96 << 20, media=1_400 << 20,
            models=240 << 20, behind_ms=0,
        )  # fmt: skip

    async def reminders(self, ahead: int, since: int) -> Reminders:
        found = [one for one in self.due if one.at <= self._backend.now + ahead]
        later = [one.at - ahead for one in self.due if one not in found]
        return Reminders(tuple(found), min(later, default=None))

    async def newest_message(self) -> int:
        return self._backend.seq

    async def arrived(self, threads: Collection[int], after: int, since: int) -> list[Arrived]:
        rows = [
            message
            for thread in threads
            for message in self._backend.kept.get(thread, ())
            if message.direction == "in" and message.id > after
        ]
        found = []
        for message in sorted(rows, key=lambda one: one.id):
            row = self._backend.rows[message.thread]
            if row.unread:
                found.append(
                    Arrived(message.id, row.id, row.name, message.at, message.text, "", row.queue)
                )
        return found

    async def told(self) -> str:
        return self.kept

    async def keep_told(self, text: str) -> None:
        self.kept = text

    async def vitals(self) -> Vitals:
        return self.state

    async def account_notices(self, since: int) -> list[NoticeRow]:
        return [row for row in self.state.notices if row.at >= since]

    async def retry_service(self, service: str) -> None:
        self.retried.append(service)

    async def save_logs(self, out: Path) -> None:
        self.saved.append(out)
