"""A sound file to samples and its waveform; runs in the process that opens files."""

from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from desktop.media.words import PEAKS, SoundHead
from models.speech.decode import decode

RATE: Final = 48_000
"""As Opus has it. Long recordings are speech: half of that is enough for them."""
_LONG: Final = 10 * 60
_LOUD: Final = 98.0
"""The percentile of loudness that fills the waveform's height: one click is no measure."""


def load(path: Path) -> tuple[SoundHead, bytes]:
    """The head and the samples. Raises ProblemError as ``models.speech.decode``."""
    heard = decode(path, RATE)
    rate = RATE
    if len(heard) > RATE * _LONG:
        heard, rate = heard[::2], RATE // 2
    samples = (np.clip(heard, -1.0, 1.0) * 32_767).astype("<i2")
    return SoundHead(rate=rate, frames=len(samples), peaks=peaks(heard)), samples.tobytes()


def peaks(heard: Any, count: int = PEAKS) -> bytes:
    """How loud each of ``count`` equal parts is, 0 to 255, against the loud parts of the whole."""
    edges = np.linspace(0, len(heard), count + 1).astype(int)
    parts = [heard[a:b] if b > a else heard[a : a + 1] for a, b in pairwise(edges)]
    loud = np.array([float(np.sqrt(np.mean(p * p))) if len(p) else 0.0 for p in parts])
    most = float(np.percentile(loud, _LOUD)) or 1.0
    if most < 1e-4:  # silence is drawn as silence
        return bytes(count)
    return bytes(int(v) for v in np.clip(loud / most, 0, 1) ** 0.75 * 255)
