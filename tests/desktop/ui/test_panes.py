"""The list and the side panel fold, are widened, walked and stand again where they stood."""

from types import SimpleNamespace

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop.ui import panes
from desktop.ui.panes import LIST, SIDE
from desktop.ui.parts import Empty
from tests.desktop.ui.conftest import until

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest_asyncio.fixture()
async def window(desk: SimpleNamespace) -> object:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await window.open_thread(1)
    return window


async def test_keys_fold_the_list_and_the_side_panel(window: SimpleNamespace) -> None:
    wide = window.conversation.width()
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert not window.sidebar.isVisible()
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    assert not window.pane.isVisible()
    await until(lambda: window.conversation.width() > wide + 500)
    way_back = window.conversation.header.listing
    assert way_back.isVisible()
    assert way_back.accessibleName() == "Показать список диалогов"
    assert "Ctrl+Shift+B" in way_back.toolTip()
    QTest.mouseClick(way_back, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.conversation.header.panel, Qt.MouseButton.LeftButton)
    assert window.pane.isVisible()
    assert window.sidebar.isVisible()
    assert not way_back.isVisible()
    await until(lambda: window.conversation.width() == wide)


async def test_what_is_needed_stands_again(window: SimpleNamespace) -> None:
    for command in ("list", "sidebar"):
        window.actions_[command].trigger()
    window.actions_["facts"].trigger()
    assert window.sidebar.isVisible()
    assert window.sidebar.isAncestorOf(window.focusWidget())
    for asks in (window.focus_search, lambda: window.rail.pick("sales")):
        asks()
        assert window.pane.isVisible()
        window.actions_["list"].trigger()
        assert not window.pane.isVisible()
    await window.open_thread(None)
    assert window.pane.isVisible(), "without a thread there is a list to pick it from"


async def test_the_keys_are_never_in_what_is_folded(window: SimpleNamespace) -> None:
    window.focus_facts()
    window.actions_["sidebar"].trigger()
    assert window.conversation.composer.draft.hasFocus()
    window.pane.list.setFocus()
    window.actions_["list"].trigger()
    assert window.conversation.composer.draft.hasFocus()


async def test_a_divider_dragged_to_the_edge_folds_and_a_double_click_resets(
    window: SimpleNamespace,
) -> None:
    divider = window.panes.handle(1)
    QTest.keyClick(window, Qt.Key.Key_BracketRight, CONTROL)
    wider = window.pane.width()
    assert wider > 308
    QTest.mouseDClick(divider, Qt.MouseButton.LeftButton)
    assert window.pane.width() == 308
    middle = divider.rect().center()
    QTest.mousePress(divider, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(divider, middle - QPoint(290, 0))
    QTest.mouseRelease(divider, Qt.MouseButton.LeftButton, pos=middle - QPoint(290, 0))
    assert not window.pane.isVisible()
    assert LIST in window.panes.folded
    window.actions_["list"].trigger()
    assert window.pane.width() == 308, "as wide as before it was dragged away"


async def test_keys_widen_the_pane_they_are_in(window: SimpleNamespace) -> None:
    side, listing = window.sidebar.width(), window.pane.width()
    window.focus_facts()
    window.actions_["wider"].trigger()
    assert window.sidebar.width() > side
    assert window.pane.width() == listing
    window.pane.list.setFocus()
    for _ in range(60):
        window.actions_["wider"].trigger()
    assert window.conversation.width() >= window.conversation.minimumWidth()
    for _ in range(60):
        window.actions_["narrower"].trigger()
    assert window.pane.isVisible()
    assert window.pane.width() == window.pane.minimumWidth()
    assert window.sidebar.width() > side


async def test_f6_goes_from_pane_to_pane(window: SimpleNamespace) -> None:
    window.pane.list.setFocus()
    there = []
    for _ in range(5):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
        there.append(window.focusWidget())
    areas = [window.conversation.view, window.conversation.composer, window.sidebar, window.rail,
             window.pane]  # fmt: skip
    assert all(a is f or a.isAncestorOf(f) for a, f in zip(areas, there, strict=True))
    assert there[1] is window.conversation.composer.draft
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert window.focusWidget() is window.rail.list


async def test_in_a_small_window_the_side_panel_stands_over_the_thread(
    window: SimpleNamespace,
) -> None:
    window.resize(1000, 640)
    await until(lambda: not window.sidebar.isVisible())
    wide = window.conversation.width()
    window.actions_["facts"].trigger()
    side = window.sidebar
    assert side.isVisible()
    assert window.conversation.width() == wide
    assert side.parent() is window.conversation
    assert side.isAncestorOf(window.focusWidget())
    assert (
        window.conversation.header.panel.visibleRegion() == window.conversation.header.panel.rect()
    )
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not side.isVisible()
    assert window.conversation.composer.draft.hasFocus()
    window.actions_["sidebar"].trigger()
    assert side.isVisible()
    assert side.isAncestorOf(window.focusWidget())
    window.conversation.composer.draft.setFocus()
    assert not side.isVisible(), "whoever writes sees the thread"
    window.resize(1360, 860)
    await until(side.isVisible)
    assert side.parent() is window.panes
    assert window.minimumWidth() <= 1000


async def test_escape_leads_from_the_side_panel_to_the_draft(window: SimpleNamespace) -> None:
    window.focus_facts()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.conversation.composer.draft.hasFocus()
    assert window.sidebar.isVisible()


async def test_the_window_stands_where_it_stood(
    desk: SimpleNamespace, window: SimpleNamespace
) -> None:
    window.panes.resize_pane(LIST, 60)
    window.actions_["sidebar"].trigger()
    await window.keep_place()
    (call,) = [c for c in desk.backend.calls if c[0] == "save_settings" and "desk.window" in c[1]]
    window.panes.reset(LIST)
    window.actions_["sidebar"].trigger()
    for kept in (call[1]["desk.window"], "nonsense !", "bm8= bm8=", "é ü", "a 1,x,", "a ²,3,list"):
        panes.restore(window, window.panes, kept)
        assert window.pane.width() == 368
        assert not window.sidebar.isVisible()
    assert window.panes.folded == {SIDE}


async def test_panes_are_as_wide_as_before_once_the_window_is(desk: SimpleNamespace) -> None:
    window = desk.window
    for size in (QSize(640, 480), QSize(1360, 860)):
        window.panes.resize(size)  # as it is laid before the window stands
        window.panes.restore("308,420,")
    await window.open_thread(1)
    await until(lambda: (window.pane.width(), window.sidebar.width()) == (308, 420))
    assert window.panes.kept() == "308,420,"
    window.resize(1100, 700)
    window.resize(1360, 860)
    await until(lambda: (window.pane.width(), window.sidebar.width()) == (308, 420))


@pytest.mark.parametrize("command", ["next", "next_waiting", "next_unread"])
async def test_after_a_key_to_the_next_thread_one_writes(
    window: SimpleNamespace, command: str
) -> None:
    draft = window.conversation.composer.draft
    window.rail.list.setFocus()
    window.actions_[command].trigger()
    await until(draft.hasFocus)
    window.pane.list.setFocus()
    window.actions_[command].trigger()
    assert window.pane.list.hasFocus(), "who walks the list goes on there"


async def test_at_the_start_the_arrows_open_threads_and_nothing_glares(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    assert window.pane.list.hasFocus()
    assert window.pane.list.property("keys") == "false"
    QTest.keyClick(window.pane.list, Qt.Key.Key_Down)
    await until(lambda: window.desk.current is not None)
    assert window.desk.current.id == window.threads.rows[0].id, "the first, not the second"


async def test_only_keys_show_which_list_has_them(window: SimpleNamespace) -> None:
    rail = window.rail.list
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert rail.hasFocus()
    assert rail.property("keys") == "true"
    there = window.pane.list.visualRect(window.threads.index(2)).center()
    QTest.mousePress(window.pane.list.viewport(), Qt.MouseButton.LeftButton, pos=there)
    has, shows = window.pane.list.hasFocus(), window.pane.list.property("keys")
    QTest.mouseRelease(window.pane.list.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert has
    assert shows == "false"


async def test_a_card_with_the_keys_says_which(window: SimpleNamespace) -> None:
    note = window.sidebar.sections[1].note
    assert not note.isVisible()
    window.focus_facts()
    assert note.isVisible()
    assert note.text().startswith("Y верно")
    window.conversation.composer.draft.setFocus()
    assert not note.isVisible()


async def test_a_list_that_fills_has_the_keys(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    window.threads.show_list(window.desk.browse.base.__class__(queues=("nobody",)))
    await until(lambda: not window.pane.list.isVisible())
    assert window.pane.isAncestorOf(window.focusWidget()), "not to whatever comes next"
    window.desk.browse.go(None)
    await until(window.pane.list.isVisible)
    assert window.pane.list.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_J, Qt.Key.Key_Down])
async def test_a_held_control_chooses_no_second_thread(
    window: SimpleNamespace, key: Qt.Key
) -> None:
    seen = {window.desk.current.id}
    for opened in (2, 3):
        QTest.keyPress(window, key, CONTROL)  # and held
        await until(lambda opened=opened: len(seen | {window.desk.current.id}) == opened)
        assert window.pane.list.chosen() == [window.desk.current.id]
        seen.add(window.desk.current.id)
    QTest.keyRelease(window, key)
    window.pane.list.selectAll()
    assert not window.pane.search.isVisible()
    window.focus_search()
    assert window.pane.search.hasFocus(), "what is to be typed into is seen"


async def test_what_is_typed_in_the_list_is_the_answer(window: SimpleNamespace) -> None:
    draft = window.conversation.composer.draft
    window.pane.list.setFocus()
    QTest.keyClicks(window.pane.list, "y")
    assert draft.hasFocus()
    assert draft.toPlainText() == "y"
    draft.clear()
    window.pane.list.selectAll()
    window.pane.list.setFocus()
    QTest.keyClicks(window.pane.list, "y")
    assert window.pane.list.hasFocus(), "there is no one client whose answer it is"
    await window.open_thread(7)
    window.pane.list.setFocus()
    QTest.keyClicks(window.pane.list, "y")
    assert window.pane.list.hasFocus(), "the window is closed: nothing is written there"


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_no_next_step_is_cut_in_the_list(desk: SimpleNamespace, lang: str) -> None:
    window, shell = desk.window, desk.shell
    shell.theme.resize("huge")
    shell.i18n.choose(lang)
    try:
        window.resize(1000, 640)
        nothing = window.pane.findChild(Empty, "noThreads")
        room = window.pane.minimumWidth() - 2 * 28
        for step in ("connect-messenger", "filter-clear", "empty-show-all", "search-loosen"):
            nothing.say("", "", shell.tr(step))
            assert nothing.button.sizeHint().width() <= room, shell.tr(step)
    finally:
        shell.theme.resize("normal")


async def test_the_window_begins_no_larger_than_the_screen(window: SimpleNamespace) -> None:
    for room, size in (((1366, 728), (1350, 680)), ((1920, 1040), (1360, 860)),
                       ((800, 600), (1000, 640))):  # fmt: skip
        window.resize(1360, 860)
        panes.fit(window, QSize(*room))
        assert (window.width(), window.height()) == size


async def test_a_menu_that_opens_is_gone_through_by_keys(window: SimpleNamespace) -> None:
    for command, marked in (("filter", "Ждут нас"), ("sort", "Сначала новые")):
        window.actions_[command].trigger()
        (menu,) = [m for m in window.findChildren(QMenu) if m.isVisible()]
        assert menu.activeAction().text() == marked
        menu.close()


async def test_the_crm_by_key_is_said_where_the_side_panel_is_folded(
    window: SimpleNamespace,
) -> None:
    window.actions_["crm"].trigger()
    await until(lambda: any(call[0] == "export_crm" for call in window.backend.calls))
    assert not window.toast.isVisible()
    window.actions_["sidebar"].trigger()
    window.actions_["crm"].trigger()
    await until(window.toast.isVisible)
    assert window.toast.text.text().startswith("Передаётся")
    window.toast.action.click()
    assert window.sidebar.isVisible()
