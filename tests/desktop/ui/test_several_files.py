"""Several files go with one message: dropped, pasted, added to one another, put away."""

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from core.domain.channels import Channel
from tests.desktop.ui.conftest import until


def _mime(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


async def test_several_files_go_with_the_next_message(
    desk: SimpleNamespace, tmp_path: Path
) -> None:
    window, composer = desk.window, desk.window.conversation.composer
    await window.open_thread(10)
    paths = [tmp_path / name for name in ("a.jpg", "b.jpg", "c.pdf")]
    for path in paths:
        path.write_bytes(b" " * 1000)
    composer.draft.insertFromMimeData(_mime(*paths[:2], tmp_path))  # a folder is no file
    assert composer.file.name.text() == "2 файла: a.jpg, b.jpg"
    assert composer.file.size_.text() == "2 КБ"
    dropped = _mime(paths[2], paths[0])  # what is there already is not there twice
    composer.dropEvent(
        QDropEvent(
            QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    assert composer.file.paths == tuple(paths)
    composer.draft.setPlainText("Объект")
    QTest.keyClick(composer.draft, Qt.Key.Key_Return)
    call = ("send_files", 10, Channel.TELEGRAM, tuple(paths), "Объект")
    await until(lambda: call in desk.backend.calls)
    assert composer.file.paths == ()
    composer.take_files(paths)
    composer.file._away.click()
    assert composer.file.paths == ()


async def test_as_many_as_are_chosen_in_the_dialog(desk: SimpleNamespace, tmp_path: Path) -> None:
    window, composer = desk.window, desk.window.conversation.composer
    await window.open_thread(10)
    paths = [tmp_path / name for name in ("a.jpg", "b.jpg")]
    for path in paths:
        path.write_bytes(b"a")
    window.sending._chosen([str(path) for path in paths])
    window.sending._chosen([])
    assert composer.file.paths == tuple(paths)
    desk.shell.i18n.choose("en")
    assert composer.file.name.text() == "2 files: a.jpg, b.jpg"
