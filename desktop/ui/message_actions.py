"""What can be done with a message: copy, answer, open its files, send it again."""

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.domain.views import AttachmentRow, MessageRow
from desktop.shell.context import Shell
from desktop.ui.bubble import offers_models


class MessageActions(QObject):
    """``answer`` gives a row to reply to, ``original`` the row whose answered message is asked
    for, ``retry`` and ``discard`` a client_ref, ``page`` a document to read (row, attachment),
    ``models`` asks for the models."""

    answer = Signal(object)
    original = Signal(object)
    retry = Signal(str)
    discard = Signal(str)
    page = Signal(object, object)
    models = Signal()

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._over = shell, parent

    def do(self, row: MessageRow, what: object) -> None:
        """A part of a message was clicked: a file, or the name of what it does."""
        if isinstance(what, AttachmentRow):
            self.open_file(row, what)
        elif what == "retry":
            self.retry.emit(row.client_ref)
        elif what == "discard":
            self.discard.emit(row.client_ref)
        elif what == "original":
            self.original.emit(row)
        elif what == "models":
            self.models.emit()

    def main(self, row: MessageRow) -> None:
        """What Enter does: the first file is opened, a failed message goes out again, any other
        is answered."""
        if row.status == "failed":
            self.retry.emit(row.client_ref)
            return
        for item in row.attachments:
            if item.path or item.pages:
                self.open_file(row, item)
                return
        if row.external_id:
            self.answer.emit(row)

    def open_file(self, row: MessageRow, item: AttachmentRow) -> None:
        """With the system's own program; where the file is gone its text is shown."""
        if item.path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(item.path))
        else:
            self.page.emit(row, item)

    def menu_for(self, row: MessageRow) -> QMenu:
        """The menu of a message; it deletes itself when closed."""
        menu, tr, icons = QMenu(self._over), self._shell.tr, self._shell.icons
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.external_id:
            menu.addAction(icons.icon("reply"), tr("reply"), lambda: self.answer.emit(row))
        if row.text:
            menu.addAction(icons.icon("copy"), tr("copy-text"),
                           lambda: QGuiApplication.clipboard().setText(row.text))  # fmt: skip
        for item in row.attachments:
            if item.path:
                menu.addAction(icons.icon("folder"), tr("open-file"),
                               lambda item=item: self.open_file(row, item))  # fmt: skip
            if offers_models(item):
                menu.addAction(icons.icon("model"), tr("get-speech-model"), self.models.emit)
            if item.pages:
                menu.addAction(icons.icon("docs"), tr("read-document"),
                               lambda item=item: self.page.emit(row, item))  # fmt: skip
        if row.status == "failed":
            menu.addAction(icons.icon("retry"), tr("retry"),
                           lambda: self.retry.emit(row.client_ref))  # fmt: skip
            menu.addAction(icons.icon("trash"), tr("discard"),
                           lambda: self.discard.emit(row.client_ref))  # fmt: skip
        return menu
