"""The palette and the keys: everything by typing, in either layout, with the keys one likes."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.shell.commands import COMMANDS
from desktop.ui.keys_page import KeysPage, _Keys
from tests.desktop.ui.conftest import until

CONTROL = Qt.KeyboardModifier.ControlModifier


def titles(desk: SimpleNamespace) -> list[str]:
    return [row.title for row in desk.window.going.palette._model.rows]


async def test_a_command_is_found_by_its_letters_and_done(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window.going.palette
    assert palette.isVisible()
    palette.line.setText("боковая")
    assert window.sidebar.isVisible()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert not window.sidebar.isVisible()


async def test_the_wrong_layout_finds_the_same(desk: SimpleNamespace) -> None:
    palette = desk.window.going.palette
    palette.open()
    palette.line.setText("настройки")
    right = titles(desk)
    palette.line.setText("yfcnhjqrb")
    assert titles(desk)[0] == right[0] == "Настройки"


@pytest.mark.parametrize("size", ["normal", "huge"])
async def test_it_is_as_high_as_what_was_found(desk: SimpleNamespace, size: str) -> None:
    palette, theme = desk.window.going.palette, desk.shell.theme
    theme.resize(size)
    try:
        palette.open()
        palette.line.setText("настройки")
        palette.list.doItemsLayout()
        assert 0 < len(titles(desk)) <= 9
        assert palette.list.verticalScrollBar().maximum() == 0
    finally:
        theme.resize("normal")


async def test_a_client_is_found_by_name_and_opened(desk: SimpleNamespace) -> None:
    window = desk.window
    window.going.palette.open()
    window.going.palette.line.setText("Ирина")
    await until(lambda: "Ирина Ковалёва" in titles(desk))
    assert titles(desk)[0] == "Ирина Ковалёва"
    QTest.keyClick(window.going.palette.line, Qt.Key.Key_Return)
    await until(lambda: window.desk.current is not None)
    assert window.desk.current.name == "Ирина Ковалёва"


async def test_who_is_asked_for_stands_in_the_list_and_is_written_to(desk: SimpleNamespace) -> None:
    window = desk.window
    window.resize(1000, 640)
    row = window.threads.rows[-1]
    window.going.palette.open()
    window.going.palette.line.setText(row.name)
    await until(lambda: row.name in titles(desk))
    QTest.keyClick(window.going.palette.line, Qt.Key.Key_Return)
    composer = window.conversation.composer
    await until(lambda: composer.isAncestorOf(window.focusWidget()))
    assert window.desk.current.id == row.id
    view = window.pane.list
    box = view.visualRect(window.threads.index(window.threads.row_of(row.id), 0))
    assert view.viewport().rect().contains(box)


async def test_escape_gives_the_focus_back(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    draft.setFocus()
    window.going.palette.open()
    QTest.keyClick(window.going.palette.line, Qt.Key.Key_Escape)
    assert not window.going.palette.isVisible()
    assert window.focusWidget() is draft


async def test_what_is_not_found_is_said(desk: SimpleNamespace) -> None:
    palette = desk.window.going.palette
    palette.open()
    palette.line.setText("ъъъщщ")
    await until(lambda: not titles(desk))
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible(), "Enter on nothing does nothing"


async def test_a_command_can_be_given_other_keys_and_they_are_kept(desk: SimpleNamespace) -> None:
    window, keymap = desk.window, desk.shell.keymap
    window.windows.help()
    page = window.findChild(KeysPage)
    keys = page.findChild(_Keys, "keys-sidebar")
    try:
        keys.click()
        QTest.keyClick(keys, Qt.Key(ord("Ы")), CONTROL)  # the key of S
        assert keymap.given == {"sidebar": "Ctrl+S"}
        await until(lambda: ("save_settings", {"desk.keys": keymap.kept()}) in desk.backend.calls)
        assert window.actions_["sidebar"].shortcut().toString() == "Ctrl+S"
        keys.click()
        QTest.keyClick(keys, Qt.Key.Key_K, CONTROL)
        assert keymap.keys(COMMANDS[0]) == "", "who had the keys has none now"
        assert page.said.isVisible()
        keys.click()
        QTest.keyClick(keys, Qt.Key.Key_X)
        assert keymap.given["sidebar"] == "Ctrl+K", "a letter alone is no shortcut"
    finally:
        page.all_own.click()
    assert not keymap.given
    page.close()
