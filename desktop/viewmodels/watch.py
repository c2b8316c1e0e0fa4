"""Watches what happens for the operator who does not look: arrivals, reminders, quiet hours.

One timer, set to the next moment at which something may be due; nothing ticks in between.
"""

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.changes import Change
from core.domain.problems import ProblemError
from core.domain.thread_filter import SPAM
from desktop.shell.tasks import Latest, Tasks
from desktop.viewmodels.notices import Notices, Out
from desktop.viewmodels.notices_port import Noticing
from desktop.viewmodels.pace import Paced
from desktop.viewmodels.quiet import Quiet, from_settings
from desktop.viewmodels.told import Told

MINUTE_MS: Final = 60_000
_MARKS: Final = frozenset(
    {"snoozed", "follow_up", "done", "window_closed", "send", "sent", "merged", "unmerged"}
)
_READ: Final = frozenset({"read", "done", "merged", "delete", "routed", "chat", "chat_wish"})
"""After these a thread may ask for nobody any more: it was read, muted, or it is spam."""
_GAP_MS: Final = 250
"""Arrivals are read no more often than this, however many there are."""
_LONGEST_MS: Final = 5 * MINUTE_MS
"""A timer this long looks at the clock again: it stands while the machine sleeps."""
_WEEK_MS: Final = 7 * 24 * 60 * MINUTE_MS
_SLACK_MS: Final = 10 * MINUTE_MS
"""A message moves its window away; that another one is the next to close is seen by then."""


class Watch(QObject):
    """``out`` gives each Notice to show and Withdraw; ``quiet_changed`` when it is quiet, or no
    longer, or the reason is another one; ``account`` a severe NoticeRow of our account."""

    out = Signal(object)
    account = Signal(object)
    quiet_changed = Signal()

    def __init__(self, backend: Noticing, tasks: Tasks, now: Callable[[], int]) -> None:
        super().__init__()
        self._backend, self._now = backend, now
        self.notices = Notices()
        self.quiet_time = Quiet()
        self._told = Told()
        self._ahead = 0
        self._after: int | None = None
        self._since = 0
        self._written: set[int] = set()
        self._read: set[int] = set()
        self._remind_at: int | None = None
        self._kept = ""
        self._arrivals = Paced(Latest(tasks, self._take).ask, _GAP_MS, self)
        self._reminders = Latest(tasks, self.remind)
        self._account = Latest(tasks, self._read_account)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fire)
        self._stopped = False

    @property
    def local(self) -> datetime:
        """Now, where the operator is."""
        return datetime.fromtimestamp(self._now() / 1000).astimezone()

    @property
    def quiet(self) -> bool:
        """Whether the operator is not to be disturbed now."""
        return self.quiet_time.holds(self.local)

    async def start(self, values: Mapping[str, str]) -> None:
        """Begin; ``values`` are the settings. What came before is no news."""
        self._kept = await self._backend.told()
        self._told = Told.load(self._kept)
        self._since = min(self._told.seen or self._now(), self._now())
        self._after = await self._backend.newest_message()
        self._settings(values)
        self.notices.quiet(self.quiet, self._now())
        await self.remind()

    def load(self, values: Mapping[str, str]) -> None:
        """The settings are other ones."""
        self._settings(values)
        self._quiet_moved()

    def set_quiet(self, quiet: Quiet) -> None:
        """The operator said so by hand."""
        self.quiet_time = quiet
        self._quiet_moved()

    def look(self, thread: int | None) -> None:
        """The operator looks at this thread now."""
        self._emit(self.notices.look(thread))

    def changed(self, change: Change) -> None:
        """Something was written."""
        if "message" in change.kinds:
            self._written |= change.threads
            soon = self._now() + _SLACK_MS
            if self._remind_at is None or self._remind_at > soon:
                self._remind_at = soon
                self._arm()
        if change.kinds & _READ:
            self._read |= change.threads & self.notices.waiting
        if self._written or self._read:
            self._arrivals.ask()
        if change.kinds & _MARKS:
            self._reminders.ask()
        if "account_notice" in change.kinds:
            self._account.ask()

    async def remind(self) -> None:
        """Look what is due; while it is quiet that waits."""
        now, quiet = self._now(), self.quiet
        if self._stopped or self._after is None:
            return
        if quiet:
            self._remind_at = None
            self._emit(self.notices.quiet(True, now))
            return
        found = await self._backend.reminders(self._ahead, min(self._told.seen or now, now))
        if self._stopped or self.quiet:
            return
        fresh = self._told.fresh(found.due, now)
        self._remind_at = found.next_at
        if self.notices.is_quiet:
            self._emit(self.notices.quiet(False, now, fresh))
        else:
            self._emit(self.notices.reminded(fresh))
        if fresh:
            await self._keep()

    async def close(self) -> None:
        """The window is going."""
        self._stopped = True
        self._arrivals.stop()
        self._timer.stop()
        if self._after is not None:
            with contextlib.suppress(ProblemError):  # a full disk is said elsewhere
                await self._keep()

    async def _keep(self) -> None:
        kept = self._told.kept()
        if kept != self._kept:
            await self._backend.keep_told(kept)
            self._kept = kept  # only now: who closes meanwhile keeps it once more

    async def _read_account(self) -> None:
        """Tell what is severe, once."""
        if self._stopped or self._after is None:
            return
        rows = await self._backend.account_notices(self._now() - _WEEK_MS)
        bad = [row for row in rows if row.severity == "severe"]
        fresh = [row for row in bad if self._told.first("account", row.subject, row.at)]
        for row in fresh:
            self.account.emit(row)
        if fresh and not self._stopped:
            await self._keep()

    async def _take(self) -> None:
        """Read what clients wrote, and what was read meanwhile."""
        written, self._written = self._written, set()
        read, self._read = self._read, set()
        if self._after is None or self._stopped:
            return
        if written:
            came = await self._backend.arrived(written, self._after, self._since)
            if came:
                self._after = max(self._after, came[-1].message)
                self.notices.arrived(came, self._now())
        if read:
            left = await self._backend.arrived(read, 0, 0)
            self._emit(self.notices.seen(read - {n.thread for n in left if n.queue != SPAM}))
        self._arm()

    def _settings(self, values: Mapping[str, str]) -> None:
        minutes = values.get("desk.remind_minutes", "60").strip()
        self._ahead = int(minutes) * MINUTE_MS if minutes.isdecimal() else 0
        self.quiet_time = from_settings(values)

    def _quiet_moved(self) -> None:
        self.quiet_changed.emit()
        self._reminders.ask()

    def _fire(self) -> None:
        now = self._now()
        self._emit(self.notices.tick(now))
        if self.quiet != self.notices.is_quiet:
            self.quiet_changed.emit()
            self._reminders.ask()
        elif self._remind_at is not None and self._remind_at <= now:
            self._remind_at = None
            self._reminders.ask()

    def _emit(self, out: list[Out]) -> None:
        for one in out:
            self.out.emit(one)
        self._arm()

    def _arm(self) -> None:
        self._timer.stop()
        if self._stopped:
            return
        turn = self.quiet_time.changes(self.local)
        turns = int(turn.timestamp() * 1000) if turn is not None else None
        moments = (self.notices.next_at, self._remind_at, turns)
        due = min((at for at in moments if at is not None), default=None)
        if due is not None:
            self._timer.start(max(0, min(due - self._now() + 10, _LONGEST_MS)))
