"""What is known of each chat, what of it may have changed unseen, what is missing. Pure.

https://core.telegram.org/api/updates: a position that is kept without a break says that everything
known is equal to the server's. Where the server cannot tell what came after our position
(``differenceTooLong``, a position that it does not know), every chat's newest page is read; what
lies between it and what stood here is missing, and what stood here is in doubt: messages may have
been edited, deleted or reacted to anywhere below. Both are fetched, the newest first. Pages are
compared by what they hold: ``messages.getHistory`` takes a ``hash``, but of ids alone, which no
edit or reaction changes.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from core.channels.telegram.spans import TOP, Spans, common, holes, minus, union
from core.domain.standing import Standing

Kind = Literal["top", "hole", "check", "history"]


class Work(msgspec.Struct, frozen=True):
    """A part of a chat to ask for: the messages of ``user`` from id ``low`` to ``high``."""

    user: int
    kind: Kind
    low: int
    high: int


class Ledger(msgspec.Struct, frozen=True):
    """One chat. Every message with an id in ``known`` stands here as far as the server has it;
    those in ``doubtful`` may have changed unseen. ``count`` is how many messages the server said
    that there are (0: it did not), ``have`` how many were fetched, ``older`` those of them that
    lay under the first page, ``enough`` that no more of these are wanted. ``moved``: the chat was
    written in while something was lost. ``torn``: above that id something may be missing, and the
    newest page is to be read (0: of a chat that is new; None: it is whole). ``equal_at`` is when
    (ms) all that is known was last seen to be equal, ``problem`` why the chat cannot be
    fetched."""

    known: Spans = ()
    doubtful: Spans = ()
    count: int = 0
    have: int = 0
    older: int = 0
    enough: bool = False
    moved: bool = False
    torn: int | None = None
    equal_at: int = 0
    problem: str = ""

    @property
    def missing(self) -> Spans:
        """Parts that lie between known ones: gaps in the thread."""
        return holes(self.known)

    def work(self, user: int) -> Work | None:
        """What is to be asked for next, the newest first."""
        if self.problem:
            return None
        if self.torn is not None:
            return Work(user, "top", 1, TOP)
        if not self.known:
            return None
        if missing := self.missing:
            return Work(user, "hole", *missing[-1])
        if self.doubtful:
            return Work(user, "check", *self.doubtful[-1])
        if self.known[0][0] > 1 and not self.enough:
            return Work(user, "history", 1, self.known[0][0] - 1)
        return None

    def lose(self) -> "Ledger":
        """Something happened that nobody can tell: all that is known is in doubt."""
        return msgspec.structs.replace(self, doubtful=self.known, problem="")

    def tear(self, top: int) -> "Ledger":
        """What came after ``top`` cannot be told, nor what became of all that is known."""
        torn = top if self.torn is None else min(top, self.torn)
        return msgspec.structs.replace(self.lose(), torn=torn)

    def page(self, ids: list[int], newest_here: int | None, now: int, *, last: bool) -> "Ledger":
        """The newest page has come. ``newest_here`` is the newest id below which nothing was lost
        (None: there is none), ``last`` that the page reaches the chat's start."""
        top: Spans = ((1 if last or not ids else min(ids), TOP),)
        old = common(self.known, ((1, newest_here),)) if newest_here else ()
        made = msgspec.structs.replace(
            self,
            known=union(old, top),
            doubtful=common(minus(self.doubtful, top), old),
            have=self.have or len(ids),
            torn=None,
            problem="",
        )
        return made._settled(now)

    def took(
        self, work: Work, ids: Iterable[int], now: int, *, last: bool, limit: int | None = None
    ) -> "Ledger":
        """A page of ``work`` has come, from its end downwards; ``last`` that there is nothing of
        it below. ``limit`` messages of old history are enough (None: all)."""
        within = [one for one in ids if work.low <= one <= work.high]
        done: Spans = ((work.low if last or not within else min(within), work.high),)
        fetched = 0 if work.kind == "check" else len(within)
        older = self.older + (fetched if work.kind == "history" else 0)
        made = msgspec.structs.replace(
            self,
            known=union(self.known, done),
            doubtful=minus(self.doubtful, done),
            have=self.have + fetched,
            older=older,
            enough=self.enough or (limit is not None and older >= limit),
        )
        return made._settled(now)

    def _settled(self, now: int) -> "Ledger":
        if self.doubtful or self.missing:
            return self
        return msgspec.structs.replace(self, equal_at=now, moved=False)


class Sweep(msgspec.Struct):
    """Going through all chats: ``listed`` when that is done, until then ``looked`` has those that
    were looked at; ``gap`` is since when (ms) something may be missing, 0: nothing was lost."""

    listed: bool = False
    looked: set[int] = msgspec.field(default_factory=set)
    gap: int = 0


_ORDER: Final[Mapping[Kind, int]] = {"top": -1, "hole": 0, "check": 2, "history": 3}


class Book:
    """The ledgers of all chats of an account."""

    def __init__(self, chats: Mapping[int, Ledger], sweep: Sweep) -> None:
        self.chats: dict[int, Ledger] = {}
        self.sweep = sweep
        self.equal_at = 0
        self._todo: dict[int, Work] = {}
        for user, ledger in chats.items():
            self.put(user, ledger)

    def of(self, user: int) -> Ledger:
        """The ledger of a chat; an empty one where nothing was fetched yet."""
        return self.chats.get(user) or Ledger()

    def put(self, user: int, ledger: Ledger) -> None:
        """The ledger of a chat is another one."""
        self.chats[user] = ledger
        work = ledger.work(user)
        if work is None:
            self._todo.pop(user, None)
        else:
            self._todo[user] = work

    def rest(self, user: int) -> None:
        """Nothing is asked for of a chat until its ledger changes."""
        self._todo.pop(user, None)

    @property
    def torn(self) -> bool:
        """Whether the newest page of a chat is to be read."""
        return any(work.kind == "top" for work in self._todo.values())

    def next(self, soon: Mapping[int, Ledger] | None = None) -> Work | None:
        """What to ask for: gaps, then what is in doubt (first where somebody wrote), the newest
        first; then history, of the chat with the least of it. ``soon``: ledgers as they will be."""
        made = soon or {}
        todo: dict[int, Work | None] = {**self._todo}
        todo.update({user: ledger.work(user) for user, ledger in made.items()})
        return min(
            (one for one in todo.values() if one is not None),
            key=lambda one: self._rank(one, made.get(one.user) or self.chats[one.user]),
            default=None,
        )

    def _rank(self, work: Work, ledger: Ledger) -> tuple[int, int]:
        if work.kind == "history":
            return _ORDER["history"], ledger.have
        return _ORDER[work.kind] - (work.kind == "check" and ledger.moved), -work.high

    def standing(self, dialogs: int) -> Standing:
        """Of an account with that many chats."""
        left = 0 if self.sweep.listed else max(1, dialogs - len(self.sweep.looked))
        doubted = failed = have = of = 0
        for ledger in self.chats.values():
            if ledger.problem:
                failed += bool(ledger.doubtful or ledger.missing)
            elif ledger.doubtful or ledger.missing or ledger.torn is not None:
                doubted += 1
            done = not ledger.known or ledger.known[0][0] <= 1 or ledger.enough or ledger.problem
            have += ledger.have
            of += ledger.have if done else max(ledger.count, ledger.have + 1)
        return Standing(
            max(left, doubted), failed, self.equal_at, have if of > have else 0,
            of if of > have else 0,
        )  # fmt: skip


class _Range(msgspec.Struct):
    user: int
    upper: int
    lower: int
    taken: int = 0


class _Ranges(msgspec.Struct):
    chats: set[int]
    todo: list[_Range]
    listed: bool = False
    looked: set[int] = msgspec.field(default_factory=set)
    gap: int = 0


def from_ranges(kept: bytes) -> Book:
    """What versions up to 0.1 kept: for each chat the parts that were still to be fetched."""
    old = msgspec.json.decode(kept, type=_Ranges)
    chats = {user: Ledger(known=((1, TOP),)) for user in old.chats}
    for part in old.todo:
        ledger = chats.get(part.user, Ledger())
        chats[part.user] = msgspec.structs.replace(
            ledger,
            known=minus(ledger.known, ((part.lower + 1, part.upper - 1),)),
            older=part.taken,
        )
    return Book(chats, Sweep(old.listed, old.looked, old.gap))
