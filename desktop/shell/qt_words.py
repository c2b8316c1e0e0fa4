"""Qt's own words (menus of text fields, file dialogs, buttons) in the operator's language."""

import logging
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.shell.i18n import I18n

log = logging.getLogger(__name__)


_NAME: Final = "qtWords"


class QtWords:
    """Follows ``i18n``. English is what Qt speaks without a translation."""

    def __init__(self, app: QApplication, i18n: I18n) -> None:
        self._app, self._i18n = app, i18n
        i18n.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Have Qt speak the language, whoever had it speak another before."""
        for before in self._app.findChildren(QTranslator, _NAME):
            self._app.removeTranslator(before)
            before.setParent(None)
        lang = self._i18n.lang
        QLocale.setDefault(QLocale(lang))
        if lang == "en":
            return
        translator = QTranslator(self._app)
        translator.setObjectName(_NAME)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{lang}", folder):
            self._app.installTranslator(translator)
        else:
            log.warning("Qt's own words in %s are missing", lang)
