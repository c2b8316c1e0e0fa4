"""A small calendar that asks for a day of a conversation."""

from collections.abc import Collection
from datetime import date

from babel.dates import format_date
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.ui.calendar_grid import CalendarGrid
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, caption, label, tool


class DateDialog(Dialog):
    """``chosen`` gives the day to go to, ``turned`` the first day of a month whose days are to be
    marked."""

    chosen = Signal(object)
    turned = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget, at: date, today: date) -> None:
        super().__init__(shell, parent, "dateDialog", shell.tr("date-title"))
        self.text.hide()
        self.grid = CalendarGrid(shell, at, today)
        self._name = label("section")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        for name, icon, by in (("before", "chevron-left", -1), ("after", "chevron-right", 1)):
            turn = tool("mini", f"calendar-{name}", 16)
            turn.setIcon(shell.icons.icon(icon))
            caption(turn, shell.tr(f"calendar-{name}"))
            turn.clicked.connect(lambda _=False, by=by: self.grid.turn(by))
            head.addWidget(turn)
        head.insertWidget(1, self._name, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.grid)
        row = self.foot()
        self.first = button("link", "calendarFirst")
        self.first.setText(shell.tr("date-first"))
        self.first.setAutoDefault(False)
        self.first.clicked.connect(lambda: self._take(date(1970, 1, 1)))
        row.insertWidget(0, self.first)
        self.go = button("primary", "calendarGo")
        self.go.setText(shell.tr("date-go"))
        self.go.clicked.connect(lambda: self._take(self.grid.at))
        row.addWidget(self.go)
        self.go.setDefault(True)
        self.grid.chosen.connect(self._take)
        self.grid.turned.connect(self._turned)
        self._turned(self.grid.month)
        self.grid.setFocus()

    def _turned(self, month: date) -> None:
        name = format_date(month, "LLLL y", locale=self.shell.i18n.lang)
        self._name.setText(name[:1].upper() + name[1:])
        self.turned.emit(month)

    def mark(self, month: date, days: Collection[date]) -> None:
        """The days of a month that have messages."""
        if month == self.grid.month:
            self.grid.mark(days)

    def _take(self, day: date) -> None:
        self.chosen.emit(day)
        self.close()
