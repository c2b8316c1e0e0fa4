"""Which parts of which chats are still to be fetched: resumable, newest first. Pure."""

import msgspec


class Range(msgspec.Struct, frozen=True):
    """Messages of ``user`` below id ``upper`` and above id ``lower``; ``taken`` so far."""

    user: int
    upper: int
    lower: int
    taken: int = 0


class Ranges(msgspec.Struct):
    """``listed`` tells that all chats were gone through; until then ``looked`` are those that
    were, and ``gap`` is since when (ms) something may be missing (0: nothing was lost). ``chats``
    are those whose newest page was ever fetched; ``todo`` is what lies below the pages.

    A chat first seen leaves everything below its first page to do; after a long absence, a page
    that does not reach what stands here leaves the hole between them.
    """

    chats: set[int] = msgspec.field(default_factory=set)
    todo: list[Range] = msgspec.field(default_factory=list)
    listed: bool = False
    looked: set[int] = msgspec.field(default_factory=set)
    gap: int = 0

    def page_fetched(
        self, user: int, ids: list[int], newest_here: int | None, *, complete: bool
    ) -> None:
        """The newest page of a chat has come. ``newest_here`` is the newest id that stood here
        before it, ``complete`` tells that the page reaches the chat's start."""
        known = user in self.chats
        self.chats.add(user)
        if not self.listed:
            self.looked.add(user)
        if complete or not ids:
            return
        lower = (newest_here or 0) if known else 0
        if min(ids) > lower + 1:
            self.todo.append(Range(user, min(ids), lower))

    def look_again(self, since: int) -> None:
        """All chats have to be gone through anew: something is missing ``since`` (ms)."""
        self.gap = min(self.gap or since, since)
        self.listed = False
        self.looked.clear()

    def all_looked(self) -> None:
        """All chats were gone through."""
        self.listed = True
        self.gap = 0
        self.looked.clear()

    def next(self) -> Range | None:
        """What to fetch next: holes before old history, then the chat with least history."""
        return min(self.todo, key=lambda one: (one.lower == 0, one.taken), default=None)

    def advance(self, done: Range, ids: list[int], limit: int | None) -> None:
        """A page of ``done`` came (empty: there is no more). ``limit`` messages a range are
        enough where it is old history."""
        self.todo.remove(done)
        left = [one for one in ids if one > done.lower]
        taken = done.taken + len(left)
        enough = done.lower == 0 and limit is not None and taken >= limit
        # A server that gives the same page again has no more to give.
        lower_down = bool(left) and min(left) < done.upper
        if lower_down and len(left) == len(ids) and not enough:
            self.todo.append(Range(done.user, min(ids), done.lower, taken))
