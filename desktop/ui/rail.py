"""The rail on the left: the queues, the folders of Telegram accounts, the views, with who waits for
us in each; and the way to the settings."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.shell.icons import app_icon
from desktop.ui.list_words import queue_name as queue_name
from desktop.ui.list_words import view_name, waiting
from desktop.ui.parts import caption, label, tool
from desktop.ui.rail_list import Looks, RailList
from desktop.viewmodels.folders import FolderListModel
from desktop.viewmodels.queues import ALL, QueueListModel
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.views import ARCHIVE, CLOSING, MOST, View, ViewListModel

WIDE, NARROW = 204, 60
_ICONS: Final = {
    "": "inbox", "sales": "sales", "support": "support", "complaints": "complaint",
    "documents": "docs", "docs": "docs", "billing": "billing", "finance": "billing",
    "accounting": "billing", "payments": "billing", "logistics": "logistics",
    "delivery": "logistics", "partners": "partners", "partnership": "partners", "hr": "hr",
    "jobs": "hr", "spam": "trash", "inbox": "queue",
}  # fmt: skip
_VIEW_ICONS: Final = {
    "closing": "clock", "due": "flag", "snoozed": "snooze", "done": "check",
    "archive": "archive",
}  # fmt: skip


FOLDER_ICONS: Final = {
    "": "folder", "📁": "folder", "🔔": "bell", "✅": "check2", "👤": "person", "👥": "partners",
    "📢": "megaphone", "💰": "money", "❤": "heart", "❤️": "heart", "🤖": "model",
}  # fmt: skip
"""Icons of ours for those that Telegram offers for folders; another emoji is drawn as it is."""


def folder_icon(emoji: str) -> str:
    """The icon of a folder."""
    return FOLDER_ICONS.get(emoji, "folder")


def queue_icon(queue: str) -> str:
    """The icon of a queue; one for all that we do not know."""
    return _ICONS.get(queue, "queue")


class Rail(QWidget):
    """``chosen`` gives the queue to show, None for all; ``view_chosen`` the id of a view;
    ``view_menu`` a view and where its menu is to stand."""

    chosen = Signal(object)
    view_chosen = Signal(str)
    view_menu = Signal(object, QPoint)
    settings = Signal()
    help = Signal()

    def __init__(
        self, shell: Shell, model: QueueListModel, views: ViewListModel, folders: FolderListModel
    ) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell = shell
        self._model, self._views, self._folders = model, views, folders
        self._at: tuple[str | None, str] = (None, "")
        self._narrow = False
        self._mark, self._name = QLabel(), label("title", "Threadline")
        self._mark.setPixmap(app_icon().pixmap(QSize(26, 26), 2.0))
        self.list = RailList(shell, model, "queueList", Looks(
            lambda row: queue_icon(row.id),
            lambda row: queue_name(shell, row.id),
            lambda row: (row.waiting, row.threads),
        ))  # fmt: skip
        self.views = RailList(shell, views, "viewList", Looks(
            lambda row: _VIEW_ICONS.get(row.id, "bookmark"),
            lambda row: view_name(shell, row),
            lambda row: (0, row.count) if row.id == "snoozed" else (row.count, row.held),
            most=lambda row: row.most,
        ))  # fmt: skip
        self.folders = RailList(shell, folders, "folderList", Looks(
            lambda row: folder_icon(row.emoji),
            lambda row: row.name,
            lambda row: (row.count, row.held),
            lambda row: "" if row.emoji in FOLDER_ICONS else row.emoji,
            lambda row: shell.accounts.ink(row.account),
            lambda row: row.most,
        ))  # fmt: skip
        folders.speak = self._folder_spoken
        self._over = label("section")
        model.speak = lambda row: self._spoken(queue_name(shell, row.id), row.waiting)
        views.speak = lambda row: self._spoken(
            view_name(shell, row),
            0 if row.built_in and row.id not in (CLOSING, ARCHIVE) else row.count,
            row.most,
        )
        self._head = label("section")
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.views.selectionModel().currentChanged.connect(
            lambda index: self._picked_view(index, self.views)
        )
        self.folders.selectionModel().currentChanged.connect(
            lambda index: self._picked_view(index, self.folders)
        )
        self.views.menu.connect(lambda index, at: self.view_menu.emit(index.data(ROW), at))
        for changed in (folders.rowsInserted, folders.rowsRemoved, shell.accounts.changed):
            changed.connect(self._folders_changed)
        for changed in (model.rowsInserted, model.rowsRemoved, views.rowsInserted,
                        folders.rowsInserted):  # fmt: skip
            changed.connect(self._mark_again)
        self._settings = tool(name="settingsButton")
        self._settings.clicked.connect(self.settings)
        self._help = tool(name="helpButton")
        self._help.clicked.connect(self.help)
        top = QHBoxLayout()
        top.setContentsMargins(17, 14, 12, 12)
        top.setSpacing(10)
        top.addWidget(self._mark)
        top.addWidget(self._name, 1)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(13, 8, 12, 10)
        self._foot.addWidget(self._settings)
        self._foot.addWidget(self._help)
        self._foot.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(18, 14, 12, 4)
        head.addWidget(self._head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        over = QHBoxLayout()
        over.setContentsMargins(18, 14, 12, 4)
        over.addWidget(self._over)
        layout.addWidget(self.list, 8)
        layout.addLayout(over)
        layout.addWidget(self.folders, 6)
        layout.addLayout(head)
        layout.addWidget(self.views, 5)
        layout.addStretch(1)
        layout.addLayout(self._foot)
        shell.i18n.changed.connect(self.retranslate)
        shell.keymap.changed.connect(self.retranslate)
        shell.theme.changed.connect(self._tint)
        self._tint()
        self.retranslate()
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, for small windows."""
        self._narrow = narrow
        for one in self._lists:
            one.delegate.narrow = narrow
        for part in (self._name, self._help, self._head):
            part.setVisible(not narrow)
        self._widen()
        bars = Qt.ScrollBarPolicy
        self._folders_changed()
        for view in self._lists:  # a bar would stand on the icons
            view.setVerticalScrollBarPolicy(
                bars.ScrollBarAlwaysOff if narrow else bars.ScrollBarAsNeeded
            )
            view.viewport().update()

    def pick(self, queue: str) -> None:
        """Choose a queue, as a click does."""
        row = self._model.row_of(queue)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def mark(self, queue: str | None, view: str) -> None:
        """Show which queue or view stands."""
        self._at = (queue, view)
        self._mark_again()

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self.list.setAccessibleName(tr("queues"))
        self.views.setAccessibleName(tr("views"))
        self._head.setText(tr("views"))
        self.folders.setAccessibleName(tr("folders"))
        self._over.setText(tr("folders"))
        keys = self._shell.keymap
        caption(self._settings, tr("command-settings"), keys.of("settings"))
        caption(self._help, tr("command-help"), keys.of("help"))
        for view in self._lists:
            view.viewport().update()

    @property
    def _lists(self) -> tuple[RailList, ...]:
        return self.list, self.folders, self.views

    def _folders_changed(self) -> None:
        """Without folders there is no place for them."""
        some = self._folders.rowCount() > 0
        self.folders.setVisible(some)
        self._over.setVisible(some and not self._narrow)
        self.folders.viewport().update()

    def _folder_spoken(self, row: View) -> str:
        name, account = row.name, self._shell.accounts.name(row.account)
        if account:
            name = self._shell.tr("folder-of", name=name, account=account)
        return self._spoken(name, row.count, row.most)

    def _spoken(self, name: str, count: int, most: int = MOST) -> str:
        return f"{name}, {waiting(self._shell, count, most)}" if count else name

    def _widen(self) -> None:
        wide = WIDE if self._shell.theme.px(100) <= 115 else self._shell.theme.px(WIDE) - 30
        self.setFixedWidth(NARROW if self._narrow else wide)

    def _tint(self) -> None:
        side = self._shell.theme.px(20)
        for made, icon in ((self._settings, "settings"), (self._help, "keyboard")):
            made.setIconSize(QSize(side, side))
            made.setIcon(self._shell.icons.icon(icon, size=side))
        self._widen()
        for view in self._lists:
            view.viewport().update()

    def _mark_again(self) -> None:
        queue, view = self._at
        self.list.mark(-1 if view else self._model.row_of(queue or ALL))
        self.folders.mark(self._folders.row_of(view) if view else -1)
        self.views.mark(self._views.row_of(view) if view else -1)

    def _picked(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None and not self.list.removing:
            self.chosen.emit(None if row.id == ALL else row.id)

    def _picked_view(self, index: QModelIndex, at: RailList | None = None) -> None:
        row: View | None = index.data(ROW)
        if row is not None and not (at or self.views).removing:
            self.view_chosen.emit(row.id)
