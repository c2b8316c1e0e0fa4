"""What the screens are drawn with: theme, language, icons and the time, handed to each widget."""

import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from core.domain.problems import Problem
from desktop.shell.accounts import AccountLooks
from desktop.shell.faces import Faces
from desktop.shell.i18n import I18n
from desktop.shell.icons import Icons, app_icon
from desktop.shell.keymap import Keymap
from desktop.shell.qt_words import QtWords
from desktop.shell.theme import Theme


def _now() -> int:
    return time.time_ns() // 1_000_000


class Shell:
    """One a process. ``now`` gives ms since the epoch, UTC; tests hand in their own."""

    def __init__(
        self,
        app: QApplication,
        language: str = "system",
        theme: str = "system",
        now: Callable[[], int] = _now,
        keys: str = "",
        size: str = "normal",
    ) -> None:
        self.app = app
        self.i18n = I18n(language)
        self.theme = Theme(app, theme, size)
        self.keymap = Keymap(keys)
        self.icons = Icons(self.theme)
        self.accounts = AccountLooks()
        self.faces = Faces()
        self.qt_words = QtWords(app, self.i18n)
        self.now = now
        app.setWindowIcon(app_icon())

    def tr(self, key: str, **args: str | int | float) -> str:
        """A sentence in the operator's language."""
        return self.i18n.say(key, **args)

    def problem(self, problem: Problem) -> str:
        """The sentence for a problem."""
        return self.i18n.problem(problem, self.now())
