"""Draws the states of the list of threads for the gallery."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.main_window import MainWindow

Picture = Callable[..., Awaitable[None]]
_HOUR = 3_600_000


async def list_states(window: MainWindow, picture: Picture) -> None:
    """Marks of every kind on rows, many chosen, filters, views, menus, the small windows, and the
    lists that are empty. What was put on threads is taken away again."""
    desk, backend, shell = window.desk, window.backend, window.shell
    now = shell.now()
    await backend.triage.pin([6], True)
    await backend.triage.assign([2, 6], "Анна Ким" if shell.i18n.lang == "ru" else "Anna Kim")
    await backend.triage.assign([4], "Олег" if shell.i18n.lang == "ru" else "Oleg")
    await backend.drafting.keep_draft(
        5, "Да, успеем. Счёт" if shell.i18n.lang == "ru" else "Yes, in time"
    )
    await backend.triage.snooze([9], now - _HOUR)
    await backend.triage.snooze([10], now + 26 * _HOUR)
    note = "спросить про склад" if shell.i18n.lang == "ru" else "ask about the warehouse"
    await backend.triage.follow_up([8], now - _HOUR, note)
    await backend.triage.follow_up([3], now + 50 * _HOUR, "")
    await backend.save_settings({"desk.me": "Анна Ким" if shell.i18n.lang == "ru" else "Anna Kim"})
    await desk.names.refresh()
    await window.open_thread(2)
    await picture("50-list-marks")
    await _menus(window, picture)
    view = window.pane.list
    for row in range(1, 4):
        view.selectionModel().select(
            window.threads.index(row), QItemSelectionModel.SelectionFlag.Select
        )
    await picture("54-list-many")
    window.pane.leave_many()
    desk.browse.narrow(waiting=True, closing=True, owners=("", desk.names.me))
    await picture("55-list-filtered")
    desk.browse.save("Горит" if shell.i18n.lang == "ru" else "Burning")
    await picture("56-list-view")
    desk.browse.go_view("snoozed")
    await picture("57-list-snoozed")
    desk.browse.go_view("done")
    await picture("58-list-done-empty")
    desk.browse.go(None)
    desk.browse.narrow(draft=True, closing=True)
    await picture("59-list-filter-empty")
    window.resize(1000, 640)
    shell.theme.resize("huge")
    desk.browse.narrow(draft=False, closing=True, waiting=True)
    await picture("60-list-small-huge")
    shell.theme.resize("normal")
    desk.browse.widen()
    await picture("61-list-small")
    window.resize(1360, 860)
    desk.views.remove(desk.views.saved[0].id)
    await backend.triage.pin([6], False)
    await backend.triage.assign([2, 4, 6], "")
    await backend.drafting.keep_draft(5, "")
    await backend.triage.snooze([9, 10], 0)
    await backend.triage.follow_up([3, 8], 0, "")


async def _menus(window: MainWindow, picture: Picture) -> None:
    triage, pane = window.triage, window.pane
    pane.head.open_filter()
    await _shown(window, picture, "51-filter-menu", "filterMenu")
    triage.row_menu(pane.place())
    await _shown(window, picture, "52-row-menu", "rowMenu")
    triage.snooze()
    await _shown(window, picture, "52-snooze-menu", "snoozeMenu")
    triage.follow_up()
    dialog = window.findChild(QWidget, "whenDialog")
    if dialog is not None:
        await picture("53-follow-up", dialog)
        dialog.close()


async def _shown(window: MainWindow, picture: Picture, name: str, which: str) -> None:
    for menu in window.findChildren(QMenu, which):
        if menu.isVisible():
            await picture(name, menu)
            menu.close()
