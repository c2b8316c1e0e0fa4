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
        self._served: dict[str, tuple[str, frozenset[str]]] = {}
        self._own = 0

    def put(self, looks: Mapping[str, tuple[str, str]], own: int = 0) -> None:
        """Ink (a token of the theme) and name by what peers call our side; ``own`` accounts are
        signed in to."""
        if (looks, own) != (self._looks, self._own):
            self._looks, self._own = dict(looks), own
            self.changed.emit()

    def put_served(self, served: Mapping[str, tuple[str, frozenset[str]]]) -> None:
        """Name and what a bot may do in its name, of each account whose chats come by a bot."""
        if served != self._served:
            self._served = dict(served)
            self.changed.emit()

    def bot(self, account: str) -> frozenset[str] | None:
        """What a bot may do in the chats of an account; None where they come by no bot."""
        found = self._served.get(account)
        return found[1] if found is not None else None

    def ink(self, account: str) -> str:
        """The token of an account, '' where it needs none."""
        return self._looks.get(account, ("", ""))[0]

    def name(self, account: str) -> str:
        """What an account is called, '' where it is the only one."""
        if account in self._looks:
            return self._looks[account][1]
        served = self._served.get(account)
        return served[0] if served is not None and self._several else ""

    @property
    def names(self) -> list[tuple[str, str]]:
        """Account and name of each, in their order."""
        here = [(account, name) for account, (_ink, name) in self._looks.items()]
        if not self._several:
            return here
        return here + [(a, name) for a, (name, _) in self._served.items() if a not in self._looks]

    @property
    def _several(self) -> bool:
        return max(self._own, len(self._looks)) + len(self._served) > 1
