"""What is around the window: notices, the tray, do not disturb, how everything is, logs."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from core.domain.views import NoticeRow
from desktop.shell import formats
from desktop.shell.around import badge, find_notifier, find_tray, unseen
from desktop.shell.notify import Notifier
from desktop.shell.tray import Tray
from desktop.ui.account_words import notice_text
from desktop.ui.banner import CrashBanner
from desktop.ui.file_dialog import save_path
from desktop.ui.health_page import HealthPage
from desktop.ui.notice_words import words
from desktop.ui.words import channel_name
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.health_page import HealthPageModel
from desktop.viewmodels.notices import Notice, Out, Withdraw
from desktop.viewmodels.quiet import SETTING, Quiet, tomorrow
from desktop.viewmodels.settings import DEFAULTS
from desktop.viewmodels.watch import Watch

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_URGENT = ("closing", "closed")
_LOOKS = (
    QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate, QEvent.Type.WindowStateChange,
    QEvent.Type.Show, QEvent.Type.Hide,
)  # fmt: skip
_ACCOUNT = "account:"
LOGS = "threadline-logs.zip"
_SOON_MS = 300
"""The system is asked for a tray and for notices once the window stands."""


class AppActions(QObject):
    """Made by the main window. ``stays``: closing the window leaves Threadline in the tray."""

    def __init__(self, window: "MainWindow", feed: Feed) -> None:
        super().__init__(window)
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self.quitting = False
        self.tray: Tray | None = None
        self.notifier = Notifier()
        self._settings: Mapping[str, str] = DEFAULTS
        backend = window.backend.notices
        self._backend = backend
        self.watch = Watch(backend, self._desk.tasks, self._shell.now)
        self.page = HealthPageModel(backend, self._desk.tasks, self._desk.health)
        self._page: HealthPage | None = None
        self.crashed = CrashBanner(self._shell)
        window.add_banner(self.crashed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._meet_system)
        feed.changed.connect(self.watch.changed)
        self.watch.out.connect(self._out)
        self.watch.account.connect(self._account)
        self.watch.quiet_changed.connect(self._say)
        self._desk.thread_changed.connect(self._look)
        window.health.opened.connect(self.health)
        window.health.aloud.connect(self.toggle_quiet)
        self.crashed.save_logs.connect(self.save_logs)
        for signal in (window.queues.dataChanged, window.queues.rowsInserted):
            signal.connect(self._count)
        self._shell.i18n.changed.connect(self._say)
        window.installEventFilter(self)
        self._desk.configured.connect(self._saved)

    @property
    def stays(self) -> bool:
        """Whether closing the window hides it."""
        wanted = self._settings.get("desk.close_to_tray") == "on"
        return wanted and self.tray is not None and not self.quitting

    async def start(self) -> None:
        """Begin to tell; what came before is no news."""
        kept = await self._window.backend.settings()
        self._settings = {**DEFAULTS, **{name: value for name, value in kept.items() if value}}
        # the session ends: nothing stays in a tray
        self._shell.app.commitDataRequest.connect(self._end)
        await self.watch.start(self._settings)
        self._look()
        self._say()
        if not unseen():
            self._soon.start(_SOON_MS)

    def _meet_system(self) -> None:
        self.use(find_tray(self._shell))
        self.use_notifier(find_notifier(self.tray))

    def use(self, tray: Tray | None) -> None:
        """Stand in this tray."""
        self.tray = tray
        if tray is not None:
            tray.asked.connect(self._asked)
            tray.show_icon(True)
        self._count()

    def use_notifier(self, notifier: Notifier) -> None:
        """Show notices by this."""
        self.notifier = notifier
        notifier.opened.connect(self._opened)

    async def close(self) -> None:
        """The window is going."""
        self._window.removeEventFilter(self)
        self._soon.stop()
        await self.watch.close()
        self.notifier.close()
        badge(self._shell.app, 0)
        if self.tray is not None:
            self.tray.close()

    # The commands.

    def health(self) -> HealthPage:
        """Show how everything is."""
        if self._page is None:
            self._page = HealthPage(self._shell, self._window, self.page)
            self._page.asked.connect(self._mend)
            self._page.save_logs.connect(self.save_logs)
            self._page.destroyed.connect(self._page_closed)
        self.page.touch()
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()
        return self._page

    def toggle_quiet(self) -> None:
        """Not to be disturbed, or to be disturbed again."""
        self._be_quiet(self.watch.quiet_time.toggled(self.watch.local))
        tell, said = self._window.toast.tell, self._quiet_words()
        if said:
            tell(said, self._shell.tr("tray-aloud"), self.toggle_quiet)
        else:
            tell(self._shell.tr("dnd-off"))

    def save_logs(self) -> None:
        """Ask where the log files go."""
        parent = self._page if self._page is not None else self._window
        save_path(parent, self._shell, LOGS, self._save_logs)

    def say_crashed(self) -> None:
        """The last run ended as it should not have."""
        self.crashed.show()

    # What happens.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets everything through; notes whether the operator looks."""
        if event.type() in _LOOKS:
            self._look()
        return False

    def _look(self) -> None:
        window, current = self._window, self._desk.current
        looks = window.isVisible() and window.isActiveWindow() and not window.isMinimized()
        self.watch.look(current.id if looks and current is not None else None)

    def _out(self, one: Out) -> None:
        if isinstance(one, Withdraw):
            self.notifier.withdraw(one.key)
        elif self._settings["desk.notices"] != "off":
            with_text = self._settings.get("desk.notice_text") == "on"
            title, text = words(self._shell, one, with_text=with_text)
            self.notifier.show_notice(one.key, title, text, urgent=one.kind in _URGENT)

    def _account(self, row: NoticeRow) -> None:
        """A messenger says something severe of our account."""
        tr, said = self._shell.tr, notice_text(self._shell, row)
        self._window.toast.tell(said, tr("account-see"), self.health)
        if self._settings["desk.notices"] != "off" and not self.watch.quiet:
            title = channel_name(row.channel)
            self.notifier.show_notice(f"{_ACCOUNT}{row.subject}", title, said, urgent=True)

    def _opened(self, key: str) -> None:
        notice: Notice | None = self.watch.notices.shown.get(key)
        self.watch.notices.gone(key)
        self._raise()
        if key.startswith(_ACCOUNT):
            self.health()
        if notice is not None and len(notice.threads) == 1:
            self._desk.tasks.start(self._window.open_thread(notice.threads[0]))

    def _asked(self, what: str) -> None:
        quiet, now = self.watch.quiet_time, self.watch.local
        match what:
            case "hour":
                self._be_quiet(quiet.quiet_until(now + timedelta(hours=1)))
            case "tomorrow":
                self._be_quiet(quiet.quiet_until(tomorrow(now)))
            case "aloud":
                self._be_quiet(quiet.toggled(now))
            case "settings":
                self._raise()
                self._window.open_settings()
            case "quit":
                self._window.quit()
            case _:
                self._raise()

    def _raise(self) -> None:
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def _be_quiet(self, quiet: Quiet) -> None:
        self._settings = {**self._settings, SETTING: quiet.kept()}
        self.watch.set_quiet(quiet)
        self._desk.tasks.start(self._window.backend.save_settings({SETTING: quiet.kept()}))

    def _saved(self, changed: Mapping[str, str]) -> None:
        self._settings = {**self._settings, **changed}
        if any(name.startswith("desk.") for name in changed):
            self.watch.load(self._settings)

    def _say(self) -> None:
        said = self._quiet_words()
        self._window.health.say_quiet(said, self._shell.tr("dnd-end-hint") if said else "")
        self._count()

    def _quiet_words(self) -> str:
        quiet, now = self.watch.quiet_time, self.watch.local
        if not quiet.holds(now):
            return ""
        ends = quiet.changes(now)
        if ends is None:
            return self._shell.tr("dnd-on")
        far = ends.date() != now.date() and ends - now > timedelta(hours=20)
        at = formats.until(self._shell.i18n, ends) if far else f"{ends:%H:%M}"
        return self._shell.tr("dnd-until", at=at)

    def _count(self) -> None:
        rows = self._window.queues.rows
        waiting = rows[0].waiting if rows else 0
        if self.tray is not None:
            self.tray.say(waiting, quiet=self.watch.quiet)
        badge(self._shell.app, waiting)

    def _mend(self, action: str, part: str) -> None:
        windows = self._window.windows
        match action:
            case "sign_in":
                windows.mend(part)
            case "models" | "free":
                windows.models()
            case "retry":
                self._desk.tasks.start(self._backend.retry_service(part))
            case _:
                section = part.partition(":")[0]
                windows.mend(part) if section == "bot" else windows.settings(section)

    def _save_logs(self, path: str) -> None:
        self._desk.tasks.start(self._write_logs(Path(path)))

    async def _write_logs(self, out: Path) -> None:
        await self._backend.save_logs(out)
        self.crashed.hide()
        self._window.toast.tell(self._shell.tr("logs-saved", path=str(out)))

    def _page_closed(self) -> None:
        self._page = None

    def _end(self) -> None:
        self.quitting = True
