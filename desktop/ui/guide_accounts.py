"""The pages of the first steps that connect a messenger."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.guide_parts import CopyLine, Page, Said
from desktop.ui.parts import button, clear
from desktop.ui.sign_in_form import SignInForm
from desktop.viewmodels import settings
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.guide import ASKED, GuideModel

APPS = "https://my.telegram.org/apps"
_SETTLED_MS = 40


class TelegramPage(Page):
    """The keys of the application, then phone, code, password."""

    def __init__(self, shell: Shell, model: GuideModel, tasks: Tasks, desk: Desk) -> None:
        super().__init__(shell, model, tasks, "telegram", ASKED["telegram"])
        self._desk, self._again, self._shown = desk, False, ""
        self.keys = QWidget()
        keys = QVBoxLayout(self.keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(6)
        self.link = CopyLine(shell, "guideTelegramLink", "guide-telegram-link", APPS)
        keys.addWidget(self.link)
        for row in self.rows.values():
            keys.addWidget(row)
        self.form = SignInForm(shell, desk.sign_in, centred=False)
        self.form.next.setDefault(False)
        self.signed = Said(shell)
        self.other = button("link", "guideOtherKeys")
        self.other.clicked.connect(self._ask_keys)
        for part in (self.keys, self.form, self.signed):
            self.layout_.addWidget(part)
        self.layout_.addWidget(self.other)
        self.layout_.addStretch(1)
        desk.sign_in.changed.connect(self.refresh)
        desk.sign_in.done.connect(model.changed)
        desk.health.changed.connect(self.refresh)

    def onward(self) -> str:
        """While signing in, its own button goes on."""
        return "" if self._stage() == "sign" else "guide-next"

    def _stage(self) -> str:
        rows = self._desk.health.rows
        online = any(row.id == "telegram" and row.state == "online" for row in rows)
        if self._again or not self.model.keys_kept:
            return "keys"
        done = self._desk.sign_in.step == "done" or online
        return "in" if done else "sign"

    def finished(self) -> bool:
        """An account is connected."""
        return self._stage() == "in"

    def load(self) -> None:
        """What is kept."""
        super().load()
        self._again = False

    def enter(self) -> bool:
        """In the form Enter is the form's."""
        if self._stage() == "sign":
            return True
        self._again = False
        return False

    def take_focus(self) -> None:
        """The first thing that is asked."""
        stage = self._stage()
        if stage == "keys":
            self.rows["telegram.api_id"].take_focus()
        elif stage == "sign":
            self.form.field.setFocus()

    def refresh(self) -> None:
        """Words, and what is asked now."""
        super().refresh()
        tr, stage = self._shell.tr, self._stage()
        self.link.retranslate()
        self.text.setText(tr(f"guide-telegram-{stage}"))
        self.keys.setVisible(stage == "keys")
        self.form.setVisible(stage == "sign")
        self.signed.setVisible(stage == "in")
        self.signed.say(tr("guide-has-telegram"), "check", "ok")
        self.other.setVisible(stage == "sign")
        self.other.setText(tr("guide-other-keys"))
        if stage != self._shown and self.isVisible():
            self.take_focus()
        self._shown = stage

    def _ask_keys(self) -> None:
        self._again = True
        self.refresh()
        self.model.changed.emit()
        self.take_focus()


class WhatsAppPage(Page):
    """The values of a number, the webhook, and what can be seen from here."""

    def __init__(self, shell: Shell, model: GuideModel, tasks: Tasks) -> None:
        super().__init__(shell, model, tasks, "whatsapp", ASKED["whatsapp"])
        self.hook = CopyLine(shell, "guideWebhook", "guide-whatsapp-hook")
        for id_, row in self.rows.items():
            if id_ == "whatsapp.public_url":
                self.layout_.addWidget(self.hook)
                self.layout_.addWidget(row)
            else:
                self.layout_.addWidget(row)
        self.rows["whatsapp.source"].changed.connect(self._arrange)
        self.test = button("", "guideCheckWhatsApp")
        self.test.clicked.connect(self._test)
        self.layout_.addWidget(self.test, 0, Qt.AlignmentFlag.AlignLeft)
        self._found = QVBoxLayout()
        self._found.setSpacing(0)
        self.layout_.addLayout(self._found)
        self.layout_.addStretch(1)

    def refresh(self) -> None:
        """Words, and what was seen."""
        super().refresh()
        tr = self._shell.tr
        self.hook.retranslate()
        self.hook.show_text(self.model.webhook)
        self._arrange()
        self.test.setText(tr("guide-whatsapp-check"))
        clear(self._found)
        for one in self.model.checks:
            said = Said(self._shell)
            words = tr(f"check-{one.id}-good" if one.good else f"check-{one.id}-open")
            if not one.good and one.problem is not None:
                words = self._shell.problem(one.problem)
            mark = ("check", "ok") if one.good else ("warning", "warn")
            said.say(words, *mark)
            self._found.addWidget(said)
        if self.model.checks and not self.model.busy:
            # it stands below what was entered: there one looks now
            QTimer.singleShot(_SETTLED_MS, self, self._show_found)

    def _arrange(self) -> None:
        for row in self.rows.values():
            row.setVisible(settings.shown(row.field, self.model.values))
        self.hook.setVisible(not self.rows["whatsapp.public_url"].isHidden())

    def _show_found(self) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())

    def _test(self) -> None:
        if self.check():
            self.model.check_whatsapp()
