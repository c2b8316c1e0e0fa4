"""What the tests of understanding share: turns at a known time."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

import pytest

from core.domain.reading import Candidate, Turn
from core.understanding.recognize import read_by_rules

START = datetime(2026, 11, 18, 10, 15, tzinfo=timezone(timedelta(hours=3)))
Said = Callable[..., list[Candidate]]


def turns(*lines: str) -> list[Turn]:
    """Turns from lines that begin with "c " (client) or "u " (us), four minutes apart."""
    return [
        Turn(
            id=f"m{index}",
            sender="client" if line[0] == "c" else "us",
            at=START + timedelta(minutes=4 * index),
            text=line[2:],
        )
        for index, line in enumerate(lines)
    ]


@pytest.fixture(name="turns")
def turns_fixture() -> Callable[..., list[Turn]]:
    return turns


@pytest.fixture
def said() -> Said:
    """The values of one kind found in the last line, after what was said before."""

    def values(kind: str, text: str, before: Sequence[str] = ()) -> list[Candidate]:
        reading = read_by_rules(turns(*before, f"c {text}"))
        return [c for c in reading.candidates if c.kind == kind]

    return values
