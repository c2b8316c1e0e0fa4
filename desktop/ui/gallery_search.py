"""The search in pictures: what it offers, what it finds, and when it finds nothing."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_TYPED: Final[dict[str, dict[str, str]]] = {
    "81-search-letter": {"ru": "о", "en": "o"},
    "82-search-slip": {"ru": "договр ", "en": "panles "},
    "83-search-filters": {
        "ru": "от:Ирина бюджет>300к счёт",
        "en": "from:Irina budget>300k invoice",
    },
    "84-search-names": {"ru": "от:", "en": "from:"},
    "85-search-nothing": {"ru": "счёт очередь:спам ", "en": "invoice queue:spam "},
    "86-search-found": {"ru": "панел", "en": "panel"},
}


async def search_states(window: "MainWindow", picture: Callable[[str], Awaitable[None]]) -> None:
    """Draw the search; afterwards the list stands again."""
    panel, lang = window.searching.panel, window.shell.i18n.lang
    window.focus_search()
    await picture("80-search-begun")
    for name, typed in _TYPED.items():
        panel.put(typed[lang])
        await picture(name)
    hits = [row.hit for row in window.searching.model.rows if row.hit is not None]
    hit = next(one for one in hits if one.group == "message" and one.end)
    await window.searching.go(hit)
    await picture("87-search-at-hit")
    panel.leave()
