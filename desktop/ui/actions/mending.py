"""What is offered under a message that was not sent: the one thing that helps."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.domain.views import MessageRow

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

DASHBOARD: Final = "https://business.facebook.com/latest/whatsapp_manager"


class MendActions:
    """Does it. What is only to be sent again never comes here."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        window.conversation.view.actions_.mend.connect(self.do)

    def do(self, row: MessageRow, remedy: str) -> None:
        """A `core.domain.remedies.Remedy` was chosen for ``row``."""
        window, composer = self._window, self._window.desk.composer
        if remedy in ("template", "edit", "file", "elsewhere"):
            composer.choose(row.peer)
        match remedy:
            case "template":
                window.actions_["templates"].trigger()
            case "token" | "settings":
                window.windows.mend("whatsapp")
            case "dashboard":
                QDesktopServices.openUrl(QUrl(DASHBOARD))
            case "edit":
                window.desk.tasks.start(window.talk.rewrite(row))
            case "file":
                window.actions_["attach"].trigger()
            case "elsewhere" if len(composer.peers) > 1:
                composer.choose_next()
                window.conversation.composer.focus()
            case "elsewhere":
                window.toast.tell(window.shell.tr("mend-nowhere"))
