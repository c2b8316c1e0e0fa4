"""What closed windows give back: the text into its draft, and a sentence about it."""

from typing import TYPE_CHECKING

from core.domain.views import Unsent

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class WindowActions:
    """Made by the main window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        window.desk.returned.back.connect(self._back)

    def _back(self, one: Unsent) -> None:
        self._window.conversation.composer.give_back(one.thread, one.text)
        self._window.toast.tell(self._window.shell.tr("told-returned", name=one.name))
