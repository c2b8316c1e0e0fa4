"""The ways to Telegram: paste a link, see which proxies work and how fast, order them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)

from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, caption, label, restyle, tool
from desktop.viewmodels.proxies import ProxiesModel
from desktop.viewmodels.proxies_port import ProxyRow


class ProxiesDialog(Dialog):
    """What was changed is kept when it is closed."""

    def __init__(self, shell: Shell, parent: QWidget, model: ProxiesModel) -> None:
        super().__init__(shell, parent, "proxiesDialog", shell.tr("proxies-title"))
        self.model = model
        self.resize(min(parent.width() - 40, shell.theme.px(560)), shell.theme.px(430))
        self.text.setText(shell.tr("proxies-text"))
        self.on = QCheckBox(shell.tr("proxies-on"))
        self.on.setObjectName("proxiesOn")
        self.on.clicked.connect(model.use)
        self.link = QLineEdit()
        self.link.setObjectName("proxyLink")
        self.link.setPlaceholderText("tg://proxy?server=…")
        self.link.setAccessibleName(shell.tr("proxies-link"))
        self.link.installEventFilter(self)
        self.add = button("", "proxyAdd")
        self.add.setText(shell.tr("proxies-add"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self.link.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.add.setEnabled(False)
        self.problem = label("danger", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("proxyRows")
        self.list.setAccessibleName(shell.tr("proxies-title"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _at: self._enable())
        self.none = label("muted", shell.tr("proxies-none"), wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.tools: dict[str, QToolButton] = {}
        self._lay_out()
        model.changed.connect(self.refresh)
        self.refresh()
        self.link.setFocus()

    def _lay_out(self) -> None:
        tr, model = self.shell.tr, self.model
        line = QHBoxLayout()
        line.addWidget(self.link, 1)
        line.addWidget(self.add)
        self.body.addWidget(label("section", tr("proxies-link")))
        self.body.addLayout(line)
        self.body.addWidget(self.problem)
        self.body.addSpacing(4)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none, 1)
        self.body.addWidget(self.on)
        foot = self.foot()
        for i, (name, icon, do) in enumerate((
            ("up", "chevron-up", lambda: self._move(-1)),
            ("down", "chevron-down", lambda: self._move(1)),
            ("copy", "copy", self._copy),
            ("remove", "trash", lambda: model.remove(self.list.currentRow())),
        )):  # fmt: skip
            made = tool(name=f"proxy-{name}", size=18)
            made.setIcon(self.shell.icons.icon(icon))
            caption(made, tr(f"proxies-{name}"))
            made.clicked.connect(do)
            foot.insertWidget(i, made)
            self.tools[name] = made
        self.test = button("", "proxyTest")
        self.test.setText(tr("proxies-test"))
        self.test.setAutoDefault(False)
        self.test.clicked.connect(lambda: model.test())
        foot.insertWidget(len(self.tools) + 1, self.test)

    def refresh(self) -> None:
        """Show the list as it stands."""
        here, model = self.list.currentRow(), self.model
        self.list.blockSignals(True)
        while self.list.count() > len(model.rows):
            self.list.takeItem(self.list.count() - 1)
        for at, row in enumerate(model.rows):
            item = self.list.item(at)
            if item is None:
                item = QListWidgetItem()
                self.list.addItem(item)
            name, icon = self._state(row)
            item.setText(name)
            item.setIcon(self.shell.icons.icon(*icon))
            item.setToolTip(name)
        self.list.setCurrentRow(min(max(0, here), len(model.rows) - 1))
        self.list.blockSignals(False)
        self.list.setVisible(bool(model.rows))
        self.none.setVisible(not model.rows)
        self.on.setChecked(model.on)
        self.on.setEnabled(bool(model.rows))
        self.problem.setText(self.shell.problem(model.problem) if model.problem else "")
        self.problem.setVisible(model.problem is not None)
        restyle(self.link, "bad", "true" if model.problem else "false")
        self.test.setEnabled(bool(model.rows))
        self._enable()

    def _state(self, row: ProxyRow) -> tuple[str, tuple[str, str]]:
        """What a line says, and its icon with the icon's colour."""
        tr = self.shell.tr
        kind = "disguised" if row.site else row.kind
        words = [row.name, tr(f"proxy-kind-{kind}", site=row.site)]
        if row.link not in self.model.tried:
            return _two_lines(words), ("link", "text_3")
        tried = self.model.tried[row.link]
        if tried is None:
            return _two_lines([*words, tr("proxy-trying")]), ("clock", "text_3")
        if tried.problem is not None:
            said = [row.name, self.shell.problem(tried.problem)]
            return _two_lines(said), ("warning", "danger")
        return _two_lines([*words, tr("proxy-ms", ms=tried.ms)]), ("check", "ok")

    def _enable(self) -> None:
        at, count = self.list.currentRow(), len(self.model.rows)
        for name, on in (
            ("up", at > 0), ("down", 0 <= at < count - 1), ("copy", at >= 0), ("remove", at >= 0)
        ):  # fmt: skip
            self.tools[name].setEnabled(on)

    def _add(self) -> None:
        if self.model.add(self.link.text()):
            self.link.clear()
            self.list.setCurrentRow(len(self.model.rows) - 1)

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        self.model.move(at, by)
        self.list.setCurrentRow(min(max(0, at + by), len(self.model.rows) - 1))

    def _copy(self) -> None:
        row = self.model.rows[self.list.currentRow()]
        QGuiApplication.clipboard().setText(row.link)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: Enter adds what was pasted, and closes nothing."""
        if watched is self.link and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.link.text().strip():
                self._add()
                return True
        return super().eventFilter(watched, event)

    def done(self, code: int) -> None:
        """Qt's hook: closed by key."""
        self.model.keep()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's hook."""
        self.model.keep()
        super().closeEvent(event)


def _two_lines(words: list[str]) -> str:
    return words[0] + "\n" + "  ·  ".join(words[1:])
