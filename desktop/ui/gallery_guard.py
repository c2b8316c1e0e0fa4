"""The line that says what the client has answered already, for the gallery."""

import asyncio
from collections.abc import Awaitable, Callable

from desktop.ui.main_window import MainWindow

_ASKED = {
    "ru": (
        "Ирина, на какой бюджет рассчитываете?",
        "Сколько панелей нужно?",
        "Подскажите ваш ИНН?",
    ),
    "en": ("Irina, what is your budget?", "How many panels do you need?", "What is your tax ID?"),
}
_OPENS = 0.3  # seconds until its place stands open


async def guard_states(
    window: MainWindow, deal: int, picture: Callable[[str], Awaitable[None]]
) -> None:
    """A fact, one that was corrected, one of a document, and a small window with huge text."""
    await window.open_thread(deal)
    draft = window.conversation.composer.draft
    first, corrected, paged = _ASKED[window.shell.i18n.lang]
    for number, text in enumerate((first, corrected, paged), 80):
        draft.setPlainText(text)
        await asyncio.sleep(_OPENS)
        await picture(f"{number}-answered")
    window.resize(1000, 640)
    window.shell.theme.resize("huge")
    await asyncio.sleep(_OPENS)
    await picture("83-answered-huge")
    window.shell.theme.resize("normal")
    window.resize(1360, 860)
    draft.clear()
