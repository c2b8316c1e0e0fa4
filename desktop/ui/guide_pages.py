"""The pages of the first steps that ask little: welcome, look, model, CRM, what now."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from core.domain.problems import Problem
from desktop.shell.commands import COMMANDS
from desktop.shell.context import Shell
from desktop.shell.tasks import Tasks
from desktop.ui.guide_parts import Page, Said
from desktop.ui.parts import button, clear, label
from desktop.viewmodels import settings
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.guide import ASKED, GuideModel, Step
from desktop.viewmodels.settings import known

FIVE = ("palette", "next_waiting", "reply", "done", "help")
"""Commands worth knowing from the first day."""
Command = Callable[[str], object]


def card(shell: Shell, name: str) -> tuple[QFrame, QVBoxLayout]:
    """A framed part of a page."""
    made = QFrame()
    made.setObjectName(name)
    made.setProperty("look", "deal")
    layout = QVBoxLayout(made)
    pad = shell.theme.px(16)
    layout.setContentsMargins(pad, pad - 2, pad, pad - 2)
    layout.setSpacing(6)
    return made, layout


class WelcomePage(Page):
    """Set up, or look around first."""

    def __init__(self, shell: Shell, model: GuideModel, tasks: Tasks, command: Command) -> None:
        super().__init__(shell, model, tasks, "welcome")
        self.points = [Said(shell) for _ in range(3)]
        for point in self.points:
            self.layout_.addWidget(point)
        self.layout_.addSpacing(12)
        frame, inside = card(shell, "guideDemo")
        self._demo_title, self._demo_text = label("strong", wrap=True), label("muted", wrap=True)
        self.demo = button("", "guidePlay")
        self.demo.clicked.connect(self._play)
        self._tasks = tasks
        inside.addWidget(self._demo_title)
        inside.addWidget(self._demo_text)
        inside.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignLeft)
        self.layout_.addWidget(frame)
        self.restore = button("link", "guideRestore")
        self.restore.clicked.connect(lambda: command("restore"))
        self.layout_.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.layout_.addStretch(1)

    def onward(self) -> str:
        """Begin."""
        return "guide-begin"

    def take_focus(self) -> None:
        """The button that goes on has it."""

    def refresh(self) -> None:
        """Words, and whether the sandbox is open."""
        super().refresh()
        tr, playing = self._shell.tr, self.model.playing
        for point, (name, icon) in zip(
            self.points, (("read", "inbox"), ("local", "lock"), ("later", "undo")), strict=True
        ):
            point.say(tr(f"guide-welcome-{name}"), icon, "accent_text")
        self._demo_title.setText(tr("guide-demo-title"))
        self._demo_text.setText(tr("guide-demo-open" if playing else "guide-demo-text"))
        self.demo.setText(tr("guide-demo-close" if playing else "guide-demo-play"))
        self.restore.setText(tr("guide-restore"))

    def _play(self) -> None:
        if self.model.playing:
            self._tasks.start(self.model.stop_playing())
        else:
            self.model.play(self._shell.i18n.lang, self._shell.theme.scheme)


class LookPage(Page):
    """Language, theme, text size: each shows at once."""

    def __init__(
        self, shell: Shell, model: GuideModel, tasks: Tasks, look: Callable[[str, str], object]
    ) -> None:
        super().__init__(shell, model, tasks, "look", ASKED["look"])
        for row in self.rows.values():
            row.changed.connect(look)
            self.layout_.addWidget(row)
        self.layout_.addStretch(1)


class ModelPage(Page):
    """What reads the messages is here already."""

    def __init__(
        self, shell: Shell, model: GuideModel, tasks: Tasks, desk: Desk, command: Command
    ) -> None:
        super().__init__(shell, model, tasks, "model")
        self._desk = desk
        self.ready, self.speech, self.larger = Said(shell), Said(shell), Said(shell)
        for part in (self.ready, self.speech, self.larger):
            self.layout_.addWidget(part)
        self.layout_.addSpacing(6)
        self.manage = button("", "guideModels")
        self.manage.clicked.connect(lambda: command("models"))
        self.layout_.addWidget(self.manage, 0, Qt.AlignmentFlag.AlignLeft)
        self.layout_.addStretch(1)
        desk.health.changed.connect(self.refresh)

    def take_focus(self) -> None:
        """The button that goes on has it."""

    def refresh(self) -> None:
        """Words, and how the model does."""
        super().refresh()
        tr = self._shell.tr
        row = next((one for one in self._desk.health.rows if one.id == "model"), None)
        if row is not None and row.problem is not None and row.state == "failed":
            self.ready.say(self._shell.problem(row.problem), "warning", "danger")
        elif row is not None and row.state == "online":
            self.ready.say(tr("guide-model-ready"), "check", "ok")
        else:
            self.ready.say(tr("guide-model-starting"), "clock", "text_2")
        self.speech.say(tr("guide-model-speech"), "voice", "text_2")
        self.larger.say(tr("guide-model-larger"), "model", "text_2")
        self.manage.setText(tr("models-button"))


class CrmPage(Page):
    """None, a folder, or Tryton, tried before it is kept."""

    def __init__(self, shell: Shell, model: GuideModel, tasks: Tasks) -> None:
        super().__init__(shell, model, tasks, "crm", ASKED["crm"])
        for row in self.rows.values():
            row.changed.connect(lambda *_: self._arrange())
            self.layout_.addWidget(row)
        self.test = button("", "guideTryCrm")
        self.test.clicked.connect(self._try)
        self.said = Said(shell)
        self.said.text.setObjectName("guideCrmSaid")
        self.layout_.addWidget(self.test, 0, Qt.AlignmentFlag.AlignLeft)
        self.layout_.addWidget(self.said)
        self.layout_.addStretch(1)

    def load(self) -> None:
        """What is kept."""
        super().load()
        self._arrange()

    def refresh(self) -> None:
        """Words, and how the trial went."""
        super().refresh()
        tr, tried = self._shell.tr, self.model.crm_tried
        self.test.setText(tr("guide-crm-try"))
        self.said.setVisible(tried != "no")
        if isinstance(tried, Problem):
            self.said.say(self._shell.problem(tried), "warning", "danger")
        elif tried == "good":
            self.said.say(tr("guide-crm-good"), "check", "ok")

    def _try(self) -> None:
        if self.check():
            self.model.try_crm()

    def _arrange(self) -> None:
        for row in self.rows.values():
            row.setVisible(settings.shown(row.field, self.model.values))
        self.test.setVisible(self.model.values.get("crm.target") in ("folder", "tryton"))
        self.refresh()


class DonePage(Page):
    """What now: what is connected, and five keys."""

    def __init__(self, shell: Shell, model: GuideModel, tasks: Tasks, command: Command) -> None:
        super().__init__(shell, model, tasks, "done")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.layout_.addLayout(self._list)
        self.layout_.addSpacing(10)
        frame, inside = card(shell, "guideKeys")
        self._keys_title = label("strong")
        inside.addWidget(self._keys_title)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        inside.addLayout(self._grid)
        self.layout_.addWidget(frame)
        links = QHBoxLayout()
        self._links: list[tuple[str, QPushButton]] = []
        for key, id_ in (("guide-more-help", "help"), ("guide-more-backup", "backup")):
            one = button("link", f"guideTo-{id_}")
            one.clicked.connect(lambda _checked=False, id_=id_: command(id_))
            links.addWidget(one)
            self._links.append((key, one))
        links.addStretch(1)
        self.layout_.addLayout(links)
        self.layout_.addStretch(1)

    def onward(self) -> str:
        """To the desk."""
        return "guide-open"

    def take_focus(self) -> None:
        """The button that goes on has it."""

    def refresh(self) -> None:
        """Words, keys as they are in force, what is set up."""
        super().refresh()
        tr, shell = self._shell.tr, self._shell
        steps: tuple[Step, ...] = ("telegram", "whatsapp", "model", "crm")
        clear(self._list)
        for step in steps:
            said, has = Said(shell), self.model.has(step)
            words = tr(f"guide-has-{step}" if has else f"guide-lacks-{step}")
            said.say(words, "check" if has else "minus", "ok" if has else "text_3")
            self._list.addWidget(said)
        self._keys_title.setText(tr("guide-keys"))
        clear(self._grid)
        by_id = {one.id: one for one in COMMANDS}
        for i, id_ in enumerate(FIVE):
            self._grid.addWidget(label("chip", shell.keymap.shown(by_id[id_])), i, 0)
            self._grid.addWidget(label("", tr(f"guide-key-{id_.replace('_', '-')}")), i, 1)
        for key, one in self._links:
            one.setText(tr(key))


def names(shell: Shell, ids: tuple[str, ...]) -> str:
    """Labels of fields, in a row."""
    return ", ".join(shell.tr(known(id_).label) for id_ in ids)
