"""Plays voice messages: one at a time, at any speed, from any place."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.problems import Problem, ProblemError
from desktop.media.opener import Opener
from desktop.media.output import Output, Speaker
from desktop.shell.tasks import Tasks

SPEEDS: Final = (1.0, 1.5, 2.0)
_TICK_MS: Final = 50
State = Literal["idle", "loading", "playing", "paused"]


class Sound(NamedTuple):
    """What is played: a message, which of its files, where that lies and how many seconds it
    is said to last."""

    message: int
    file: int
    path: str
    seconds: int


class Player(QObject):
    """``changed`` when another sound or state is in force, ``moved`` as it is heard, ``problem``
    when it cannot be, ``peaks`` gives a path and its waveform. ``heard`` is how far it is, 0 to 1.
    """

    changed = Signal()
    moved = Signal()
    problem = Signal(object)
    peaks = Signal(str, bytes)

    def __init__(
        self, tasks: Tasks, opener: Opener, speaker: Callable[[int], Output] = Speaker
    ) -> None:
        super().__init__()
        self._tasks, self._opener, self._speaker = tasks, opener, speaker
        self._output: tuple[int, Output] | None = None
        self._stretch: Any = None
        self._frames, self._rate = 0, 1
        self._from, self._from_ms = 0.0, 0
        self._busy = asyncio.Lock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.sound: Sound | None = None
        self.state: State = "idle"
        self.speed = 1.0

    def is_at(self, message: int, file: int) -> bool:
        """Whether that file of that message is the one in the player."""
        return self.sound is not None and self.sound[:2] == (message, file)

    @property
    def heard(self) -> float:
        """How far it is, 0 to 1."""
        if self._stretch is None or not self._frames:
            return self._from
        return min(1.0, float(self._stretch.at) / self._frames)

    @property
    def seconds(self) -> float:
        """How long it lasts, as far as that is known."""
        if self._frames:
            return self._frames / self._rate
        return float(self.sound.seconds) if self.sound else 0.0

    def toggle(self, sound: Sound) -> None:
        """Play it, pause it, go on with it. What played before is silent."""
        if not self.is_at(sound.message, sound.file):
            self._begin(sound, 0.0)
        elif self.state == "playing":
            self._set("paused")
            self._tasks.start(self._silence())
        elif self.state == "paused":
            self._play()

    def seek(self, sound: Sound, share: float, ms: int = 0) -> None:
        """Go to a place of it (``share``, 0 to 1, and ``ms`` milliseconds on), and play on."""
        share = min(max(share, 0.0), 1.0)
        if not self.is_at(sound.message, sound.file):
            self._begin(sound, share, ms)
        elif self._stretch is None:
            self._from, self._from_ms = share, ms
        else:
            share = min(share + ms / 1000 / self.seconds, 1.0) if self.seconds else share
            self._place(share)
            if self.state != "playing":
                self._play()

    def skip(self, seconds: float) -> None:
        """Go on or back by seconds, where something is in the player."""
        if self.sound is not None and self._stretch is not None and self.seconds:
            self._place(min(max(self.heard + seconds / self.seconds, 0.0), 1.0))
            self.moved.emit()

    def next_speed(self) -> None:
        """The next of SPEEDS, around."""
        self.speed = SPEEDS[(SPEEDS.index(self.speed) + 1) % len(SPEEDS)]
        if self._stretch is not None:
            self._stretch.speed = self.speed
        self.changed.emit()

    def stop(self) -> None:
        """Be silent and forget what was in the player."""
        if self.sound is not None:
            self.sound, self._stretch = None, None
            self._set("idle")
            self._tasks.start(self._silence())

    async def close(self) -> None:
        """Let the device go."""
        self._timer.stop()
        self.sound, self._stretch, self.state = None, None, "idle"
        async with self._busy:
            await self._drop()

    def _begin(self, sound: Sound, share: float, ms: int = 0) -> None:
        self.sound, self._stretch, self._frames = sound, None, 0
        self._from, self._from_ms = share, ms
        self._set("loading")
        self._tasks.start(self._load(sound))

    async def _load(self, sound: Sound) -> None:
        await self._silence()
        try:
            head, data = await self._opener.sound(Path(sound.path))
            if self.sound != sound:
                return
            self.peaks.emit(sound.path, head.peaks)
            self._frames, self._rate = head.frames, head.rate
            self._stretch = await asyncio.to_thread(_stretch, data, head.rate)
            if self.sound != sound:
                return
            more = self._from_ms / 1000 / self.seconds if self.seconds else 0.0
            self._place(min(1.0, self._from + more))
            await self._start()
        except ProblemError as error:
            if self.sound == sound:
                self._failed(error.problem)

    def _place(self, share: float) -> None:
        self._stretch.move(int(share * self._frames))
        self._stretch.speed = self.speed

    def _play(self) -> None:
        if self._stretch is not None and self._stretch.over:
            self._place(0.0)
        self._set("playing")
        self._tasks.start(self._go_on())

    async def _go_on(self) -> None:
        try:
            await self._start()
        except ProblemError as error:
            self._failed(error.problem)

    async def _start(self) -> None:
        """Bring the device up where it is not, and let it pull."""
        async with self._busy:
            stretch, rate = self._stretch, self._rate
            if stretch is None:
                return
            if self._output is None or self._output[0] != rate:
                await self._drop()
                self._output = (rate, await asyncio.to_thread(self._speaker, rate))
            else:
                await asyncio.to_thread(self._output[1].stop)
            if not self._wanted(stretch):
                return
            await asyncio.to_thread(self._output[1].start, stretch.pull)
            if not self._wanted(stretch):  # it was stopped while the device began
                await asyncio.to_thread(self._output[1].stop)
            elif self.state == "loading":
                self._set("playing")

    def _wanted(self, stretch: Any) -> bool:
        return stretch is self._stretch and self.state in ("loading", "playing")

    async def _silence(self) -> None:
        async with self._busy:
            if self._output is not None and self.state != "playing":
                await asyncio.to_thread(self._output[1].stop)

    async def _drop(self) -> None:
        output, self._output = self._output, None
        if output is not None:
            await asyncio.to_thread(output[1].stop)
            await asyncio.to_thread(output[1].close)

    def _failed(self, problem: Problem) -> None:
        self.sound, self._stretch = None, None
        self._set("idle")
        self.problem.emit(problem)

    def _set(self, state: State) -> None:
        self.state = state
        if state == "playing":
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit()

    def _tick(self) -> None:
        """It was heard a little further; at the end it stands at its beginning again."""
        if self._stretch is not None and self._stretch.over:
            self._set("paused")
            self._place(0.0)
            self._tasks.start(self._silence())
        self.moved.emit()


def _stretch(data: bytes, rate: int) -> Any:
    """numpy is loaded off the GUI thread, when a voice message is first played."""
    from desktop.media.stretch import Pull

    return Pull(data, rate)
