"""All stages together: woken by what changed, started and stopped as one."""

from collections.abc import Sequence
from typing import Final

from core.domain.changes import Change
from core.store.store import Store
from core.support.worker import Worker

_WAKES: Final = {
    "understanding": frozenset(
        {
            "message", "edit", "delete", "reaction", "attachment", "voice_heard", "turn_read",
            "fact_reviewed", "merged", "unmerged", "send", "send_failed",
        }
    ),
    "chats": frozenset({"chat_wish"}),
    "drafts": frozenset(),  # it wakes itself
    "sending": frozenset({"send", "sent", "send_failed"}),
    "sharing": frozenset(
        {"sent", "delivery", "read", "done", "snoozed", "follow_up", "assigned", "routed"}
    ),
    "files": frozenset({"message", "attachment"}),
    "hearing": frozenset({"attachment", "voice_heard"}),
    "crm": frozenset({"understood", "crm", "merged", "unmerged"}),
    "indexing": frozenset(
        {
            "message", "edit", "delete", "attachment", "voice_heard", "send", "sent", "send_failed",
            "understood", "fact_reviewed", "merged", "unmerged", "profile", "identity", "opened",
        }
    ),
}  # fmt: skip


class Pipeline:
    """Workers by name; each is woken by the kinds of events that may give it work."""

    def __init__(self, store: Store, workers: Sequence[Worker]) -> None:
        self._store = store
        self._workers = tuple(workers)
        self._unlisten = store.listen(self._changed)

    def start(self) -> None:
        """Every stage goes on from where its cursor stands."""
        for worker in self._workers:
            worker.start()

    def wake(self) -> None:
        """Something outside the log changed (a channel is online again)."""
        for worker in self._workers:
            worker.wake()

    async def close(self) -> None:
        """Stop the stages, the last one first."""
        self._unlisten()
        for worker in reversed(self._workers):
            await worker.close()

    def _changed(self, change: Change) -> None:
        for worker in self._workers:
            if change.kinds & _WAKES[worker.name]:
                worker.wake()
