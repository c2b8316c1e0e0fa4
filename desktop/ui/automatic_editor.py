"""The greeting or the away message: which quick reply goes, when and to whom."""

from datetime import datetime

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.domain.business import DAYS, EVERYBODY, Away, Greeting, Recipients
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.business_editor import BusinessEditor, Work
from desktop.ui.business_words import short_reply
from desktop.ui.parts import Choice, label
from desktop.ui.people_pick import PeoplePick
from desktop.viewmodels.business import BusinessModel
from desktop.viewmodels.when import parse

_KINDS = ("existing", "new", "contacts", "others")
_SCHEDULES = ("always", "closed", "custom")
_WEEK_MS = 7 * 24 * 3600 * 1000


class AutomaticEditor(BusinessEditor):
    """``kind`` is ``greeting`` or ``away``."""

    def __init__(self, shell: Shell, parent: QWidget, model: BusinessModel, kind: str) -> None:
        super().__init__(shell, parent, model, "automaticEditor", shell.tr(f"business-{kind}"))
        self.setMinimumWidth(shell.theme.px(430))
        self._kind, stands = kind, model.stands
        self._stands = stands.greeting if kind == "greeting" else stands.away
        self.reply = self._choice("automaticReply", "which")
        for one in stands.shortcuts:
            self.reply.addItem(f"/{one.name}", one.id)
        self.preview = label("faint", wrap=True)
        self.body.addWidget(self.preview)
        if kind == "greeting":
            self._lay_out_greeting()
        else:
            self._lay_out_away()
        self._lay_out_whom()
        self.finish("business-turn-off" if self._stands is not None else "")
        self.reply.currentIndexChanged.connect(self._show_reply)
        chosen = self._stands.shortcut if self._stands is not None else self._usual()
        self.reply.setCurrentIndex(max(0, self.reply.findData(chosen)))
        self._show_reply()
        self.reply.setFocus()

    def _usual(self) -> int:
        """The one that Telegram's own apps would take."""
        name = "hello" if self._kind == "greeting" else "away"
        return next((one.id for one in self.model.stands.shortcuts if one.name == name), 0)

    def _choice(self, name: str, key: str) -> Choice:
        made = Choice(self.shell, name)
        title = self.shell.tr(f"business-{key}")
        made.setAccessibleName(title)
        said = label("section", title)
        said.setBuddy(made)  # a combo box is read by its label and its value
        self.body.addSpacing(4)
        self.body.addWidget(said)
        self.body.addWidget(made)
        return made

    def _lay_out_greeting(self) -> None:
        self.days = self._choice("automaticDays", "silent")
        for count in DAYS:
            self.days.addItem(self.shell.tr("business-days", count=count), count)
        stands = self._stands
        days = stands.days if isinstance(stands, Greeting) else DAYS[0]
        self.days.setCurrentIndex(max(0, self.days.findData(days)))

    def _lay_out_away(self) -> None:
        tr, now = self.shell.tr, self.shell.now()
        stands = self._stands if isinstance(self._stands, Away) else Away(shortcut=0)
        self.schedule = self._choice("automaticWhen", "when")
        for one in _SCHEDULES:
            self.schedule.addItem(tr(f"business-when-{one}"), one)
        self.since = QLineEdit(_written(stands.since or now))
        self.until = QLineEdit(_written(stands.until or now + _WEEK_MS))
        self._times = QWidget()
        across = QHBoxLayout(self._times)
        across.setContentsMargins(0, 0, 0, 0)
        for name, field in (("since", self.since), ("until", self.until)):
            field.setObjectName(f"automatic-{name}")
            field.setAccessibleName(tr(f"business-{name}"))
            across.addWidget(label("muted", tr(f"business-{name}")))
            across.addWidget(field, 1)
        self.body.addWidget(self._times)
        self.offline = QCheckBox(tr("business-offline"))
        self.offline.setObjectName("automaticOffline")
        self.offline.setChecked(stands.offline)
        self.body.addWidget(self.offline)
        self.schedule.currentIndexChanged.connect(
            lambda: self._times.setVisible(self.schedule.currentData() == "custom")
        )
        self.schedule.setCurrentIndex(self.schedule.findData(stands.schedule))
        self._times.setVisible(stands.schedule == "custom")

    def _lay_out_whom(self) -> None:
        tr = self.shell.tr
        self._whom = self._stands.recipients if self._stands is not None else EVERYBODY
        self.whom = self._choice("automaticWhom", "whom")
        for name in ("all", "only"):
            self.whom.addItem(tr(f"business-whom-{name}"), name)
        self.whom.setCurrentIndex(0 if self._whom.exclude else 1)
        self.kinds: dict[str, QCheckBox] = {}
        column = QVBoxLayout()
        column.setSpacing(2)
        for name in _KINDS:
            box = QCheckBox(_capital(tr(f"business-to-{name}")))
            box.setObjectName(f"automaticTo-{name}")
            box.setChecked(bool(getattr(self._whom, name)))
            self.kinds[name] = box
            column.addWidget(box)
        self.body.addLayout(column)
        self.people = PeoplePick(self.shell, self.model, self._whom.users)
        self.people.changed.connect(lambda: self.resize(self.size().expandedTo(self.sizeHint())))
        self.body.addWidget(self.people)

    def _show_reply(self) -> None:
        one = self.model.stands.shortcut(int(self.reply.currentData() or 0))
        any_ = bool(self.model.stands.shortcuts)
        words = short_reply(self.shell, one) if any_ else self.shell.tr("business-no-replies")
        self.preview.setText(words)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.keep.setEnabled(any_)

    def _recipients(self) -> Recipients:
        marked = {name: box.isChecked() for name, box in self.kinds.items()}
        return structs.replace(
            self._whom, **marked, exclude=self.whom.currentData() == "all",
            users=self.people.users,
        )  # fmt: skip

    def work(self) -> Work | str:
        """As it is set here."""
        tr, whom = self.shell.tr, self._recipients()
        reply = int(self.reply.currentData() or 0)
        if self._kind == "greeting":
            hello = Greeting(
                shortcut=reply, days=int(self.days.currentData()), recipients=whom
            )  # fmt: skip
            return lambda backend, account: backend.set_greeting(account, hello)
        away = Away(
            shortcut=reply, schedule=self.schedule.currentData(), offline=self.offline.isChecked(),
            recipients=whom,
        )  # fmt: skip
        if away.schedule == "closed" and self.model.stands.hours is None:
            return tr("business-closed-no-hours")
        if away.schedule == "custom":
            since, until = (self._moment(field.text()) for field in (self.since, self.until))
            if not since or not until or until <= since:
                return tr("business-schedule-bad")
            away = structs.replace(away, since=since, until=until)
        return lambda backend, account: backend.set_away(account, away)

    def off(self) -> Work:
        """Nothing is sent by itself."""
        if self._kind == "greeting":
            return lambda backend, account: backend.set_greeting(account, None)
        return lambda backend, account: backend.set_away(account, None)

    def _moment(self, text: str) -> int:
        try:
            return int(datetime.strptime(text.strip(), "%d.%m.%Y %H:%M").timestamp() * 1000)
        except ValueError:
            found = parse(text, formats.local(self.shell.now()))
            return int(found.timestamp() * 1000) if found is not None else 0


def _written(at: int) -> str:
    return f"{formats.local(at):%d.%m.%Y %H:%M}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
