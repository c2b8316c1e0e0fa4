"""Draws what is set for Telegram's chats, and what belongs to its accounts."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.domain.channels import Channel
from core.domain.chats import FOREVER
from desktop.viewmodels.views import ARCHIVE, FOLDER

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

Picture = Callable[..., Awaitable[None]]


async def telegram_states(window: "MainWindow", deal: int, picture: Picture) -> None:
    """Muted and marked rows beside folders, the archive, quick replies of Telegram's, Telegram
    Business and business bots. What was set for threads is taken away again; ``deal`` is a thread
    with a Telegram chat."""
    await _shelves(window, picture)
    await window.open_thread(deal)
    state = window.desk.composer
    chosen = state.peer
    telegram = next((p for p in state.peers if p.peer.channel is Channel.TELEGRAM), None)
    if telegram is None:
        return
    state.choose(telegram.peer)
    await window.desk.business.refresh()
    window.write.quick_replies()
    known = window.desk.business.of(telegram.peer.account).shortcuts
    window.write.list.line.setText(known[0].name[:3] if known else "")
    await picture("chats-5-replies")
    window.write.list.hide()
    window.first.business()
    await _drawn(window, picture, "chats-6-business", "businessDialog")
    window.first.bots()
    await _drawn(window, picture, "chats-7-bots", "botsDialog")
    if chosen is not None:
        state.choose(chosen.peer)


async def _shelves(window: "MainWindow", picture: Picture) -> None:
    chats, desk = window.backend.chats, window.desk
    await chats.mute((1, 3, 5), FOREVER)
    await chats.mark((2, 5), True)
    await desk.folders.refresh()
    await desk.views.refresh()
    await window.open_thread(4)
    await picture("chats-1-muted-and-folders")
    window.triage.row_menu(window.pane.place())
    await _drawn(window, picture, "chats-2-row-menu", "rowMenu")
    if desk.folders.found:
        desk.browse.go_view(f"{FOLDER}{desk.folders.found[0].key}")
        await picture("chats-1-one-folder")
        desk.browse.go(None)
    await chats.archive((5, 6, 7), True)
    desk.browse.go_view(ARCHIVE)
    await desk.views.refresh()
    await window.open_thread(6)
    await picture("chats-3-archive")
    await chats.archive((5, 6, 7), False)
    await picture("chats-4-archive-empty")
    desk.browse.go(None)
    await chats.mute((1, 3, 5), 0)
    await chats.mark((2, 5), False)


async def _drawn(window: "MainWindow", picture: Picture, name: str, which: str) -> None:
    shown = [one for one in window.findChildren(QWidget, which) if one.isVisible()]
    for one in shown:
        await picture(name, one)
        one.close()
