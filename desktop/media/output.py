"""The way to the loudspeaker: miniaudio, which brings its own way into every system's sound."""

import threading
from collections.abc import Callable, Generator
from typing import Any, Final, Protocol

from core.domain.problems import Problem, ProblemError

_BUFFER_MS: Final = 120


class Output(Protocol):
    """A device that pulls samples from a thread of its own."""

    def start(self, pull: Callable[[int], bytes]) -> None:
        """Play: ``pull(frames)`` gives signed 16 bit samples, b'' at the end."""

    def stop(self) -> None:
        """Be silent; returns when ``pull`` is asked no more."""

    def close(self) -> None:
        """Let the device go."""


class Speaker:
    """The default device of the system, one channel at ``rate``. Raises ProblemError
    (``sound-no-device``) where there is none."""

    def __init__(self, rate: int, *, unheard: bool = False) -> None:
        """``unheard``: a device that keeps time and makes no sound, for tests."""
        import miniaudio

        null = miniaudio.Backend.NULL
        real = [b for b in miniaudio.Backend if b not in (null, miniaudio.Backend.CUSTOM)]
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=rate,
                buffersize_msec=_BUFFER_MS,
                backends=[null] if unheard else real,
                app_name="Threadline",
            )
        except miniaudio.MiniaudioError as error:
            raise ProblemError(Problem("sound-no-device")) from error
        self._lock = threading.Lock()

    def start(self, pull: Callable[[int], bytes]) -> None:
        """Play. Raises ProblemError where the device has gone."""
        import miniaudio

        stream = _stream(pull)
        next(stream)
        with self._lock:
            try:
                self._device.start(stream)
            except miniaudio.MiniaudioError as error:
                raise ProblemError(Problem("sound-no-device")) from error

    def stop(self) -> None:
        """Be silent."""
        with self._lock:
            if self._device.running:
                self._device.stop()

    def close(self) -> None:
        """Let the device go."""
        with self._lock:
            self._device.close()


def _stream(pull: Callable[[int], bytes]) -> Generator[bytes, int, None]:
    """What miniaudio asks for samples: it sends how many frames it wants."""
    frames: Any = yield b""
    while True:
        frames = yield pull(int(frames)) or b"\0\0" * int(frames)
