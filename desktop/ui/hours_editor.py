"""The opening hours, a line a day, as one writes them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from core.domain.business import Hours
from core.domain.business_hours import by_day, known, of_days
from desktop.shell.context import Shell
from desktop.ui.business_editor import BusinessEditor, Work
from desktop.ui.business_words import day_name
from desktop.ui.parts import button, label, restyle
from desktop.viewmodels import hours_text
from desktop.viewmodels.business import BusinessModel

_OFFICE = ("9:00–18:00",) * 5 + ("", "")


class HoursEditor(BusinessEditor):
    """An empty line is a day off."""

    def __init__(self, shell: Shell, parent: QWidget, model: BusinessModel) -> None:
        super().__init__(shell, parent, model, "hoursEditor", shell.tr("business-hours-title"))
        self.setMinimumWidth(shell.theme.px(430))
        tr, hours = shell.tr, model.stands.hours
        self.text.setText(tr("business-hours-text"))
        self.text.show()
        self.zone = QLineEdit(hours.zone if hours is not None else _zone_here())
        self.zone.setObjectName("hoursZone")
        completer = QCompleter(hours_text.zones(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.zone.setCompleter(completer)
        self.zone.setAccessibleName(tr("business-hours-zone"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        shown = [hours_text.write(day) for day in by_day(hours.open)] if hours else _OFFICE
        self.days: list[QLineEdit] = []
        for day, text in enumerate(shown):
            name, field = label("", day_name(shell, day)), QLineEdit(text)
            field.setObjectName(f"hours-{day}")
            field.setPlaceholderText(tr("business-day-off"))
            field.setAccessibleName(day_name(shell, day))
            field.textChanged.connect(self._check)
            grid.addWidget(name, day, 0)
            grid.addWidget(field, day, 1)
            self.days.append(field)
        self.copy = button("link", "hoursCopy")
        self.copy.setText(tr("business-hours-copy"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        grid.addWidget(self.copy, 7, 1, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(4)
        self.body.addLayout(grid)
        self.body.addWidget(label("section", tr("business-hours-zone")))
        self.body.addWidget(self.zone)
        self.finish("business-remove" if hours is not None else "")
        self.days[0].setFocus()

    def _copy(self) -> None:
        for field in self.days[1:5]:
            field.setText(self.days[0].text())

    def _check(self) -> None:
        good = True
        for field in self.days:
            fits = hours_text.read(field.text()) is not None
            restyle(field, "bad", "false" if fits else "true")
            good = good and fits
        self.bad("" if good else self.shell.tr("business-hours-bad"))

    def work(self) -> Work | str:
        """All days, at once."""
        tr, zone = self.shell.tr, self.zone.text().strip()
        days = [hours_text.read(field.text()) for field in self.days]
        if None in days:
            return tr("business-hours-bad")
        spans = of_days(day or () for day in days)
        if not spans:
            return tr("business-hours-empty")
        if not known(zone):
            return tr("business-hours-zone-bad")
        hours = Hours(zone=zone, open=spans)
        return lambda backend, account: backend.set_hours(account, hours)

    def off(self) -> Work:
        """No opening hours."""
        return lambda backend, account: backend.set_hours(account, None)


def _zone_here() -> str:
    """The machine's zone by its name, where the system tells it."""
    from PySide6.QtCore import QTimeZone

    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "ignore")
    return name if known(name) else "Europe/Moscow"
