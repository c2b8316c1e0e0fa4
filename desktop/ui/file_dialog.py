"""Choosing a file or a folder, in the operator's words where Qt draws the dialog itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QTreeView, QWidget

from desktop.shell.context import Shell

_TYPE_COLUMN = 2


def choose_path(
    parent: QWidget, shell: Shell, taken: Callable[[str], object], *, folder: bool = False,
    start: str = "",
) -> QFileDialog:  # fmt: skip
    """Open a dialog that hands what was picked to ``taken``; it deletes itself when closed."""
    mode = QFileDialog.FileMode
    chosen = mode.Directory if folder else mode.ExistingFile
    dialog = _choosing(parent, shell, chosen, start)
    dialog.fileSelected.connect(taken)
    dialog.open()
    return dialog


def choose_files(
    parent: QWidget, shell: Shell, taken: Callable[[list[str]], object], *, start: str = ""
) -> QFileDialog:
    """The same for files, one or several."""
    dialog = _choosing(parent, shell, QFileDialog.FileMode.ExistingFiles, start)
    dialog.filesSelected.connect(taken)
    dialog.open()
    return dialog


def _choosing(parent: QWidget, shell: Shell, mode: QFileDialog.FileMode, start: str) -> QFileDialog:
    folder = mode == QFileDialog.FileMode.Directory
    dialog = QFileDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    label = QFileDialog.DialogLabel
    dialog.setFileMode(mode)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog.setDirectory(start or (documents if QDir(documents).exists() else QDir.homePath()))
    dialog.setWindowTitle(shell.tr("choose-folder" if folder else "choose-file"))
    for part, key in (
        (label.LookIn, "file-look-in"), (label.FileName, "file-name"),
        (label.FileType, "file-type"), (label.Reject, "cancel"),
        (label.Accept, "file-accept-folder" if folder else "file-accept"),
    ):  # fmt: skip
        dialog.setLabelText(part, shell.tr(key))
    details = dialog.findChild(QTreeView, "treeView")  # Qt's own dialog, whose kinds are English
    if details is not None:
        details.header().hideSection(_TYPE_COLUMN)
    return dialog


def save_path(
    parent: QWidget, shell: Shell, name: str, taken: Callable[[str], object]
) -> QFileDialog:
    """Ask where a copy goes that is called ``name``, and hand the path to ``taken``; what stands
    there is written over only when the operator says so. Deletes itself when closed."""
    dialog = QFileDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    label = QFileDialog.DialogLabel
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDirectory(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        or QDir.homePath()
    )
    dialog.selectFile("".join("_" if c in '/\\:*?"<>|' or c < " " else c for c in Path(name).name))
    dialog.setWindowTitle(shell.tr("save-as"))
    for part, key in (
        (label.LookIn, "file-look-in"), (label.FileName, "file-name"),
        (label.FileType, "file-type"), (label.Reject, "cancel"), (label.Accept, "save"),
    ):  # fmt: skip
        dialog.setLabelText(part, shell.tr(key))
    dialog.fileSelected.connect(taken)
    dialog.open()
    return dialog
