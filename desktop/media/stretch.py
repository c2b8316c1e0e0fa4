"""Speech faster with its pitch kept: waveform similarity overlap-add (Verhelst and Roelands, 1993).

Pieces of the sound are laid over one another, taken from further apart than they are laid down;
each is shifted a little to where it goes on best from the last.
"""

from typing import Any, Final

import numpy as np

_PIECE_MS: Final = 24
_SEEK_MS: Final = 8
_STEP: Final = 4
"""Places are compared at every fourth sample: speech has its pitch far below that."""


class Stretch:
    """Reads ``samples`` (float32, one channel, ``rate`` a second) from ``at`` on. ``at`` is the
    sample that is read next; ``speed`` may be changed between two reads."""

    def __init__(self, samples: Any, rate: int, at: int = 0, speed: float = 1.0) -> None:
        self._samples = samples
        self._hop = rate * _PIECE_MS // 1000
        self._seek = rate * _SEEK_MS // 1000
        fade = np.linspace(0.0, 1.0, self._hop, dtype=np.float32)
        self._rise = 0.5 - 0.5 * np.cos(np.pi * fade)
        self._tail: Any = None
        self._left: Any = np.zeros(0, np.float32)
        self.at, self.speed = max(0, at), speed

    @property
    def over(self) -> bool:
        """Whether everything was read."""
        return self.at >= len(self._samples) and not len(self._left)

    def read(self, count: int) -> Any:
        """The next ``count`` samples, fewer at the end."""
        while len(self._left) < count and self.at < len(self._samples):
            self._left = np.concatenate([self._left, self._next()])
        given, self._left = self._left[:count], self._left[count:]
        return given

    def _next(self) -> Any:
        if self.speed == 1.0:
            piece = self._samples[self.at : self.at + self._hop]
            if self._tail is not None:
                piece = self._laid_over(piece)
                self._tail = None
            self.at += len(piece)
            return piece
        start = self.at if self._tail is None else self._best(self.at)
        piece = self._samples[start : start + self._hop]
        made = piece if self._tail is None else self._laid_over(piece)
        self._tail = self._samples[start + self._hop : start + 2 * self._hop]
        self.at = min(len(self._samples), self.at + int(self._hop * self.speed))
        return made

    def _laid_over(self, piece: Any) -> Any:
        n = min(len(piece), len(self._tail))
        if not n:
            return piece
        made = piece.copy()
        made[:n] = self._tail[:n] * (1 - self._rise[:n]) + piece[:n] * self._rise[:n]
        return made

    def _best(self, near: int) -> int:
        """Where, around ``near``, the sound is most like what would have come next."""
        first = max(0, near - self._seek)
        span = self._samples[first : near + self._seek + self._hop : _STEP]
        wanted = self._tail[::_STEP]
        if len(span) <= len(wanted) or not len(wanted):
            return near
        alike = np.correlate(span, wanted, "valid")
        power = np.cumsum(np.concatenate([[0.0], span * span]))
        power = power[len(wanted) :] - power[: -len(wanted)]
        return int(first + _STEP * int(np.argmax(alike / np.sqrt(power[: len(alike)] + 1e-6))))


class Pull:
    """What a device pulls from, on a thread of its own, while the window moves it."""

    def __init__(self, data: bytes, rate: int) -> None:
        """``data``: signed 16 bit samples."""
        self._samples = np.frombuffer(data, "<i2").astype(np.float32) / 32_768
        self._rate = rate
        self._read = Stretch(self._samples, rate)

    @property
    def at(self) -> int:
        """The sample that is read next."""
        return self._read.at

    @property
    def over(self) -> bool:
        """Whether everything was read."""
        return self._read.over

    @property
    def speed(self) -> float:
        """How fast it is read."""
        return self._read.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._read.speed = speed

    def move(self, at: int) -> None:
        """Go on from there."""
        self._read = Stretch(self._samples, self._rate, at, self._read.speed)

    def pull(self, frames: int) -> bytes:
        """The next samples, signed 16 bit; silence behind the end."""
        made = self._read.read(frames)
        if len(made) < frames:
            made = np.concatenate([made, np.zeros(frames - len(made), np.float32)])
        return bytes((np.clip(made, -1, 1) * 32_767).astype("<i2").tobytes())
