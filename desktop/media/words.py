"""What crosses the pipe: one line of JSON, then bytes."""

from typing import Final

import msgspec

from core.domain.problems import Problem

PEAKS: Final = 120
"""Bars of a waveform as it is kept; fewer are drawn."""


class SoundHead(msgspec.Struct, frozen=True):
    """A sound: ``rate`` samples a second in one channel, ``peaks`` from 0 to 255 over its length.
    The samples follow as signed 16 bit, where they were asked for."""

    rate: int = 0
    frames: int = 0
    peaks: bytes = b""
    problem: Problem | None = None


class PageHead(msgspec.Struct, frozen=True):
    """A page drawn ``width`` by ``height`` pixels; ``pages`` is how many there are, ``lit`` the
    boxes (left, top, right, bottom; shares of the page) of the words that were looked for. The
    pixels follow as BGR, ``stride`` bytes a line."""

    width: int = 0
    height: int = 0
    stride: int = 0
    pages: int = 0
    lit: tuple[tuple[float, float, float, float], ...] = ()
    problem: Problem | None = None


class PageAsk(msgspec.Struct, frozen=True):
    """The page ``number`` (from 1), ``width`` pixels wide; ``quote`` is looked for, the one of
    its occurrences that stands nearest to ``place`` (a share of the page's text)."""

    number: int
    width: int
    quote: str = ""
    place: float = 0.0
