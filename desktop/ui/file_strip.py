"""The files that go out with the next message: over the draft, until they are sent or put away."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.parts import Elided, caption, label, tool

MOST: Final = 50
"""Files at once; what is dropped beyond is not taken."""


class FileStrip(QFrame):
    """``paths`` are the files; ``changed`` with them."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("fileStrip")
        self._shell = shell
        self.paths: tuple[Path, ...] = ()
        self._icon, self.name, self.size_ = QLabel(), Elided("strong"), label("faint")
        self._away = tool("mini", "fileAway", 14)
        self._away.clicked.connect(lambda: self.show_file(None))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 7)
        layout.addWidget(self._icon)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.size_)
        layout.addWidget(self._away)
        self.refresh()

    @property
    def path(self) -> Path | None:
        """The first file, None for none."""
        return self.paths[0] if self.paths else None

    def show_file(self, path: Path | None) -> None:
        """Another file, or none."""
        self._show((path,) if path is not None else ())

    def add(self, paths: Sequence[Path]) -> None:
        """More files; one that is there already is not there twice."""
        self._show(tuple(dict.fromkeys((*self.paths, *paths)))[:MOST])

    def _show(self, paths: tuple[Path, ...]) -> None:
        if paths != self.paths:
            self.paths = paths
            self.refresh()
            self.changed.emit()

    def refresh(self) -> None:
        """Other files, another language or theme."""
        shell, paths = self._shell, self.paths
        self.setVisible(bool(paths))
        self._icon.setPixmap(shell.icons.pixmap("file", "accent_text", 16))
        self._away.setIcon(shell.icons.icon("close", "text_3", 14))
        caption(self._away, shell.tr("file-away" if len(paths) < 2 else "files-away"))
        if not paths:
            return
        names = ", ".join(path.name for path in paths)
        several = shell.tr("files-named", n=len(paths), names=names)
        self.name.setText(paths[0].name if len(paths) == 1 else several)
        self.name.setToolTip("\n".join(map(str, paths)))
        try:
            size = sum(path.stat().st_size for path in paths)
            self.size_.setText(formats.size(shell.i18n, size))
        except OSError:  # what cannot be read is told when it is sent
            self.size_.setText("")
