"""How our accounts are told apart where they are drawn: a colour and a name each."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal


class AccountLooks(QObject):
    """Empty while there is but one account: nothing is to be told apart. Beside those that were
    removed one has a name alone. ``changed`` after a change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._looks: dict[str, tuple[str, str]] = {}

    def put(self, looks: Mapping[str, tuple[str, str]]) -> None:
        """Ink (a token of the theme) and name by what peers call our side."""
        if looks != self._looks:
            self._looks = dict(looks)
            self.changed.emit()

    def ink(self, account: str) -> str:
        """The token of an account, '' where it needs none."""
        return self._looks.get(account, ("", ""))[0]

    def name(self, account: str) -> str:
        """What an account is called, '' where it is the only one."""
        return self._looks.get(account, ("", ""))[1]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Account and name of each, in their order."""
        return [(account, name) for account, (_ink, name) in self._looks.items()]
