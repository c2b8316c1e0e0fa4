"""The first steps: a page that fills the window, one step at a time, back and forth by keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui.guide_accounts import TelegramPage, WhatsAppPage
from desktop.ui.guide_pages import CrmPage, DonePage, LookPage, ModelPage, WelcomePage, names
from desktop.ui.guide_parts import Page
from desktop.ui.parts import button, caption, label, restyle
from desktop.viewmodels.desk import Desk
from desktop.viewmodels.guide import STEPS, GuideModel, Step

_WIDTH = 640


class FirstRun(QWidget):
    """``command`` does a command of the window by its id, ``look`` shows a look at once."""

    def __init__(
        self, shell: Shell, desk: Desk, model: GuideModel,
        command: Callable[[str], object], look: Callable[[str, str], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("firstRun")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shell, self.model = shell, model
        self._step: Step | None = None
        tasks = desk.tasks
        self.pages: dict[Step, Page] = {
            "welcome": WelcomePage(shell, model, tasks, command),
            "look": LookPage(shell, model, tasks, look),
            "telegram": TelegramPage(shell, model, tasks, desk),
            "model": ModelPage(shell, model, tasks, desk, command),
            "whatsapp": WhatsAppPage(shell, model, tasks),
            "crm": CrmPage(shell, model, tasks),
            "done": DonePage(shell, model, tasks, command),
        }
        self._lay_out()
        for keys, work in (("Alt+Left", self._back), ("Alt+Right", self._onward),
                           ("Escape", model.leave)):  # fmt: skip
            cut = QShortcut(QKeySequence(keys), self)
            cut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            cut.activated.connect(work)
        model.changed.connect(self.refresh)
        shell.i18n.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self._name = QLabel("Threadline")
        self._name.setProperty("look", "title")
        self.count = label("faint")
        self.later = button("link", "guideLater")
        self.later.clicked.connect(self.model.leave)
        policy = self.later.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the steps below stay where they are
        self.later.setSizePolicy(policy)
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addSpacing(10)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.later)
        self._steps: dict[Step, QAbstractButton] = {}
        steps = QHBoxLayout()
        steps.setSpacing(6)
        for step in STEPS:
            one = button("step", f"guideStep-{step}")
            one.clicked.connect(lambda _checked=False, step=step: self.model.go(step))
            self._steps[step] = one
            steps.addWidget(one, 1)
        self._stack = QStackedWidget()
        self._areas: dict[Step, QScrollArea] = {}
        for step, page in self.pages.items():
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            page.layout_.setContentsMargins(2, 4, 14, 8)
            area.setWidget(page)
            self._areas[step] = area
            self._stack.addWidget(area)
        self.problem = label("danger", wrap=True)
        self.problem.setObjectName("guideProblem")
        self.back = button("", "guideBack")
        self.back.clicked.connect(self._back)
        self.skip = button("link", "guideSkip")
        self.skip.clicked.connect(self.model.skip)
        self.next = button("primary", "guideNext")
        self.next.clicked.connect(self._onward)
        self.hint = label("hint")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 28, 0, 22)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(steps)
        column.addSpacing(10)
        column.addWidget(self._stack, 1)
        column.addWidget(self.problem)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(self._column, 20)
        row.addStretch(1)

    def refresh(self) -> None:
        """As the model says."""
        model, tr = self.model, self._shell.tr
        page = self.pages[model.step]
        self._column.setMaximumWidth(self._shell.theme.px(_WIDTH))
        moved = model.step != self._step and not model.busy
        if moved:
            self._step = model.step
            page.load()
            self._stack.setCurrentWidget(self._areas[model.step])
            self._areas[model.step].verticalScrollBar().setValue(0)
        page.refresh()
        self._say_steps()
        self.later.setText(tr("guide-later"))
        self.later.setVisible(model.step != "done")
        self.back.setText(tr("guide-back"))
        self.back.setVisible(model.place > 0)
        self.skip.setText(tr("guide-skip"))
        self.skip.setVisible(model.step not in ("welcome", "look", "done") and not page.finished())
        self.next.setText(tr("guide-busy" if model.busy else page.onward() or "guide-next"))
        signed_in = self.next.isHidden() and bool(page.onward())
        self.next.setVisible(bool(page.onward()))
        self.hint.setText(tr("guide-hint"))
        if model.missing:
            said = tr("guide-missing", names=names(self._shell, model.missing))
        else:
            said = self._shell.problem(model.problem) if model.problem else ""
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.setAccessibleName(page.title.text())
        if moved and self.isVisible():
            self.take_focus()
        elif signed_in and self.isVisible():
            self.next.setFocus()
        elif model.missing and not model.busy:
            page.rows[model.missing[0]].take_focus()

    def take_focus(self) -> None:
        """Where one begins on this page."""
        page = self.pages[self.model.step]
        (self.next if page.onward() else page).setFocus()
        page.take_focus()

    def _say_steps(self) -> None:
        model, tr = self.model, self._shell.tr
        self.count.setText(tr("guide-count", n=model.place + 1, all=len(STEPS)))
        for i, (step, one) in enumerate(self._steps.items()):
            state = "now" if step == model.step else "past" if i < model.place else "ahead"
            name = tr(f"guide-step-{step}")
            one.setText(name)
            spoken = tr("guide-step-of", n=i + 1, all=len(STEPS), name=name)
            caption(one, spoken)
            restyle(one, "state", state)

    def _back(self) -> None:
        self.model.back()

    def _onward(self) -> None:
        page = self.pages[self.model.step]
        if self.model.step == "done":
            self.model.leave()
        elif page.onward() and page.check():
            self.model.next()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, else it goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        here = self.window().focusWidget()
        if isinstance(here, QAbstractButton) and here.isEnabled():
            here.click()
        elif not self.pages[self.model.step].enter():
            self._onward()

    def hideEvent(self, event: QHideEvent) -> None:
        """Reopened, it begins its page anew."""
        super().hideEvent(event)
        self._step = None
