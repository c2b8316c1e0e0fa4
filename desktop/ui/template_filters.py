"""Which templates are listed: those of one language, of one category."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.shell.context import Shell
from desktop.ui.parts import Picker
from desktop.ui.template_rows import category_name
from desktop.viewmodels.template_list import TemplateListModel
from desktop.viewmodels.template_order import plain_lang

_BETWEEN = 6


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
        row.setSpacing(_BETWEEN)
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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook."""
        super().resizeEvent(event)
        self.refresh()

    def _fit(self) -> None:
        """Both stand beside one another; where that is too wide the words end in an ellipsis."""
        wide = [self.lang.sizeHint().width(), self.kind.sizeHint().width()]
        room = self.width() - _BETWEEN
        half = room // 2
        if sum(wide) > room > 0:
            spare = max(half, room - min(wide))
            wide = [min(w, half if w > half and min(wide) > half else spare) for w in wide]
        for part, width in zip((self.lang, self.kind), wide, strict=True):
            chrome = part.sizeHint().width() - part.fontMetrics().horizontalAdvance(part.text())
            elide = Qt.TextElideMode.ElideRight
            fitting = part.fontMetrics().elidedText(part.text(), elide, max(0, width - chrome) + 1)
            part.setToolTip(part.text() if fitting != part.text() else "")
            part.setText(fitting)
            part.setFixedWidth(width)

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
