"""Searching from the window: into the line, to what was found, with its words lit."""

import asyncio
from typing import TYPE_CHECKING, Final

from core.search.found import Hit
from core.search.query import Query, with_filter
from desktop.ui.rail import queue_name
from desktop.ui.search_panel import SearchPanel
from desktop.ui.words import intent_name
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.search import SearchModel
from desktop.viewmodels.suggestions import Suggestions

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_SETTLED: Final = 0.15
"""Seconds after which the panes of a thread stand."""


class SearchActions:
    """Made by the main window: the panel is part of the list's pane."""

    def __init__(self, window: "MainWindow", feed: Feed) -> None:
        self._window = window
        shell, desk = window.shell, window.desk
        self.model = SearchModel(window.backend, desk.tasks)
        suggestions = Suggestions(
            lambda: shell.i18n.lang,
            lambda: [(row.id, queue_name(shell, row.id)) for row in window.queues.rows],
            lambda tag: intent_name(shell, tag),
            lambda name: shell.tr(f"search-filter-{name}"),
        )
        self.model.suggest, self.model.resolve = suggestions, suggestions.resolve
        self.model.server_words = lambda asked: shell.tr(f"search-server-{asked or 'ask'}")
        self.panel = SearchPanel(shell, self.model, window.pane.search)
        window.pane.add_results(self.panel)
        feed.changed.connect(self.panel.touch)
        window.rail.chosen.connect(lambda _queue: self.panel.leave())
        desk.health.changed.connect(self._servers)
        self.panel.opened.connect(lambda hit: desk.tasks.start(self.go(hit)))

    def _servers(self) -> None:
        rows = self._window.desk.health.rows
        self.model.servers = any(r.id == "telegram" and r.state == "online" for r in rows)

    async def load(self) -> None:
        """What was searched for last."""
        await self.model.load()

    def focus(self) -> None:
        """Into the search."""
        self.panel.begin()

    def in_client(self) -> None:
        """Search what the open client said."""
        current = self._window.desk.current
        if current is not None and current.name:
            typed = "от:" if self._window.shell.i18n.lang == "ru" else "from:"
            self.panel.put(with_filter(Query(), typed, current.name))

    async def go(self, hit: Hit) -> None:
        """Open the thread at the hit, the words lit; a page in its document, a fact at its source.
        The search stays: the next hit is an arrow away."""
        window = self._window
        if window.desk.current is None or window.desk.current.id != hit.thread:
            await window.open_thread(hit.thread)
        current = window.desk.current
        if hit.group == "client" or current is None or current.id != hit.thread:
            return
        if hit.group == "fact":
            row = next((r for r in window.facts.rows if r.fact.id == hit.fact), None)
            if row is not None:
                await window.show_source(row)
            return
        if hit.message is None or not await window.messages.reach(hit.message, hit.message_at):
            return
        view = window.conversation.view
        if hit.group == "document":
            view.light(hit.message, 0, 0)
            await window.windows.show_page(
                hit.message, hit.attachment, hit.page, hit.document, (hit.start, hit.end)
            )
        else:
            view.light(hit.message, hit.start, hit.end)
            await self._keep_in_view()

    async def _keep_in_view(self) -> None:
        """What is under the messages (templates, notices) comes a moment after them and leaves
        them less room: what was lit is to stay in view."""
        view = self._window.conversation.view
        spot = view.spot
        await asyncio.sleep(_SETTLED)
        if spot is not None and view.spot == spot:
            index = self._window.messages.index(self._window.messages.row_of(spot.message))
            if not view.viewport().rect().contains(view.visualRect(index)):
                view.light(spot.message, spot.start, spot.end)
