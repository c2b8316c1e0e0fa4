"""One user's box: letters under this user's own ids, counters, and the log of changes.

pts accounting follows https://core.telegram.org/api/updates#message-related-event-sequences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable

from core.sandbox.telegram.records import BoxHead, Change, ChangeKind, Letter
from core.sandbox.telegram.state import StateFile


class Box:
    """What one user sees of all letters."""

    def __init__(self, head: BoxHead, state: StateFile) -> None:
        self._state = state
        self.head = head
        self.letters: dict[int, Letter] = {}
        self.random_ids: dict[int, int] = {}
        self._threads: dict[int, list[int]] = {}
        self._log: list[Change] = []
        self.on_change: Callable[[int, Change], None] = lambda _user, _change: None

    @property
    def user(self) -> int:
        """Whose box this is."""
        return self.head.user

    @property
    def pts(self) -> int:
        """The number of changes this box has seen, plus one."""
        return self.head.pts

    def restore(self, letter: Letter) -> None:
        """Put a loaded letter back where it stood."""
        message_id = letter.ids[self.user]
        self.letters[message_id] = letter
        insort(self._threads.setdefault(letter.other(self.user), []), message_id)
        if letter.random_id is not None and self.user in (letter.sender, letter.group):
            self.random_ids[letter.random_id] = message_id

    def restore_log(self, changes: list[Change]) -> None:
        """Put the loaded log back, in any order."""
        self._log = sorted(changes, key=lambda change: change.pts)

    def take_in(self, letter: Letter) -> Change:
        """Give a letter the next id of this box."""
        letter.ids[self.user] = self.head.next_id
        self.head.next_id += 1
        self.restore(letter)
        return self.note("new", letter.other(self.user), [letter.ids[self.user]])

    def remove(self, message_ids: list[int]) -> Change | None:
        """Take letters out of this box; unknown ids are ignored."""
        gone = [message_id for message_id in message_ids if message_id in self.letters]
        if not gone:
            return None
        peer = 0
        for message_id in gone:
            letter = self.letters.pop(message_id)
            peer = letter.other(self.user)
            thread = self._threads[peer]
            del thread[bisect_left(thread, message_id)]
            del letter.ids[self.user]
        return self.note("delete", peer, gone, len(gone))

    def note(self, kind: ChangeKind, peer: int, ids: list[int], count: int = 1) -> Change:
        """Count a change and log it."""
        self.head.pts += count
        change = Change(self.head.pts, count, kind, peer, ids)
        self._log.append(change)
        self._state.put("box", self.user, self.head)
        self._state.put("change", f"{self.user}:{change.pts}", change)
        self.on_change(self.user, change)
        return change

    def since(self, pts: int) -> list[Change]:
        """The changes after `pts`, oldest first."""
        return self._log[bisect_right(self._log, pts, key=lambda change: change.pts) :]

    def thread(self, peer: int) -> list[int]:
        """The message ids with a peer, ascending."""
        return self._threads.get(peer, [])

    def peers(self) -> list[int]:
        """Peers there are letters with, the newest letter first."""
        tops = [(thread[-1], peer) for peer, thread in self._threads.items() if thread]
        return [peer for _, peer in sorted(tops, reverse=True)]

    def unread(self, peer: int) -> int:
        """How many of the peer's letters stand above the read mark."""
        thread = self.thread(peer)
        start = bisect_right(thread, self.head.read_in.get(peer, 0))
        return sum(self.letters[i].sender != self.user for i in thread[start:])

    def unread_total(self) -> int:
        """Unread letters of all peers."""
        return sum(self.unread(peer) for peer in self._threads)
