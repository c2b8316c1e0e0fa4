"""Tab goes everywhere that a mouse does, in the order one reads, and one sees where one is."""

import asyncio
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from tests.desktop.accessibility.people_places import PEOPLE
from tests.desktop.accessibility.places import opened
from tests.desktop.ui.conftest import until

WALKED = (
    "settings", "settings-whatsapp", "help", "sign-in", "models", "health", "backup", "restore",
    "crm", "page", "replies", "follow-up",
    "place", "contact", "question", *PEOPLE,
)  # fmt: skip
_PARTS = 4
_MOST = 400


def reached(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """What has the keys in turn, until it comes round."""
    start = window.focusWidget()
    assert start is not None, "nothing has the keys"
    seen = [start]
    for _ in range(_MOST):
        QTest.keyClick(window.focusWidget() or window, key)
        now = window.focusWidget()
        if now is start:
            return seen
        assert now is not None
        assert now is not seen[-1], f"{now.objectName() or now} does not let the keys go"
        seen.append(now)
    raise AssertionError(f"it never comes round: {[one.objectName() for one in seen[-6:]]}")


def clickable(window: QWidget) -> list[QWidget]:
    """The controls a mouse reaches."""
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    return [
        one
        for one in window.findChildren(QWidget)
        if isinstance(one, kinds)
        and one.isVisible()
        and one.isEnabled()
        and one.window() is window
        and not isinstance(one.parentWidget(), QLineEdit | QComboBox)
    ]


def unseen(window: QWidget, widgets: list[QWidget]) -> list[str]:
    """Those that look the same with the keys and without."""
    bad = []
    for one in widgets:
        one.clearFocus()
        before = one.grab().toImage()
        one.setFocus(Qt.FocusReason.TabFocusReason)
        if before == one.grab().toImage():
            bad.append(one.objectName() or type(one).__name__)
    return bad


# The order of the keys is that of the widgets, whatever their words are.
@pytest.mark.parametrize(
    ("desk", "part"),
    [(lang, part) for part, lang in zip(range(_PARTS), ("ru", "en") * 2, strict=True)],
    indirect=["desk"],
)
async def test_every_dialog_is_walked_seen_and_left(desk: SimpleNamespace, part: int) -> None:
    window, bad = desk.window, []
    await window.open_thread(1)
    for place in WALKED[part::_PARTS]:
        window.conversation.composer.draft.setFocus()
        async with opened(desk, place) as shown:
            shown.activateWindow()
            if shown.focusWidget() is None:
                bad.append(f"{place}: nothing has the keys")
                QTest.keyClick(shown, Qt.Key.Key_Tab)
            there = reached(shown)
            back = reached(shown, Qt.Key.Key_Backtab)
            if there[1:] != back[:0:-1]:
                bad.append(f"{place}: back is another way")
            bad += [
                f"{place}: no key reaches {one.objectName() or type(one).__name__}"
                for one in clickable(shown)
                if one not in there and not _of_a_group(one)
            ]
            bad += [f"{place}: {name} shows no focus" for name in unseen(shown, there)]
            QTest.keyClick(shown.focusWidget() or shown, Qt.Key.Key_Escape)
            await asyncio.sleep(0.02)
            if isValid(shown) and shown.isVisible():
                bad.append(f"{place}: Escape does not leave it")
        if window.focusWidget() is not window.conversation.composer.draft:
            bad.append(f"{place}: the keys do not come back")
    assert not bad, "\n".join(bad)


def _of_a_group(one: QWidget) -> bool:
    """Of those of which one is chosen the arrows reach the others."""
    if not isinstance(one, QAbstractButton) or one.isChecked():
        return False
    group = one.group()
    return one.autoExclusive() or (group is not None and group.exclusive())


async def test_the_window_is_walked_as_one_reads_it(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    await asyncio.sleep(0.1)
    window.rail.list.setFocus()
    # In the list of messages and in the draft Tab and Escape have a place of their own.
    there = reached(window)
    missing = [
        one.objectName() for one in clickable(window) if one not in there and not _of_a_group(one)
    ]
    assert not missing, missing
    panes = [window.rail, window.pane, window.conversation, window.sidebar, window.health]
    order = [next(i for i, p in enumerate(panes) if p.isAncestorOf(one)) for one in there]
    assert order == sorted(order), " ".join(
        f"{i} {one.objectName()}" for i, one in zip(order, there, strict=True)
    )
    assert unseen(window, there) == []
    assert reached(window, Qt.Key.Key_Backtab)[:0:-1] == _turned(there, window)


def _turned(there: list[QWidget], window: QWidget) -> list[QWidget]:
    place = there.index(window.focusWidget()) if window.focusWidget() in there else 0
    turned = there[place:] + there[:place]
    return turned[1:]


CONTROL = Qt.KeyboardModifier.ControlModifier


def press(widget: QWidget | None, key: Qt.Key, mods: Qt.KeyboardModifier = CONTROL) -> None:
    assert widget is not None, "nothing has the keys"
    QTest.keyClick(widget, key, mods)


NONE = Qt.KeyboardModifier.NoModifier


async def test_a_morning_without_a_mouse(desk: SimpleNamespace) -> None:
    window, ru = desk.window, desk.lang == "ru"
    window.activateWindow()
    # The first who waits, and what is known of them.
    press(window, Qt.Key.Key_J, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: window.desk.current is not None)
    await window.open_thread(1)
    await until(lambda: window.facts.rowCount() and window.messages.rowCount())
    press(window, Qt.Key.Key_I)
    card = window.focusWidget()
    assert card in window.sidebar.facts.cards
    press(card, Qt.Key.Key_Down, NONE)
    card = window.focusWidget()
    assert card in window.sidebar.facts.cards[1:]
    fact = card.row.fact.id
    press(card, Qt.Key.Key_Y, NONE)
    await until(
        lambda: next(r for r in window.facts.rows if r.fact.id == fact).fact.review == "confirmed"
    )
    # An answer.
    press(window, Qt.Key.Key_L)
    draft = window.focusWidget()
    assert draft is window.conversation.composer.draft
    text = "Да, счёт будет через час" if ru else "Yes, within the hour"
    draft.insertPlainText(text)
    press(draft, Qt.Key.Key_Return, NONE)
    await until(lambda: window.messages.rows[-1].text == text)
    assert draft.toPlainText() == ""
    # Not now: the menu opens where the keys are.
    press(window, Qt.Key.Key_H)
    await until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    press(menu, Qt.Key.Key_Down, NONE)
    press(menu, Qt.Key.Key_Return, NONE)
    await until(lambda: window.desk.current is None or window.desk.current.id != 1)
    # Looked for and gone to. (Offscreen no window is active once a menu has closed.)
    window.activateWindow()
    await until(window.isActiveWindow)
    press(window, Qt.Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: window.focusWidget() is window.pane.search)
    line = window.pane.search
    line.setText("панел" if ru else "panel")
    line.textEdited.emit(line.text())
    await until(lambda: window.searching.model.rowCount() > 0)
    results = window.searching.panel.list
    await until(lambda: any(row.hit for row in window.searching.model.rows))
    press(line, Qt.Key.Key_Down, NONE)
    hit = window.searching.model.rows[results.currentIndex().row()].hit
    assert hit is not None
    press(window.focusWidget(), Qt.Key.Key_Return, NONE)
    await until(lambda: window.desk.current is not None and window.desk.current.id == hit.thread)
    await until(lambda: not window.desk.tasks._running)
    for page in [one for one in QApplication.topLevelWidgets() if one.isVisible()]:
        if page is not window:  # a hit in a document has opened it
            press(page.focusWidget() or page, Qt.Key.Key_Escape, NONE)
    window.activateWindow()
    await until(window.isActiveWindow)
    # Larger text.
    press(window, Qt.Key.Key_Comma)
    await until(lambda: any(w.objectName() == "settings" for w in QApplication.topLevelWidgets()
                            if w.isVisible()))  # fmt: skip
    settings = next(w for w in QApplication.topLevelWidgets()
                    if w.objectName() == "settings" and w.isVisible())  # fmt: skip
    for _ in range(40):
        if settings.focusWidget() is not None and (
            settings.focusWidget().objectName() == "setting-desk.text_size"
        ):
            break
        press(settings.focusWidget() or settings, Qt.Key.Key_Tab, NONE)
    size = desk.shell.theme.size
    press(settings.focusWidget(), Qt.Key.Key_Down, NONE)
    assert desk.shell.theme.size != size
    press(settings.focusWidget(), Qt.Key.Key_Escape, NONE)
    window.activateWindow()
    await until(window.isActiveWindow)
    press(window, Qt.Key.Key_Q)
    await until(lambda: not window.isVisible())
