"""Qt's own words (menus of text fields, file dialogs, buttons) in the operator's language."""

import logging

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.shell.i18n import I18n

log = logging.getLogger(__name__)


class QtWords:
    """Follows ``i18n``. English is what Qt speaks without a translation."""

    def __init__(self, app: QApplication, i18n: I18n) -> None:
        self._app, self._i18n = app, i18n
        self._translator: QTranslator | None = None
        i18n.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        lang = self._i18n.lang
        QLocale.setDefault(QLocale(lang))
        if lang == "en":
            return
        translator = QTranslator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{lang}", folder):
            self._app.installTranslator(translator)
            self._translator = translator
        else:
            log.warning("Qt's own words in %s are missing", lang)
