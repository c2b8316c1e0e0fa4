"""What was heard, as it crosses the pipe."""

import re
from collections.abc import Iterable

import msgspec

from core.domain.events import Part
from core.domain.problems import Problem

_NO_WORDS = re.compile(r"[\[(*♪][^\])*♪]{0,60}[\])*♪]|[^\w]+")
MOST_CHARACTERS = 20_000


class Heard(msgspec.Struct, frozen=True):
    """Parts in order of time; ``problem`` says why there are none."""

    parts: tuple[Part, ...] = ()
    problem: Problem | None = None


def kept(said: Iterable[Part]) -> tuple[Part, ...]:
    """Parts with words in them: no «[BLANK_AUDIO]», no «(music)»; within bounds."""
    found: list[Part] = []
    length = 0
    for part in said:
        text = " ".join(part.text.replace("\ufffd", "").split())
        length += len(text) + 1
        if text and not _NO_WORDS.fullmatch(text) and length < MOST_CHARACTERS:
            found.append(Part(part.at, text))
    return tuple(found)


__all__ = ["Heard", "Part", "kept"]
