"""A voice message is recorded: samples in, a file that is heard as it was said; no microphone."""

import math
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.problems import Problem, ProblemError
from core.support.opus import opus_seconds
from desktop.media import recording
from desktop.media.recording import RATE, Recorder
from desktop.media.sound import load


class Fed:
    """A microphone that hears what it is told."""

    def __init__(self) -> None:
        self.take: Callable[[bytes], None] | None = None
        self.gone = False

    def start(self, take: Callable[[bytes], None]) -> None:
        if self.gone:
            raise ProblemError(Problem("sound-no-microphone"))
        self.take = take

    def say(self, seconds: float) -> None:
        assert self.take is not None
        count = round(seconds * RATE)
        self.take(struct.pack(f"<{count}h", *(
            round(12_000 * math.sin(i / 30)) for i in range(count)
        )))  # fmt: skip

    def close(self) -> None:
        self.take = None


def test_what_was_said_is_a_voice_message(tmp_path: Path) -> None:
    fed, path = Fed(), tmp_path / "voice.ogg"
    recorder = Recorder(lambda: fed)
    recorder.start()
    fed.say(1.5)
    fed.say(1.5)
    assert (recorder.running, recorder.seconds) == (True, 3.0)
    assert recorder.finish(path)
    assert not recorder.running
    assert fed.take is None
    assert opus_seconds(path) == 3
    head, samples = load(path)
    assert abs(head.frames / head.rate - 3) < 0.1
    assert max(samples) > 0


def test_a_slip_and_what_was_dropped_are_nothing(tmp_path: Path) -> None:
    fed, path = Fed(), tmp_path / "voice.ogg"
    recorder = Recorder(lambda: fed)
    recorder.start()
    fed.say(0.1)
    assert not recorder.finish(path)
    recorder.start()
    fed.say(1)
    recorder.drop()
    assert (recorder.running, recorder.seconds, path.exists()) == (False, 0.0, False)


def test_it_ends_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "LONGEST", 1)
    fed = Fed()
    recorder = Recorder(lambda: fed)
    recorder.start()
    fed.say(0.8)
    fed.say(0.8)
    assert recorder.seconds == 1.0
    recorder.drop()


def test_a_microphone_that_is_gone_is_said() -> None:
    fed = Fed()
    fed.gone = True
    recorder = Recorder(lambda: fed)
    with pytest.raises(ProblemError) as caught:
        recorder.start()
    assert caught.value.problem.code == "sound-no-microphone"
    assert not recorder.running


def test_other_files_are_no_voice(tmp_path: Path) -> None:
    for name, data in (("a", b""), ("b", b"OggS" + bytes(200)), ("c", b"OggS OpusHead")):
        (tmp_path / name).write_bytes(data)
        assert opus_seconds(tmp_path / name) == 0
