"""Polls: what may be chosen, by how many it was, and how that reads as text. Pure."""

from typing import Final

import msgspec

_OPEN, _CHOSEN, _RIGHT = "○", "●", "✓"
MOST: Final = 30
"""Options of a poll that are shown."""


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer; ``key`` is the messenger's name of it. ``chosen`` is by us, ``right`` of a quiz.
    ``votes`` are 0 while they are not told."""

    key: bytes
    text: str
    votes: int = 0
    chosen: bool = False
    right: bool = False


class Poll(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``several``: more than one may be chosen. ``final``: a vote cannot be taken back.
    ``told``: the results are. ``wanted`` is what we have chosen and the messenger has not taken
    yet, None where nothing is on its way."""

    options: tuple[Option, ...]
    voters: int = 0
    several: bool = False
    quiz: bool = False
    closed: bool = False
    final: bool = False
    told: bool = False
    wanted: tuple[bytes, ...] | None = None

    @property
    def ours(self) -> tuple[bytes, ...]:
        """What we have chosen, or want to."""
        if self.wanted is not None:
            return self.wanted
        return tuple(one.key for one in self.options if one.chosen)

    @property
    def open(self) -> bool:
        """Whether one may vote now."""
        return not self.closed and not self.ours

    @property
    def returnable(self) -> bool:
        """Whether our vote may be taken back."""
        return bool(self.ours) and not (self.closed or self.quiz or self.final)


def line(option: Option) -> str:
    """An option as text: ours is full, the right one of a quiz ticked."""
    mark = _RIGHT if option.right else _CHOSEN if option.chosen else _OPEN
    return f"{mark} {option.text}" + (f" — {option.votes}" if option.votes else "")


def parted(text: str, poll: Poll) -> tuple[str, str] | None:
    """What stands before the options of a poll in its text, and behind them; None where they do not
    stand there."""
    lines = "\n".join(map(line, poll.options))
    before, there, after = text.partition(lines)
    return (before.rstrip("\n"), after.strip("\n")) if lines and there else None
