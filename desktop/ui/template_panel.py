"""Templates in place of free text: found, filled in and seen as the client will see them."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui.accessible import announce
from desktop.ui.chat_preview import ChatPreview
from desktop.ui.parts import Empty, button, label
from desktop.ui.template_filters import TemplateFilters
from desktop.ui.template_form import TemplateForm
from desktop.ui.template_rows import TemplateRows, category, spoken
from desktop.viewmodels.rows import ROW
from desktop.viewmodels.template_list import TemplateListModel
from desktop.viewmodels.template_order import Wanted
from desktop.viewmodels.templates import TemplateRow

_HIGH, _LEFT = 336, 0.44
_LOW = 210
"""Below that height the search alone narrows the list."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class TemplatePanel(QFrame):
    """``send`` gives the template and what is filled in, ``back`` asks for free text again."""

    send = Signal(object, object)
    back = Signal()

    def __init__(self, shell: Shell, model: TemplateListModel) -> None:
        super().__init__()
        self.setObjectName("templatePanel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._shell, self.model = shell, model
        self._typed: dict[object, list[str]] = {}
        self._offered: TemplateRow | None = None
        self._row: TemplateRow | None = None
        self.search = QLineEdit()
        self.search.setObjectName("templateSearch")
        self.search.textChanged.connect(lambda typed: self._narrow(typed=typed))
        self.search.installEventFilter(self)
        self.filters = TemplateFilters(shell, model)
        self.filters.narrowed.connect(lambda name, value: self._narrow(**{name: value}))
        self.list = QListView()
        self.list.setObjectName("templateList")
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = TemplateRows(shell, self.list)
        self.list.setItemDelegate(self.rows)
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.list.installEventFilter(self)
        self.preview = ChatPreview(shell)
        self.why = label("warn", wrap=True)
        self.why.setObjectName("templateWhyNot")
        self.form = TemplateForm(shell, self.preview)
        self.form.submit.connect(self._send)
        self.form.left.connect(self._to_list)
        self.form.changed.connect(self._title_submit)
        self.unfit = label("muted", wrap=True)
        self.clear = button("link", "templateClear")
        self.clear.clicked.connect(self._clear)
        self.charged = label("hint", wrap=True)
        self.charged.setObjectName("templateCharged")
        self.leave = button("", "templateBack")
        self.leave.clicked.connect(self.back)
        self.leave.hide()
        self.submit = button("primary", "templateSend")
        self.submit.clicked.connect(self._go_on)
        self.values = button("link", "templateValues")
        self.values.clicked.connect(self.fill_in)
        self.other = button("link", "templateOther")
        self.other.clicked.connect(self._to_list)
        self.form.finished.connect(self.submit.setFocus)
        self._nothing = Empty(shell, "template", "noTemplates", self._next_step)
        self._lay_out()
        model.refreshed.connect(self._refreshed)
        shell.theme.changed.connect(self._fit)
        shell.i18n.changed.connect(self.retranslate)
        self._fit()
        self.retranslate()

    def _lay_out(self) -> None:
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        self._stack.addWidget(page)
        browse, fill = QWidget(), QWidget()
        left = QVBoxLayout(browse)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(6)
        left.addWidget(self.search)
        left.addWidget(self.filters)
        left.addWidget(self.list, 1)
        left.addWidget(self.unfit)
        left.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(0)
        filling = QVBoxLayout(fill)
        filling.setContentsMargins(0, 0, 0, 0)
        filling.setSpacing(4)
        filling.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        filling.addWidget(_scrolled(self.form), 1)
        self._left = QWidget()
        self._turned = QStackedLayout(self._left)
        self._turned.setContentsMargins(0, 0, 0, 0)
        self._turned.addWidget(browse)
        self._turned.addWidget(fill)
        seen = QWidget()
        inside = QVBoxLayout(seen)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(8)
        inside.addWidget(self.why)
        inside.addWidget(self.preview)
        inside.addStretch(1)
        self._seen = _scrolled(seen)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for one in (self.values, self.leave, self.submit):
            foot.addWidget(one)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(7)
        right.addWidget(self._seen, 1)
        right.addWidget(self.charged)
        right.addLayout(foot)
        both = QHBoxLayout(page)
        both.setContentsMargins(10, 10, 10, 10)
        both.setSpacing(12)
        both.addWidget(self._left)
        both.addLayout(right, 1)
        self._stack.addWidget(self._nothing)

    # What is shown.

    def sizeHint(self) -> QSize:
        """Qt's hook: as high as is good to work in; less where the window has less."""
        return QSize(400, self._shell.theme.px(_HIGH))

    def hasHeightForWidth(self) -> bool:
        """Qt's hook: it stays as high whatever stands in it."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Qt's hook."""
        return QSize(360, 220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Where there is little height it goes to the list; what narrows it stays to be seen. The
        buttons on the right are never cut."""
        room = self.width() - 32
        feet = [one for one in (self.values, self.leave, self.submit) if not one.isHidden()]
        needed = sum(one.sizeHint().width() + 8 for one in feet)
        self._left.setFixedWidth(max(room // 3, min(int(room * _LEFT), room - needed)))
        low = self.height() < self._shell.theme.px(_LOW)
        wanted = self.model.wanted
        self.filters.setVisible(not low or bool(wanted.lang or wanted.category))

    def _fit(self) -> None:
        self.list.doItemsLayout()
        self.filters.refresh()
        self._arrange()
        self.updateGeometry()

    def retranslate(self) -> None:
        """Another language."""
        tr = self._shell.tr
        self.search.setPlaceholderText(tr("template-search"))
        self.search.setAccessibleName(tr("template-search"))
        self.list.setAccessibleName(tr("templates"))
        self.leave.setText(tr("template-back"))
        self.submit.setToolTip(tr("template-send-keys"))
        self.values.setText(tr("template-values"))
        self.unfit.setText(tr("template-nothing"))
        self.clear.setText(tr("template-clear"))
        self.other.setText(tr("template-other"))
        self.model.speak = lambda row: spoken(self._shell, row, best=row == self.rows.best)
        self._refreshed()

    def begin(self) -> None:
        """Another client: nothing of what was typed for the one before, the best one offered."""
        self._typed.clear()
        self._offered = self._row = None
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.form.show_row(None)
        self._turned.setCurrentIndex(0)

    def pick(self, row: TemplateRow) -> None:
        """Choose a template and go to its first empty slot."""
        self.begin()
        self._offered = row
        self.model.narrow(Wanted())
        self._choose(row)
        self.fill_in()

    def fill_in(self) -> None:
        """To the values of the template that is picked."""
        if not self.form.fields:
            self.submit.setFocus()
            return
        self._turned.setCurrentIndex(1)
        self._title_submit()
        self.form.begin()

    @property
    def filling(self) -> bool:
        """Whether values are entered, and not a template chosen."""
        return self._turned.currentIndex() == 1

    def _to_list(self) -> None:
        self._turned.setCurrentIndex(0)
        self._title_submit()
        self.search.setFocus()

    def take_focus(self) -> None:
        """The keys: to what is missing, else to the search."""
        if self._stack.currentIndex() == 1 and self._nothing.button.isVisible():
            self._nothing.button.setFocus()
        elif self._stack.currentIndex() == 1:
            self.setFocus()  # they are read: it holds the keys for what comes
        elif self.filling:
            self.form.begin()
        else:
            (self.submit if self.submit.isEnabled() else self.search).setFocus()

    @property
    def current(self) -> TemplateRow | None:
        """The template that is picked."""
        row: TemplateRow | None = self.list.currentIndex().data(ROW)
        return row

    def _refreshed(self) -> None:
        self._show()
        if self.hasFocus() and self.model.state != "loading":
            self.take_focus()

    def _show(self) -> None:
        model, tr = self.model, self._shell.tr
        self.rows.best = model.best
        empty = not model.every
        self._stack.setCurrentIndex(1 if empty else 0)
        self.setAccessibleName(tr("templates"))
        if empty:
            self._say_nothing()
            return
        self.filters.refresh()
        self._arrange()
        for part in (self.unfit, self.clear):
            part.setVisible(not model.rowCount())
        self.list.setVisible(bool(model.rowCount()))
        if self._offered is None and model.best is not None:
            self._offered = model.best
            self._choose(model.best)
        elif self.current is None and model.rowCount():
            self._choose(model.rows[0])
        else:
            self._picked()

    def _say_nothing(self) -> None:
        """Why there is nothing to choose from, and the next step."""
        tr, model = self._shell.tr, self.model
        if model.state == "failed" and model.problem is not None:
            self._nothing.say(tr("templates-failed"), self._shell.problem(model.problem),
                              tr("template-again"))  # fmt: skip
        elif model.state == "ready":
            self._nothing.say(tr("templates-none-title"), tr("templates-none"),
                              tr("template-again"))  # fmt: skip
        else:
            self._nothing.say(tr("templates-loading"), "", "")
        self._nothing.button.setVisible(model.state in ("failed", "ready"))

    def _next_step(self) -> None:
        self.model.reload()

    def _choose(self, row: TemplateRow) -> None:
        place = self.model.row_of(self.model.key(row))
        self.list.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())
        self._picked()

    def _picked(self, *_changed: object) -> None:
        row = self.current
        if self._row is not None and self.form.fields:
            self._typed[self.model.key(self._row)] = self.form.typed
        if row != self._row or self.form.row is None:
            self._row = row
            self.form.show_row(row, self._typed.get(self.model.key(row)) if row else None)
            self._seen.verticalScrollBar().setValue(0)
        self.why.setVisible(row is not None and row.problem is not None)
        if row is not None and row.problem is not None:
            self.why.setText(self._shell.problem(row.problem))
            self._turned.setCurrentIndex(0)
        self.submit.setEnabled(row is not None and row.sendable)
        self.charged.setText(self._charge(row))
        self._title_submit()

    def _title_submit(self) -> None:
        """What the button does now: it sends what is complete, else it goes on to the values."""
        filling, missing = self.filling, self.form.missing
        key = "template-fill" if missing and not filling else "template-send"
        self.submit.setText(self._shell.tr(key))
        self.values.setVisible(bool(self.form.fields) and not filling and not missing)
        self._arrange()

    def _go_on(self) -> None:
        if self.form.missing and not self.filling:
            self.fill_in()
        else:
            self._send()

    def _charge(self, row: TemplateRow | None) -> str:
        tr = self._shell.tr
        if self.model.state == "failed" and self.model.problem is not None:
            return self._shell.problem(self.model.problem)
        if row is None or not row.sendable:
            return ""
        quality = tr("template-quality-red-hint") if row.quality == "RED" else ""
        return " ".join(filter(None, (tr("template-charged", kind=category(self._shell, row)),
                                      quality)))  # fmt: skip

    # Narrowing.

    def _narrow(self, **changed: str) -> None:
        self.model.narrow(self.model.wanted._replace(**changed))
        if self.model.rowCount():
            self._choose(self.model.rows[0])

    def _clear(self) -> None:
        self.search.clear()
        self.model.narrow(Wanted())
        self.search.setFocus()

    # Keys.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: in the search the arrows go through the list and Enter fills in."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, held = event.key(), event.modifiers()
            plain = not held & ~(held.KeypadModifier | held.ShiftModifier)
            if watched is self.search and plain and key in _STEPS:
                self._step(_STEPS[Qt.Key(key)])
                return True
            if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.fill_in()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook: Ctrl+Enter sends, Escape empties the search, then goes back to free text."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held:
            self._send()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_Escape and not self.leave.isHidden():
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        count, here = self.model.rowCount(), self.list.currentIndex().row()
        if count:
            self.list.setCurrentIndex(self.model.index(max(0, min(count - 1, here + by))))
            row = self.current
            if row is not None:
                announce(self.list, spoken(self._shell, row, best=row == self.rows.best))

    def _send(self) -> None:
        row = self.current
        if row is None or not row.sendable:
            return
        if self.form.missing and not self.filling:
            self.fill_in()
        if self.form.ready():
            self.send.emit(row, self.form.filling)

    def sent(self) -> None:
        """The template was taken: the next one begins anew."""
        self._typed.clear()
        self._turned.setCurrentIndex(0)
        self.form.show_row(self.current)


def _scrolled(widget: QWidget) -> QScrollArea:
    """A widget that may be higher than its place; what is in it scrolls it by the keys."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return area
