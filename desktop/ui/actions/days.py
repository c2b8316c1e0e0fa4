"""To a day of the conversation."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.shell import formats

if TYPE_CHECKING:
    from desktop.ui.date_dialog import DateDialog
    from desktop.ui.main_window import MainWindow


class DayActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._view = window.conversation.view
        self._view.actions_.day.connect(self._open)

    def ask(self) -> None:
        """Which day to go to; the calendar begins at the last message that is seen."""
        lowest = self._view.lowest()
        if lowest is not None:
            self._open(lowest[0])

    def _open(self, at: int) -> None:
        thread = self._desk.messages.thread_id
        if thread is None:
            return
        # a calendar is not needed at a start
        from desktop.ui.date_dialog import DateDialog

        today = formats.local(self._shell.now()).date()
        dialog = DateDialog(self._shell, self._window, formats.local(at).date(), today)
        gone: list[object] = []
        dialog.destroyed.connect(lambda: gone.append(None))
        start = self._desk.tasks.start
        dialog.turned.connect(lambda month: start(self._mark(dialog, thread, month, gone)))
        dialog.chosen.connect(lambda day: start(self._go(thread, day)))
        dialog.show()
        start(self._mark(dialog, thread, dialog.grid.month, gone))

    async def _mark(
        self, dialog: "DateDialog", thread: int, month: date, gone: list[object]
    ) -> None:
        """Mark the days of a month that have messages, unless the calendar is ``gone`` by then."""
        days = [month + timedelta(days=i) for i in range(32)]
        days = [day for day in days if day.month == month.month]
        bounds = [_midnight(day) for day in (*days, days[-1] + timedelta(days=1))]
        spoken = await self._desk.backend.talk.spoken_on(thread, bounds)
        if not gone:
            dialog.mark(month, [day for day, said in zip(days, spoken, strict=True) if said])

    async def _go(self, thread: int, day: date) -> None:
        found = await self._desk.backend.talk.first_since(thread, _midnight(day))
        if found is None or self._desk.messages.thread_id != thread:
            return
        if await self._desk.messages.reach(*found):
            self._view.light(found[0], 0, 0)
            self._view.setFocus()
        today = formats.local(self._shell.now()).date()
        there = formats.local(found[1]).date()
        if there != day and day.year > 1970:
            said = formats.day(self._shell.i18n, there, today)
            self._window.toast.tell(self._shell.tr("date-nearest", day=said))


def _midnight(day: date) -> int:
    """When a day begins here (ms)."""
    return int(datetime.combine(day, time()).astimezone().timestamp() * 1000)
