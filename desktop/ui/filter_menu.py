"""The menus of the list's head: what it is narrowed to, and its order."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.domain.channels import Channel
from core.domain.reading import INTENTS
from core.domain.thread_filter import ORDERS, State
from desktop.shell.context import Shell
from desktop.ui.list_words import queue_name
from desktop.ui.words import channel_name, intent_name
from desktop.viewmodels.browse import TICKS, Browse
from desktop.viewmodels.queues import ALL, QueueListModel
from desktop.viewmodels.views import Names

_STATES: tuple[State, ...] = ("open", "snoozed", "done", "archived", "all")


class ListMenus(Protocol):
    """What the menus lead to."""

    def new_talk(self) -> None:
        """Ask whom to write to."""

    def save_view(self) -> None:
        """Ask for a name."""

    def say_me(self) -> None:
        """Ask who the operator is."""


def plain_menu(parent: QWidget, name: str) -> QMenu:
    """A menu that is gone once it is closed."""
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


class StayingMenu(QMenu):
    """Ticking one condition after another closes nothing; Enter does."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's hook."""
        if not self._ticked(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's hook."""
        if event.key() != Qt.Key.Key_Space or not self._ticked(self.activeAction()):
            super().keyPressEvent(event)

    def _ticked(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


def _tick(menu: QMenu, text: str, on: bool, work: Callable[[bool], object]) -> QAction:
    action = menu.addAction(text.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(on)
    action.toggled.connect(work)
    return action


def _narrow(browse: Browse, condition: str, on: bool) -> None:
    browse.narrow(**{condition: on})


def _several(
    menu: QMenu, title: str, browse: Browse, field: str, choices: Sequence[tuple[Any, str]]
) -> QMenu:
    """A menu of values of one condition: any of those that are ticked will do."""
    part = StayingMenu(title, menu)
    for value, name in choices:

        def work(on: bool, value: Any = value) -> None:
            rest = tuple(one for one in getattr(browse.wanted, field) if one != value)
            browse.narrow(**{field: (*rest, value) if on else rest})

        _tick(part, name, value in getattr(browse.wanted, field), work)
    menu.addMenu(part)
    return part


def filter_menu(
    parent: QWidget, shell: Shell, browse: Browse, queues: QueueListModel, names: Names,
    asks: ListMenus,
) -> QMenu:  # fmt: skip
    """Everything the list can be narrowed to, ticked where it is."""
    tr = shell.tr
    menu = StayingMenu(parent)
    menu.setObjectName("filterMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in TICKS:
        on = bool(getattr(browse.wanted, name))
        action = _tick(menu, tr(f"filter-{name}"), on,
                       partial(_narrow, browse, name))  # fmt: skip
        action.setObjectName(f"filter-{name}")
    menu.addSeparator()
    owners = [(names.me, tr("filter-mine-named", name=names.me))] if names.me else []
    owners += [(name, name) for name in names.others] + [("", tr("filter-nobody"))]
    part = _several(menu, tr("filter-owner"), browse, "owners", owners)
    if not names.me:
        part.addSeparator()
        part.addAction(tr("filter-say-me"), asks.say_me)
    channels = [(c, channel_name(c)) for c in (Channel.TELEGRAM, Channel.WHATSAPP)]
    _several(menu, tr("filter-channel"), browse, "channels", channels)
    if shell.accounts.names or browse.wanted.accounts:
        _several(menu, tr("accounts-filter"), browse, "accounts", shell.accounts.names)
    _several(menu, tr("filter-intent"), browse, "intents",
             [(tag, intent_name(shell, tag)) for tag in INTENTS])  # fmt: skip
    if browse.queue is None:
        _several(menu, tr("filter-queue"), browse, "queues",
                 [(q.id, queue_name(shell, q.id)) for q in queues.rows if q.id != ALL])  # fmt: skip
    menu.addSeparator()
    group = QActionGroup(menu)
    for state in _STATES:
        action = menu.addAction(tr(f"state-{state}"), partial(browse.narrow, state=state))
        action.setCheckable(True)
        action.setChecked(browse.wanted.state == state)
        group.addAction(action)
    menu.addSeparator()
    view = browse.at
    if view is not None and not view.built_in and browse.narrowed:
        name = view.name.replace("&", "&&")
        menu.addAction(tr("view-update", name=name), browse.update_view)
    menu.addAction(shell.icons.icon("bookmark"), tr("view-save"), asks.save_view)
    clear = menu.addAction(shell.icons.icon("close"), tr("filter-clear"), browse.widen)
    clear.setEnabled(browse.narrowed)
    return menu


def sort_menu(parent: QWidget, shell: Shell, browse: Browse) -> QMenu:
    """The orders; the one in force is ticked."""
    menu = plain_menu(parent, "sortMenu")
    group = QActionGroup(menu)
    for order in ORDERS:
        action = menu.addAction(shell.tr(f"order-{order}"), partial(browse.sort, order))
        action.setCheckable(True)
        action.setChecked(browse.wanted.order == order)
        group.addAction(action)
    return menu
