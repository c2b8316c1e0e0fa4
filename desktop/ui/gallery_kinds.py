"""Draws a thread with a message of every kind, and what is said of the account."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_PAGES: Final = 4
_MANY: Final = 20


async def kind_states(
    window: "MainWindow", thread: int, picture: Callable[..., Awaitable[None]]
) -> None:
    """``thread`` is long enough for several pictures, or nothing is drawn."""
    await window.open_thread(thread)
    if len(window.messages.rows) < _MANY:
        return
    bar = window.conversation.view.verticalScrollBar()
    for i in range(_PAGES):
        await picture(f"kinds-{i}")
        bar.setValue(round(bar.maximum() * (_PAGES - 2 - i) / (_PAGES - 1)))
    page = window.around.health()
    page.resize(page.width(), 900)
    await picture("kinds-account", page)
    page.close()
