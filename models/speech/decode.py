"""Sound files (OGG with Opus, as messengers record) to what whisper.cpp hears."""

import io
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.domain.problems import Problem, ProblemError

RATE: Final = 16_000
"""Samples a second that whisper.cpp wants."""
MOST_SECONDS: Final = 1_800
_TAPS: Final = 64
_FRAME: Final = RATE // 50
_QUIET: Final = 0.05
"""Of the loudness of speech in a recording; what is below that is a pause."""


def decode(path: Path, wanted: int = RATE) -> Any:
    """An array of one channel at ``wanted`` samples a second, -1..1 in float32.

    Raises ProblemError: ``speech-broken`` (no sound file, or a damaged one), ``speech-too-long``.
    """
    import soundfile  # loaded by the process that hears alone

    try:
        with soundfile.SoundFile(io.BytesIO(path.read_bytes())) as sound:
            rate = sound.samplerate
            if not 4_000 <= rate <= 192_000:
                raise ProblemError(Problem("speech-broken"))
            if sound.frames > rate * MOST_SECONDS:
                raise ProblemError(Problem("speech-too-long"))
            heard = sound.read(rate * MOST_SECONDS, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, ValueError) as error:
        raise ProblemError(Problem("speech-broken")) from error
    if not len(heard):
        raise ProblemError(Problem("speech-broken"))
    return _at_rate(heard.mean(axis=1), rate, wanted)


def sounding(sound: Any, at: int, end: int) -> int:
    """Where, from ``at`` to ``end`` (both milliseconds), it is no longer quiet: whisper.cpp has
    what follows a pause begin with the pause."""
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    loudness = np.sqrt((frames**2).mean(axis=1))
    first, last = (min(ms * RATE // 1000 // _FRAME, len(loudness)) for ms in (at, end))
    if first >= last:
        return at
    heard = np.nonzero(loudness[first:last] > _QUIET * np.percentile(loudness, 95))[0]
    return max(at, (first + int(heard[0])) * _FRAME * 1000 // RATE) if len(heard) else at


def _at_rate(heard: Any, rate: int, wanted: int) -> Any:
    """Resampled: what is above half the new rate is filtered away first."""
    if rate == wanted:
        return heard.astype(np.float32)
    if rate > wanted:
        at = np.arange(-_TAPS, _TAPS + 1)
        window = np.sinc(at * wanted / rate) * np.hanning(len(at))
        heard = np.convolve(heard, window / window.sum(), mode="same")
    count = int(len(heard) * wanted / rate)
    places = np.arange(count) * (rate / wanted)
    return np.interp(places, np.arange(len(heard)), heard).astype(np.float32)
