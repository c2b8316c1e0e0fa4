"""Who the client is, and that nothing more is wanted of somebody."""

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QToolButton

from desktop.ui.follow_up import NameDialog
from desktop.ui.person_dialog import PersonDialog
from tests.desktop.ui.conftest import until


async def test_what_they_tell_of_themselves_and_their_name(desk: SimpleNamespace) -> None:
    window, people = desk.window, desk.backend.people
    await window.open_thread(3)
    await until(lambda: window.card.card is not None)
    assert window.sidebar.sections[-1].is_folded
    window.person.profile()
    view = window.sidebar.profile
    await until(lambda: view.findChild(QToolButton, "copy-profile-phone") is not None)
    view.findChild(QToolButton, "copy-profile-phone").click()
    assert QGuiApplication.clipboard().text() == "+79161112233"
    view.save.click()
    dialog = window.findChild(NameDialog)
    dialog.field.setText("Сергей  Склад 4")
    dialog.keep.click()
    await until(lambda: people.told.contact)
    assert (people.told.first_name, people.told.last_name) == ("Сергей", "Склад 4")


async def test_who_is_blocked_is_not_written_to_until_unblocked(desk: SimpleNamespace) -> None:
    window, people = desk.window, desk.backend.people
    await window.open_thread(3)
    window.person.block()
    await until(lambda: window.findChild(PersonDialog) is not None)
    window.findChild(PersonDialog).submit.click()
    await until(lambda: not window.desk.composer.free_text)
    peer = window.desk.composer.peer.peer
    assert people.blocked == {peer}
    notice = window.conversation.composer._notice
    assert notice.isVisible()
    notice._unblock.click()
    await until(lambda: window.desk.composer.free_text)
    window.person.delete_chat()
    await until(lambda: window.findChild(PersonDialog) is not None)
    dialog = window.findChild(PersonDialog)
    dialog.also.setChecked(True)
    dialog.submit.click()
    await until(lambda: people.opened == [("empty", f"{peer.id} True")])


async def test_a_photo_is_the_avatar_once_it_is_here(desk: SimpleNamespace, tmp_path: Path) -> None:
    window, faces = desk.window, desk.shell.faces
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#00ff00"))
    path = str(tmp_path / "photo.png")
    picture.save(path)
    desk.backend.people.pictures[3] = path
    await window.open_thread(3)
    await until(lambda: faces.of(3) is not None)
    head = window.conversation.header._avatar
    assert head.grab().toImage().pixelColor(20, 20) == QColor("#00ff00")
    desk.backend.people.pictures.clear()
    faces.again(3)
    await until(lambda: faces.of(3) is None)
