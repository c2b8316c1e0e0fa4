"""Opening hours of a day as they are typed: ``9:00–13:00, 14-18``. Pure."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from core.domain.business_hours import DAY, Spans

_SPAN: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|до|to)\s*(\d{1,2})(?:[:.](\d{2}))?", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"[\s,;]*(?:(?<=[\s,;])(?:и|and)(?=\s))?[\s,;]*", re.IGNORECASE)


def read(text: str) -> Spans | None:
    """The spans of a day, in minutes from its midnight; one that ends at or before its beginning
    goes on past midnight. None where the text is no hours; () for nothing typed."""
    spans: list[tuple[int, int]] = []
    at = 0
    text = text.strip()
    for found in _SPAN.finditer(text):
        if not _BETWEEN.fullmatch(text, at, found.start()):
            return None
        at = found.end()
        start, end = _minute(found[1], found[2]), _minute(found[3], found[4])
        if start is None or end is None or start == DAY:
            return None
        spans.append((start, end if end > start else end + DAY))
    return None if text[at:].strip(" ,;") else tuple(sorted(spans))


def write(spans: Iterable[tuple[int, int]]) -> str:
    """As ``read`` reads it."""
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)


@cache
def zones() -> tuple[str, ...]:
    """Every time zone that is known here by its IANA name, the usual ones of a place first."""
    try:
        found = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    except (OSError, ModuleNotFoundError):
        return ("UTC",)
    places = [one for one in found if "/" in one and not one.startswith(("Etc/", "SystemV/"))]
    return (*sorted(places), "UTC")


def _minute(hour: str, minute: str | None) -> int | None:
    made = int(hour) * 60 + int(minute or 0)
    return made if int(minute or 0) < 60 and made <= DAY else None


def _clock(minute: int) -> str:
    minute = minute if minute == DAY else minute % DAY
    return f"{minute // 60}:{minute % 60:02}"
