"""Until when: what one usually chooses, each with its moment, or a date of one's own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.filter_menu import plain_menu
from desktop.ui.list_words import ahead
from desktop.viewmodels.when import presets


def fill_snooze(
    menu: QMenu, shell: Shell, choose: Callable[[int], object], pick: Callable[[], object],
    *, wake: bool,
) -> None:  # fmt: skip
    """The entries; ``choose`` gets ms since the epoch, 0 for what is to come back now."""
    now = shell.now()
    for name, moment in presets(formats.local(now)):
        at = int(moment.timestamp() * 1000)
        text = f"{shell.tr(f'snooze-{name}')}\t{ahead(shell.i18n, at, now)}"
        menu.addAction(text, partial(choose, at)).setObjectName(f"snooze-{name}")
    menu.addSeparator()
    menu.addAction(shell.icons.icon("calendar"), shell.tr("snooze-pick"), pick)
    if wake:
        menu.addAction(shell.icons.icon("undo"), shell.tr("menu-wake"), lambda: choose(0))


def snooze_menu(
    parent: QWidget, shell: Shell, choose: Callable[[int], object], pick: Callable[[], object],
    *, wake: bool,
) -> QMenu:  # fmt: skip
    """A menu of its own."""
    menu = plain_menu(parent, "snoozeMenu")
    fill_snooze(menu, shell, choose, pick, wake=wake)
    return menu
