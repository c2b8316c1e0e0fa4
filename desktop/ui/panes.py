"""Where the window stood and how its panes were parted, as one string for the settings."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter


def kept(window: QMainWindow, splitter: QSplitter) -> str:
    """The place of the window and of its panes."""
    parts = (window.saveGeometry(), splitter.saveState())
    return " ".join(bytes(part.toBase64().data()).decode() for part in parts)


def restore(window: QMainWindow, splitter: QSplitter, state: str) -> None:
    """Put them back; what cannot be read changes nothing."""
    parts = state.split(" ")
    if len(parts) == 2:
        geometry, panes = (QByteArray.fromBase64(QByteArray(p.encode())) for p in parts)
        window.restoreGeometry(geometry)
        splitter.restoreState(panes)
