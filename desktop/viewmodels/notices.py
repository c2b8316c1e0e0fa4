"""What the operator is told of outside the window, and when. A state machine without clocks,
windows or words: events go in, what is to be shown or withdrawn comes out.

Messages gather for a moment: those of one client are one notice that is replaced, and many clients
at once are one summary. Nothing is shown of the thread that is looked at, nor while it is quiet:
what came then is one summary afterwards. Times are ms since the epoch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from core.domain.reminders import Arrived, Reminder
from core.domain.thread_filter import SPAM

Kind = Literal["message", "many", "closing", "closed", "follow_up", "snooze", "due", "meanwhile"]
GATHER_MS: Final = 700
"""So long messages gather before they are shown."""
AGAIN_MS: Final = 4_000
"""A notice is not shown again sooner than this, a summary not sooner than twice this."""
BURST_MS: Final = 20_000
"""Clients who write within this of each other are one burst."""
MANY: Final = 3
"""More clients than this in a burst are one summary."""
SUMMARY: Final = "many"
MEANWHILE: Final = "meanwhile"
DUE: Final = "due"


@dataclass(frozen=True)
class Notice:
    """One notice; ``key`` names what a later one replaces. ``threads`` and ``names`` go together,
    the newest first; ``count`` is how many messages (of ``meanwhile`` and ``due``: see ``due``
    too, how many reminders). ``text``, ``note``: of the last message, or of a follow-up."""

    key: str
    kind: Kind
    threads: tuple[int, ...]
    names: tuple[str, ...]
    count: int = 1
    text: str = ""
    note: str = ""
    at: int = 0
    due: int = 0
    total: int = 1
    """How many threads, where ``names`` are the first of them."""
    author: str = ""
    """Who wrote the last message, in a group."""


@dataclass(frozen=True)
class Withdraw:
    """Take a notice back."""

    key: str


Out = Notice | Withdraw


@dataclass
class _Client:
    """What a client wrote that was not seen."""

    name: str
    count: int = 0
    text: str = ""
    note: str = ""
    author: str = ""
    at: int = 0
    told_at: int = 0
    """When a notice of it was shown last; 0: it waits to be."""


@dataclass
class Notices:
    """``next_at`` is when ``tick`` has to be called; None while nothing waits."""

    shown: dict[str, Notice] = field(default_factory=dict)
    next_at: int | None = None
    _clients: dict[int, _Client] = field(default_factory=dict)
    _fresh: set[int] = field(default_factory=set)
    _quiet: bool = False
    _looked_at: int | None = None
    _many_at: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether it was told that the operator is not to be disturbed."""
        return self._quiet

    @property
    def waiting(self) -> frozenset[int]:
        """Threads that somebody wrote in and nobody has looked at."""
        return frozenset(self._clients)

    def arrived(self, messages: Iterable[Arrived], now: int) -> None:
        """Clients wrote."""
        for one in messages:
            if one.thread == self._looked_at or one.queue == SPAM:
                continue
            client = self._clients.setdefault(one.thread, _Client(one.name))
            client.name, client.at = one.name, one.at
            client.text, client.note, client.author = one.text, one.note, one.author
            client.count += 1
            self._fresh.add(one.thread)
            if not self._quiet:
                at = self._soonest(client, now)
                self.next_at = at if self.next_at is None else min(at, self.next_at)

    def _soonest(self, client: _Client, now: int) -> int:
        """When what a client wrote may be shown: soon, but not over and over."""
        again = client.told_at + AGAIN_MS if client.told_at else 0
        if now - self._many_at < BURST_MS:
            again = max(again, self._many_at + 2 * AGAIN_MS)
        return max(now + GATHER_MS, again)

    def reminded(self, due: Sequence[Reminder]) -> list[Out]:
        """These are due, and were not told before. Not to be asked for while it is quiet."""
        fresh = [r for r in due if r.thread != self._looked_at]
        if self._quiet or not fresh:
            return []
        if len(fresh) <= MANY:
            return [self._show(_of_reminder(one)) for one in fresh]
        return [self._show(_due(fresh))]

    def tick(self, now: int) -> list[Out]:
        """Show what has gathered."""
        if self.next_at is None or now < self.next_at:
            return []
        self.next_at = None
        return self._tell(now)

    def look(self, thread: int | None) -> list[Out]:
        """The operator looks at this thread now (None: at none, or the window is elsewhere)."""
        self._looked_at = thread
        return self.seen([thread]) if thread is not None else []

    def seen(self, threads: Iterable[int]) -> list[Out]:
        """Nothing is unread in these any more, wherever it was read."""
        gone = set(threads)
        for thread in gone:
            self._clients.pop(thread, None)
        self._fresh -= gone
        if not self._fresh:
            self.next_at = None
        return [
            self._withdraw(key)
            for key, notice in tuple(self.shown.items())
            if set(notice.threads) <= gone
        ]

    def gone(self, key: str) -> None:
        """The operator, or their system, took a notice away."""
        self.shown.pop(key, None)

    def quiet(self, holds: bool, now: int, due: Sequence[Reminder] = ()) -> list[Out]:
        """Whether the operator is not to be disturbed from now on; ``due`` is what became due
        while they were not."""
        if holds == self._quiet:
            return []
        self._quiet = holds
        if holds:
            self.next_at = None
            return []
        if not self._fresh:
            return self.reminded(due)
        named = self._fresh | self._named(SUMMARY) | self._named(MEANWHILE)
        waiting = [thread for thread in self._clients if thread in named]
        return [*self._settle(now), self._show(self._meanwhile(waiting, due))]

    def _named(self, key: str) -> set[int]:
        """Who waits and is spoken of by a notice for many: what replaces it is of them too."""
        return set(self.shown[key].threads) & set(self._clients) if key in self.shown else set()

    def _settle(self, now: int) -> list[Out]:
        """What has gathered counts as told."""
        for thread in self._fresh:
            self._clients[thread].told_at = now
        keys = [f"thread:{thread}" for thread in self._fresh] + [SUMMARY]
        self._fresh.clear()
        return [self._withdraw(key) for key in keys if key in self.shown]

    def _tell(self, now: int) -> list[Out]:
        fresh = sorted(self._fresh, key=lambda t: -self._clients[t].at)
        recent = [
            thread
            for thread, client in self._clients.items()
            if thread not in self._fresh and client.told_at and now - client.told_at < BURST_MS
        ]
        burst = [*fresh, *sorted(recent, key=lambda t: -self._clients[t].at)]
        for thread in fresh:
            self._clients[thread].told_at = now
        self._fresh.clear()
        if len(burst) <= MANY:
            return [self._show(self._message(thread)) for thread in fresh]
        out = [
            self._withdraw(key)
            for key in (f"thread:{thread}" for thread in burst)
            if key in self.shown
        ]
        self._many_at = now
        before = sorted(self._named(SUMMARY).difference(burst), key=lambda t: -self._clients[t].at)
        return [*out, self._show(self._many([*burst, *before]))]

    def _message(self, thread: int) -> Notice:
        client = self._clients[thread]
        return Notice(
            f"thread:{thread}", "message", (thread,), (client.name,), client.count, client.text,
            client.note, client.at, author=client.author,
        )  # fmt: skip

    def _many(self, threads: Sequence[int]) -> Notice:
        clients = [self._clients[thread] for thread in threads]
        return Notice(
            SUMMARY, "many", tuple(threads), tuple(c.name for c in clients),
            sum(c.count for c in clients), at=max(c.at for c in clients), total=len(clients),
        )  # fmt: skip

    def _meanwhile(self, threads: Sequence[int], reminders: Sequence[Reminder]) -> Notice:
        newest = sorted(threads, key=lambda t: -self._clients[t].at)
        who = {thread: self._clients[thread].name for thread in newest}
        who |= {r.thread: r.name for r in reminders if r.thread not in who}
        return Notice(
            MEANWHILE, "meanwhile", tuple(who), tuple(who.values()),
            sum(self._clients[thread].count for thread in newest), due=len(reminders),
            total=len(newest),
        )  # fmt: skip

    def _show(self, notice: Notice) -> Notice:
        self.shown[notice.key] = notice
        return notice

    def _withdraw(self, key: str) -> Withdraw:
        self.shown.pop(key, None)
        return Withdraw(key)


def _of_reminder(one: Reminder) -> Notice:
    # a window that has closed takes the place of the notice that it is about to
    place = "window" if one.kind in ("closing", "closed") else one.kind
    return Notice(f"{place}:{one.thread}", one.kind, (one.thread,), (one.name,), text=one.note,
                  at=one.at)  # fmt: skip


def _due(due: Sequence[Reminder]) -> Notice:
    who = {one.thread: one.name for one in due}
    return Notice(DUE, "due", tuple(who), tuple(who.values()), 0, due=len(due), total=len(who))
