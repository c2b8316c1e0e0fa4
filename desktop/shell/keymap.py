"""Which keys each command has: its own, or what the operator gave it instead."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.shell.commands import COMMANDS, Command


class Keymap(QObject):
    """``changed`` after a command has other keys. Keys are Qt's portable text, '' for none."""

    changed = Signal()

    def __init__(self, kept: str = "") -> None:
        """``kept``: what ``kept()`` gave; anything else counts as nothing."""
        super().__init__()
        known = {command.id for command in COMMANDS}
        try:
            given = msgspec.json.decode(kept or "{}", type=dict[str, str])
        except msgspec.DecodeError:
            given = {}
        self._given = {id_: keys for id_, keys in given.items() if id_ in known}

    def keys(self, command: Command) -> str:
        """The keys in force."""
        return self._given.get(command.id, command.shortcut)

    def shown(self, command: Command) -> str:
        """The keys as they stand on a keyboard, arrows as arrows."""
        return self.keys(command).replace("Down", "↓").replace("Up", "↑")

    def of(self, id_: str) -> str:
        """The keys of the command with this id, as they stand on a keyboard."""
        return next(self.shown(command) for command in COMMANDS if command.id == id_)

    def holder(self, keys: str, but: str) -> Command | None:
        """The command other than ``but`` that has these keys."""
        return next(
            (one for one in COMMANDS if one.id != but and keys and self.keys(one) == keys), None
        )

    def give(self, id_: str, keys: str) -> None:
        """Give a command other keys; who had them has none then."""
        holder = self.holder(keys, id_)
        if holder is not None:
            self._given[holder.id] = ""
        self._given[id_] = keys
        self._tidy()

    def reset(self, id_: str | None = None) -> None:
        """Its own keys again (None: every command's)."""
        if id_ is None:
            self._given.clear()
        else:
            own = next(command.shortcut for command in COMMANDS if command.id == id_)
            self.give(id_, own)
        self._tidy()

    def _tidy(self) -> None:
        own = {command.id: command.shortcut for command in COMMANDS}
        self._given = {id_: keys for id_, keys in self._given.items() if own[id_] != keys}
        self.changed.emit()

    def kept(self) -> str:
        """What differs from the commands' own keys, to be kept in the settings."""
        return msgspec.json.encode(self._given).decode() if self._given else ""

    @property
    def given(self) -> Mapping[str, str]:
        """What the operator changed."""
        return self._given
