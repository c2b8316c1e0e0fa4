"""A voice message that is recorded: a microphone gives samples, an Ogg Opus file goes out.

The microphone is a small part of its own (`Capture`): tests hand in samples.
"""

import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final, Protocol

from core.domain.problems import Problem, ProblemError

RATE: Final = 48_000
LONGEST: Final = 15 * 60
"""Seconds; what is said beyond is not recorded."""
SHORTEST: Final = 0.4
PEAKS: Final = 100
"""As many as Telegram's clients give (https://core.telegram.org/api/files)."""
_SAMPLE: Final = 2
_NONE: Final = "discard all samples"
"""How ALSA describes its own device that records nothing."""


class Capture(Protocol):
    """A device that gives samples from a thread of its own: signed 16 bit, one channel, RATE."""

    def start(self, take: Callable[[bytes], None]) -> None:
        """Record. Raises ProblemError (``sound-no-microphone``) where the device has gone."""

    def close(self) -> None:
        """Record no more; ``take`` is not called after it returns."""


class Microphone:
    """The default microphone of the system. Raises ProblemError (``sound-no-microphone``)."""

    def __init__(self) -> None:
        import miniaudio

        try:
            self._device = miniaudio.CaptureDevice(
                input_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                backends=_backends(miniaudio),
                app_name="Threadline",
            )
        except miniaudio.MiniaudioError as error:
            raise ProblemError(Problem("sound-no-microphone")) from error

    def start(self, take: Callable[[bytes], None]) -> None:
        """Record."""
        import miniaudio

        stream = _stream(take)
        next(stream)
        try:
            self._device.start(stream)
        except miniaudio.MiniaudioError as error:
            raise ProblemError(Problem("sound-no-microphone")) from error

    def close(self) -> None:
        """Record no more."""
        self._device.close()


def microphones() -> int:
    """How many microphones the system has; not to be asked on the window's thread."""
    import miniaudio

    try:
        found = miniaudio.Devices(_backends(miniaudio)).get_captures()
    except miniaudio.MiniaudioError:
        return 0
    return sum(_NONE not in str(one["name"]).lower() for one in found)


class Recorder:
    """Keeps what is said between ``start`` and ``finish`` or ``drop``."""

    def __init__(self, open_: Callable[[], Capture] = Microphone) -> None:
        self._open = open_
        self._capture: Capture | None = None
        self._lock = threading.Lock()
        self._samples = bytearray()

    @property
    def running(self) -> bool:
        """Whether it records."""
        return self._capture is not None

    @property
    def seconds(self) -> float:
        """How long it has recorded."""
        with self._lock:
            return len(self._samples) / _SAMPLE / RATE

    def start(self) -> None:
        """Record. Raises ProblemError (``sound-no-microphone``)."""
        if self._capture is not None:
            return
        self._samples = bytearray()
        capture = self._open()
        try:
            capture.start(self._take)
        except ProblemError:
            capture.close()
            raise
        self._capture = capture

    def drop(self) -> None:
        """Record no more; what was said is gone."""
        self._stop()
        self._samples = bytearray()

    def finish(self, path: Path) -> bytes:
        """Record no more, and write what was said to ``path``; gives how loud it is from beginning
        to end (PEAKS values, 0 to 255 each), nothing where nothing was said. Not to be called on
        the window's thread. Raises OSError."""
        self._stop()
        with self._lock:
            said, self._samples = bytes(self._samples), bytearray()
        if len(said) < SHORTEST * RATE * _SAMPLE:
            return b""
        write(path, said)
        return wave(said)

    def _stop(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.close()

    def _take(self, samples: bytes) -> None:
        with self._lock:
            room = LONGEST * RATE * _SAMPLE - len(self._samples)
            self._samples += samples[: max(0, room)]


def wave(samples: bytes) -> bytes:
    """How loud a recording is: PEAKS equal parts of it, 0 to 255 each."""
    import numpy as np

    from desktop.media.sound import peaks

    return peaks(np.frombuffer(samples, "<i2").astype(np.float32) / 32_768, PEAKS)


def write(path: Path, samples: bytes) -> None:
    """Samples as Ogg Opus, which messengers take for a voice message. Raises OSError."""
    import numpy as np
    import soundfile

    try:
        soundfile.write(path, np.frombuffer(samples, "<i2"), RATE, format="OGG", subtype="OPUS")
    except soundfile.LibsndfileError as error:
        raise OSError(str(error)) from error


def _backends(miniaudio: Any) -> list[Any]:
    none = (miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM)
    return [one for one in miniaudio.Backend if one not in none]


def _stream(take: Callable[[bytes], None]) -> Generator[None, bytes, None]:
    """What miniaudio hands samples to."""
    while True:
        take(bytes((yield)))
