"""Opens links of messages: only what is safe, and only after it was said whom they ask."""

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from core.domain.links import target
from desktop.shell.context import Shell
from desktop.ui.dialogs import Dialog
from desktop.ui.parts import button, label


def open_url(url: str) -> None:
    """With the system's own program."""
    QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def follow(
    shell: Shell, over: QWidget, url: str, words: str, told: Callable[[str], object], note: str = ""
) -> None:
    """Ask, then open; what is no page, mail or phone is never opened. ``note`` says what it is."""
    found = target(url, words)
    if found is None:
        told(note or shell.tr("link-not-opened"))
        return
    dialog = LinkDialog(shell, over.window(), found.host, found.url, odd=found.odd, note=note)
    dialog.agreed.connect(lambda: open_url(found.url))
    dialog.show()


class LinkDialog(Dialog):
    """Says the host and the whole address as they are. ``agreed``: it is to be opened."""

    agreed = Signal()

    def __init__(
        self, shell: Shell, parent: QWidget, host: str, url: str, *, odd: bool, note: str = ""
    ) -> None:
        super().__init__(shell, parent, "linkDialog", shell.tr("link-title"))
        self.setModal(True)
        wide = min(parent.width() - 40, round(shell.theme.px(480)))
        self.resize(wide, round(shell.theme.px((250 if odd else 200) + (40 if note else 0))))
        self.text.setText(shell.tr("link-leads", host=host))
        if note:
            self.body.addWidget(label("", note, wrap=True))
        self.address = label("hint", "\u200b".join(url[:400]), wrap=True)
        self.address.setAccessibleName(url)
        self.body.addWidget(self.address)
        if odd:
            self.body.addWidget(label("warn", shell.tr("link-odd"), wrap=True))
        self.body.addStretch(1)
        self.submit = button("primary", "linkOpen")
        self.submit.setText(shell.tr("link-open"))
        self.submit.clicked.connect(self._agree)
        self.foot().insertWidget(1, self.submit)
        self.submit.setDefault(True)
        self.submit.setFocus()

    def _agree(self) -> None:
        self.agreed.emit()
        self.close()
