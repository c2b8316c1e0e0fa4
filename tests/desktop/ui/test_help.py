"""Help where a rep gets stuck: answers found by typing, and from what puzzles."""

from types import SimpleNamespace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.shell.commands import COMMANDS
from desktop.ui.help_topics import TOPICS, TopicRow
from desktop.ui.keys_page import KeysPage, _Keys
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.why import Why
from tests.desktop.ui.conftest import until

SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(desk: SimpleNamespace) -> str:
    """The answer that the help shows; closes it."""
    page = desk.window.findChild(KeysPage)
    assert isinstance(page, KeysPage)
    found = [row.topic.id for row in page.findChildren(TopicRow) if row.answer.isVisible()]
    page.close()
    page.deleteLater()
    return found[0] if found else ""


def test_answers_lead_to_commands_that_there_are() -> None:
    known = {one.id for one in COMMANDS}
    assert {id_ for topic in TOPICS for id_ in topic.commands} <= known


async def test_an_answer_is_found_by_its_words_and_leads_on(desk: SimpleNamespace) -> None:
    window = desk.window
    window.windows.help()
    page = window.findChild(KeysPage)
    page.filter.setText("htpthdye.")  # «резервную» in the other layout
    await until(lambda: {row.topic.id for row in page.findChildren(TopicRow)} == {"backup"})
    (row,) = page.findChildren(TopicRow)
    row.head.setFocus()
    QTest.keyClick(row.head, Qt.Key.Key_Return)
    assert row.answer.isVisible()
    page.findChild(QPushButton, "help-backup").click()
    await until(lambda: window.findChild(QPushButton, "backupGo") is not None)
    window.findChild(QPushButton, "backupOut").click()


async def test_a_command_is_found_by_its_keys_and_nothing_is_said(desk: SimpleNamespace) -> None:
    desk.window.windows.help()
    page = desk.window.findChild(KeysPage)
    page.filter.setText("ctrl + D")
    await until(lambda: len(page.findChildren(_Keys)) == 1)
    keys = page.findChild(QPushButton, "keys-done")
    keys.setFocus()
    QTest.keyClick(keys, Qt.Key.Key_Return)
    assert page.isVisible()
    assert keys.listening
    page.filter.setText("ъъъщщ")
    await until(lambda: page.findChild(QLabel, "keysNothing") is not None)
    page.close()


async def test_a_closed_window_explains_itself(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(7)
    QTest.keyClick(window, Qt.Key.Key_F1, SHIFT)
    assert opened(desk) == "closed"
    await until(lambda: window.findChild(KeysPage) is None)
    why = next(w for w in window.conversation.composer.findChildren(Why) if w.isVisible())
    why.click()
    assert opened(desk) == "closed"


async def test_the_queue_and_a_missing_model_explain_themselves(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.actions_["help_here"].trigger()
    assert opened(desk) == "queue"
    await until(lambda: window.findChild(KeysPage) is None)
    row = next(one for one in desk.backend.states if one.id == "model")
    desk.backend.states[desk.backend.states.index(row)] = type(row)(id="model", state="failed")
    desk.feed.push_health()
    await until(lambda: any(r.state == "failed" for r in window.desk.health.rows))
    window.actions_["help_here"].trigger()
    assert opened(desk) == "model"


async def test_what_is_found_stands_at_the_top(desk: SimpleNamespace) -> None:
    window = desk.window
    window.windows.help()
    page = window.findChild(KeysPage)
    page.filter.setText("jnkj;bnm")  # «отложить» in the other layout
    await until(lambda: not page.findChildren(TopicRow))
    keys = page.findChild(QPushButton, "keys-snooze")
    await until(lambda: 0 < keys.mapTo(page.area, QPoint()).y() < 90)
    page.close()


async def test_the_settings_open_at_their_search(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    window.actions_["settings"].trigger()
    await until(lambda: window.findChild(SettingsDialog) is not None)
    dialog = window.findChild(SettingsDialog)
    assert dialog.filter is dialog.focusWidget(), "what is typed changes no setting"
    dialog.close()
    dialog = await window.windows.load_settings("crm")
    assert dialog.focusWidget() is not dialog.filter
    dialog.close()
