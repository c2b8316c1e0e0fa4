"""Draws threads with a message of every kind, and what is said of the account."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_MOST: Final = 12
_MANY: Final = 20


async def kind_states(
    window: "MainWindow", thread: int, picture: Callable[..., Awaitable[None]]
) -> None:
    """``thread`` is WhatsApp's, the next one Telegram's, the one after that a group; each is long
    enough for several pictures, or nothing of it is drawn."""
    for i, name in enumerate(("kinds", "kinds-telegram", "group")):
        number = thread + i
        await window.open_thread(number)
        if len(window.messages.rows) >= _MANY:
            await _pages(window, name, picture)
    await _room(window, picture)
    await _composed(window, picture)
    page = window.around.health()
    page.resize(page.width(), 900)
    await picture("kinds-account", page)
    page.close()


async def _room(window: "MainWindow", picture: Callable[..., Awaitable[None]]) -> None:
    """Who is in the open group, and a new one."""
    if not window.conversation.header.listed:
        return
    window.rooming.members()
    window.rooming.new_group()
    for name in ("membersDialog", "peopleDialog"):
        for dialog in window.findChildren(QWidget, name):
            await picture(f"group-{name}", dialog)
            dialog.close()


async def _pages(window: "MainWindow", name: str, picture: Callable[..., Awaitable[None]]) -> None:
    view, i = window.conversation.view, 0
    bar = view.verticalScrollBar()
    while i < _MOST:
        await picture(f"{name}-{i}")
        i += 1
        if bar.value() == 0:
            break
        bar.setValue(bar.value() - round(view.viewport().height() * 0.9))


async def _composed(window: "MainWindow", picture: Callable[..., Awaitable[None]]) -> None:
    """What goes out besides words: several files, a voice message that is recorded."""
    composer = window.conversation.composer
    composer.may_record(True)
    await picture("composer-microphone")
    composer.take_files([Path(name) for name in ("IMG_2041.jpg", "IMG_2042.jpg", "IMG_2043.jpg")])
    await picture("composer-files")
    composer.file.show_file(None)
    composer.record(lambda: 7.0)
    await picture("composer-recording")
    composer.record(None)
    composer.may_record(False)
