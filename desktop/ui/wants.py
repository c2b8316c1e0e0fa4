"""What the client wants: the tags of the thread, each of which opens the list to correct them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from core.domain.reading import INTENTS, Intent
from core.domain.views import ThreadRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import Flow, caption, clear, open_menu, pill
from desktop.ui.words import SURE, intent_name


class Wants(QWidget):
    """``corrected`` gives the operator's tags, the primary one first."""

    corrected = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("intents")
        self._shell = shell
        self._row: ThreadRow | None = None
        self._shown: tuple[object, ...] = ()
        self._chips = Flow(self)

    def show_thread(self, row: ThreadRow) -> None:
        """The tags; made anew only when they are other ones: the focus stays on a chip."""
        self._row, shell = row, self._shell
        theme = shell.theme
        shown = (row.id, row.intents, shell.i18n.lang, theme.scheme, theme.size)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._chips)
        for intent in row.intents:
            chip = self._chip(intent)
            self._chips.addWidget(chip)
        side = theme.px(13)
        add = pill("chip", "editIntents", side)
        add.setIcon(shell.icons.icon("edit" if row.intents else "plus", "chip_text", side))
        add.clicked.connect(lambda: self._intent_menu(add))
        caption(add, shell.tr("intents-edit"))
        self._chips.addWidget(add)
        self.updateGeometry()

    def _chip(self, intent: Intent) -> QWidget:
        shell, sure = self._shell, intent.confidence >= SURE
        chip = pill("chip", f"intent-{intent.tag}", 13)
        name = intent_name(shell, intent.tag)
        gap = formats.NBSP if shell.i18n.lang == "ru" else ""
        percent = f"{round(intent.confidence * 100)}{gap}%"
        words = f"{name} {percent}" if sure else f"{name} · {shell.tr('intent-unsure').lower()}"
        chip.setText(words)
        chip.setProperty("unsure", "false" if sure else "true")
        caption(chip, words)
        chip.setToolTip(shell.tr("intents-edit"))
        chip.clicked.connect(lambda: self._intent_menu(chip))
        return chip

    def intent_menu(self) -> QMenu:
        """Every tag; those that stand are ticked. Picking one corrects the thread."""
        menu, shell = QMenu(self), self._shell
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        standing = [intent.tag for intent in self._row.intents] if self._row else []
        for tag in INTENTS:
            action = menu.addAction(intent_name(shell, tag))
            action.setCheckable(True)
            action.setChecked(tag in standing)
            action.triggered.connect(lambda _=False, tag=tag: self._toggle(tag))
        return menu

    def _intent_menu(self, beside: QWidget) -> None:
        open_menu(self.intent_menu(), beside)

    def _toggle(self, tag: str) -> None:
        if self._row is None:
            return
        tags = [intent.tag for intent in self._row.intents]
        tags = [t for t in tags if t != tag] if tag in tags else [*tags, tag]
        self.corrected.emit(tags)
