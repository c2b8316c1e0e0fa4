"""Archive, mute, mark as unread, folders: by key, from the palette, on a row."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from core.domain.channels import Channel
from core.domain.chats import FOREVER, FolderRow
from core.domain.views import ThreadRow
from desktop.ui.actions.triage_work import TriageWork
from desktop.ui.filter_menu import plain_menu

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_HOUR_MS: Final = 3_600_000
_LENGTHS: Final = (("hour", 1), ("hours", 8), ("days", 48))


class ShelfActions:
    """Made by the main window. On WhatsApp there are no folders; the rest holds on this desk."""

    def __init__(self, window: "MainWindow", work: TriageWork) -> None:
        self._window, self._shell, self._desk = window, window.shell, window.desk
        self._work = work

    # The commands.

    def archive(self) -> None:
        """Into the archive; where all of them are there, out of it."""
        if ids := self._work.targets():
            self._archive(ids, not self._all(ids, "archived"))

    def mute(self) -> None:
        """Ask for how long."""
        if ids := self._work.targets():
            menu = plain_menu(self._window, "muteMenu")
            self._fill_mute(menu, ids)
            self._pop(menu)

    def mark_unread(self) -> None:
        """Mark them as unread."""
        if ids := self._work.targets():
            self._mark(ids)

    def folder(self) -> None:
        """Ask into which folder, or out of which."""
        if ids := self._work.targets():
            if not self._folders(ids):
                self._window.toast.tell(self._shell.tr("told-no-folders"))
                return
            menu = plain_menu(self._window, "folderMenu")
            self._fill_folders(menu, ids)
            self._pop(menu)

    # The part of a row's menu.

    def fill(self, menu: QMenu, ids: Sequence[int]) -> None:
        """What can be done to these."""
        tr, icon = self._shell.tr, self._shell.icons.icon
        unread = menu.addAction(icon("unread"), tr("menu-mark-unread"))
        unread.triggered.connect(lambda: self._mark(ids))
        rows = self._work.rows(ids)
        unread.setEnabled(any(not row.unread and not row.marked for row in rows))
        menu.addSeparator()
        archived = self._all(ids, "archived")
        menu.addAction(icon("archive"), tr("menu-unarchive" if archived else "menu-archive"),
                       partial(self._archive, ids, not archived))  # fmt: skip
        part = QMenu(tr("menu-mute"), menu)
        part.setIcon(icon("bell-off"))
        self._fill_mute(part, ids)
        menu.addMenu(part)
        if self._folders(ids):
            part = QMenu(tr("menu-folder"), menu)
            part.setIcon(icon("folder"))
            self._fill_folders(part, ids)
            menu.addMenu(part)
        if len(ids) == 1 and Channel.TELEGRAM in rows[0].channels:
            action = menu.addAction(icon("close"), "")
            action.setVisible(False)
            self._work.start(self._offer(action, ids[0]))

    async def _offer(self, action: QAction, thread: int) -> None:
        """A group can be left out; that it is one is asked for while the menu opens."""
        out = await self._desk.backend.chats.left_out(thread)
        if out is None or not isValid(action):
            return
        action.setText(self._shell.tr("menu-group-in" if out else "menu-group-out"))
        action.triggered.connect(
            lambda: self._work.start(self._desk.shelving.leave_out(thread, not out))
        )
        action.setVisible(True)

    def _all(self, ids: Sequence[int], name: str) -> bool:
        rows = self._work.rows(ids)
        return bool(rows) and all(getattr(row, name) for row in rows)

    def _mark(self, ids: Sequence[int]) -> None:
        self._work.start(self._desk.shelving.mark(ids, True))

    def _archive(self, ids: Sequence[int], archived: bool) -> None:
        work = partial(self._desk.shelving.archive, ids, archived)
        self._work.start(self._work.put_away(ids, work, archived))

    def _fill_mute(self, menu: QMenu, ids: Sequence[int]) -> None:
        now, tr = self._shell.now(), self._shell.tr
        if any(row.muted(now) for row in self._work.rows(ids)):
            menu.addAction(self._shell.icons.icon("bell"), tr("menu-unmute"),
                           partial(self._mute, ids, 0))  # fmt: skip
            menu.addSeparator()
        for key, hours in _LENGTHS:
            text = tr(f"mute-{key}", n=hours // 24 if key == "days" else hours)
            menu.addAction(text, partial(self._mute, ids, now + hours * _HOUR_MS))
        menu.addAction(tr("mute-forever"), partial(self._mute, ids, FOREVER))

    def _mute(self, ids: Sequence[int], until: int) -> None:
        self._work.start(self._desk.shelving.mute(ids, until))

    def _folders(self, ids: Sequence[int]) -> list[FolderRow]:
        """Those of the accounts that know one of the clients."""
        rows: list[ThreadRow] = self._work.rows(ids)
        known = {one for row in rows if Channel.TELEGRAM in row.channels for one in row.accounts}
        return [one for one in self._desk.folders.found if one.account in known]

    def _fill_folders(self, menu: QMenu, ids: Sequence[int]) -> None:
        """Ticked where all of them stand; that is asked for while the menu opens."""
        made: dict[str, QAction] = {}
        names, ink = self._shell.accounts.name, self._shell.accounts.ink
        for one in self._folders(ids):
            title = " ".join(part for part in (one.folder.emoji, one.folder.title) if part)
            if ink(one.account):
                title = f"{title} · {names(one.account)}"
            action = made[one.key] = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.triggered.connect(lambda inside, one=one: self._put(ids, one, inside))
        self._work.start(self._tick(made, ids))

    async def _tick(self, made: dict[str, QAction], ids: Sequence[int]) -> None:
        outside: set[str] = set()
        for thread in ids:
            found = await self._desk.backend.chats.folders_of(thread)
            outside |= made.keys() - {one.key for one, inside in found if inside}
        for key, action in made.items():
            if not isValid(action):
                return  # the menu was closed meanwhile
            action.setChecked(key not in outside)

    def _put(self, ids: Sequence[int], one: FolderRow, inside: bool) -> None:
        self._work.start(self._desk.shelving.put(ids, one.key, inside, one.folder.title))

    def _pop(self, menu: QMenu) -> None:
        menu.popup(self._window.pane.place())
        first = next((action for action in menu.actions() if action.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)  # it was asked for by a key: go on by keys
