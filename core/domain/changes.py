"""What a write changed, so that whoever shows it can decide what to read again."""

import msgspec


class Change(msgspec.Struct, frozen=True):
    """``kinds`` of the events, the ``threads`` they touched, the log position ``seq`` after."""

    kinds: frozenset[str]
    threads: frozenset[int]
    seq: int

    def __or__(self, other: "Change") -> "Change":
        return Change(
            self.kinds | other.kinds, self.threads | other.threads, max(self.seq, other.seq)
        )
