"""How far the files of sends are, for whoever shows it."""

from collections.abc import Callable

from core.domain.changes import Change


class Uploads:
    """Shares by the reference of the send. Each per cent more is a change of kind ``upload``."""

    def __init__(self, notify: Callable[[Change], None]) -> None:
        self._notify = notify
        self._threads: dict[str, int] = {}
        self._shares: dict[str, float] = {}

    def share(self, client_ref: str) -> float | None:
        """From 0 to 1; None where no file of that send is on its way."""
        return self._shares.get(client_ref)

    def begins(self, client_ref: str, thread: int) -> None:
        """The send is handed over."""
        self._threads[client_ref] = thread

    def told(self, client_ref: str, done: int, total: int) -> None:
        """A `Progress`."""
        thread = self._threads.get(client_ref)
        if thread is None:
            return
        share = min(1.0, done / total) if total else 1.0
        before = self._shares.get(client_ref)
        if before is None or int(before * 100) != int(share * 100):
            self._shares[client_ref] = share
            self._notify(Change(frozenset({"upload"}), frozenset({thread}), 0))

    def ends(self, client_ref: str) -> None:
        """It was taken, refused or put off."""
        thread = self._threads.pop(client_ref, None)
        if self._shares.pop(client_ref, None) is not None and thread is not None:
            self._notify(Change(frozenset({"upload"}), frozenset({thread}), 0))
