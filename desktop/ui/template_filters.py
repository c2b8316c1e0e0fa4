"""Which templates are listed: those of one language, of one category."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.shell.context import Shell
from desktop.ui.parts import Picker
from desktop.ui.template_rows import category_name
from desktop.viewmodels.template_list import TemplateListModel
from desktop.viewmodels.template_order import plain_lang


class TemplateFilters(QWidget):
    """``narrowed`` gives what one of them is now: its name in ``Wanted`` and its value."""

    narrowed = Signal(str, str)

    def __init__(self, shell: Shell, model: TemplateListModel) -> None:
        super().__init__()
        self._shell, self._model = shell, model
        self.lang, self.kind = Picker(shell, "templateLang"), Picker(shell, "templateCategory")
        self.lang.clicked.connect(self._ask_lang)
        self.kind.clicked.connect(self._ask_kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.lang)
        row.addWidget(self.kind)
        row.addStretch(1)

    def refresh(self) -> None:
        """Another language, or another choice."""
        tr, wanted = self._shell.tr, self._model.wanted
        kind = category_name(self._shell, wanted.category)
        self.lang.setText(wanted.lang.replace("_", "-") or tr("template-any-lang"))
        self.kind.setText(kind or tr("template-any-category"))
        self.lang.setAccessibleName(tr("template-filter-lang", value=self.lang.text()))
        self.kind.setAccessibleName(tr("template-filter-category", value=self.kind.text()))

    def _ask_lang(self) -> None:
        own = self._model.lang()
        langs = sorted({row.lang for row in self._model.every})
        langs.sort(key=lambda lang: plain_lang(lang) != own)
        items = [(lang, lang.replace("_", "-")) for lang in langs]
        self._menu(self.lang, "lang", items, self._model.wanted.lang)

    def _ask_kind(self) -> None:
        kinds = sorted({row.category for row in self._model.every})
        items = [(kind, category_name(self._shell, kind)) for kind in kinds]
        self._menu(self.kind, "category", items, self._model.wanted.category)

    def _menu(self, at: QWidget, name: str, items: list[tuple[str, str]], now: str) -> None:
        menu = QMenu(at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, words in [("", self._shell.tr("template-all")), *items]:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(self._taking(name, value))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def _taking(self, name: str, value: str) -> Callable[[bool], None]:
        return lambda _checked: self.narrowed.emit(name, value)
