"""Which list stands: a queue or a view, what it is narrowed to, and in which order."""

from typing import Any, Final

import msgspec
from msgspec import structs
from PySide6.QtCore import QObject, Signal

from core.domain.thread_filter import ORDERS, Order, ThreadFilter
from desktop.shell.tasks import Tasks
from desktop.viewmodels.backend import Preferring
from desktop.viewmodels.threads import ThreadListModel
from desktop.viewmodels.views import View, ViewListModel

SETTING: Final = "desk.orders"
TICKS: Final = ("waiting", "unread", "closing", "draft", "due")
"""What a list can be narrowed to by one tick."""


class Browse(QObject):
    """``queue`` is the queue that was gone to (None: all), ``view`` the id of a view instead.
    ``changed`` after every step. An order is kept for the place it was chosen in."""

    changed = Signal()

    def __init__(
        self, threads: ThreadListModel, views: ViewListModel, backend: Preferring, tasks: Tasks
    ) -> None:
        super().__init__()
        self._threads, self._views, self._backend, self._tasks = threads, views, backend, tasks
        self._orders: dict[str, Order] = {}
        self.queue: str | None = None
        self.view = ""
        views.changed.connect(self._view_changed)

    @property
    def wanted(self) -> ThreadFilter:
        """What is shown."""
        return self._threads.wanted

    @property
    def base(self) -> ThreadFilter:
        """What the place shows when nothing is narrowed."""
        view = self.at
        if view is not None:
            order = self._orders.get(view.id) if view.folder else None
            return structs.replace(view.filter, order=order) if order else view.filter
        queues = () if self.queue is None else (self.queue,)
        default: Order = "newest" if self.queue is None else "urgent"
        return ThreadFilter(queues=queues, order=self._orders.get(self.queue or "", default))

    @property
    def at(self) -> View | None:
        """The view that is shown."""
        return self._views.view(self.view) if self.view else None

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than the place itself does."""
        return self.wanted != self.base

    def load(self, kept: str) -> None:
        """Take the orders that were kept."""
        try:
            found = msgspec.json.decode(kept or "{}", type=dict[str, str])
        except msgspec.DecodeError:
            found = {}
        self._orders = {at: order for at, order in found.items() if order in ORDERS}
        if self.base != self.wanted and not self._threads.ready:
            self._threads.wanted = self.base

    def go(self, queue: str | None) -> None:
        """To a queue."""
        self.queue, self.view = queue, ""
        self._show(self.base)

    def go_view(self, id_: str) -> None:
        """To a view."""
        if self._views.view(id_) is not None:
            self.queue, self.view = None, id_
            self._show(self.base)

    def narrow(self, **conditions: Any) -> None:
        """Change conditions of the filter."""
        self._show(structs.replace(self.wanted, **conditions))

    def widen(self) -> None:
        """Back to what the place itself shows."""
        self._show(self.base)

    def sort(self, order: Order) -> None:
        """Another order, kept for this place."""
        view = self.at
        if view is None or view.folder:
            self._orders[view.id if view is not None else self.queue or ""] = order
            text = msgspec.json.encode(self._orders).decode()
            self._tasks.start(self._backend.save_settings({SETTING: text}))
        elif not view.built_in:
            self._views.change(view.id, structs.replace(view.filter, order=order))
        self._show(structs.replace(self.wanted, order=order))

    def save(self, name: str) -> None:
        """Keep what is shown as a view, and go there."""
        view = self._views.save(name, self.wanted)
        self.go_view(view.id)

    def update_view(self) -> None:
        """The saved view that is shown shows this from now on."""
        view = self.at
        if view is not None and not view.built_in:
            self._views.change(view.id, self.wanted)
            self.changed.emit()

    def _view_changed(self) -> None:
        if self.view and self.at is None:  # it was removed while it was shown
            self.go(None)
        elif self.base.within != self.wanted.within and self.wanted.within:
            self.narrow(within=self.base.within)  # the setting is another one
        else:
            self.changed.emit()

    def _show(self, wanted: ThreadFilter) -> None:
        self._threads.show_list(wanted)
        self.changed.emit()
