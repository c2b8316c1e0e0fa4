"""A voice message is recorded in the composer: the button, the line, Enter and Escape."""

import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.problems import Problem, ProblemError
from core.support.opus import opus_seconds
from desktop.media.recording import PEAKS, RATE, Recorder
from tests.desktop.ui.conftest import until


class Fed:
    """A microphone that hears what it is told."""

    def __init__(self) -> None:
        self.take: Callable[[bytes], None] | None = None
        self.gone = False

    def start(self, take: Callable[[bytes], None]) -> None:
        if self.gone:
            raise ProblemError(Problem("sound-no-microphone"))
        self.take = take

    def say(self, seconds: int) -> None:
        assert self.take is not None
        self.take(struct.pack("<h", 9000) * (seconds * RATE))

    def close(self) -> None:
        self.take = None


async def _listening(desk: SimpleNamespace) -> tuple[Any, Fed]:
    window, fed = desk.window, Fed()
    window.recording.recorder = Recorder(lambda: fed)
    await window.open_thread(10)
    return window.conversation.composer, fed


async def test_without_a_microphone_there_is_no_button(desk: SimpleNamespace) -> None:
    composer, _ = await _listening(desk)
    assert composer.voice_button.isHidden()
    await desk.window.recording.look(lambda: 0)
    assert composer.voice_button.isHidden()
    await desk.window.recording.look(lambda: 1)
    assert not composer.voice_button.isHidden()
    composer.draft.setPlainText("текст")
    assert composer.voice_button.isHidden()


async def test_what_is_said_goes_out_with_enter(desk: SimpleNamespace) -> None:
    composer, fed = await _listening(desk)
    await desk.window.recording.look(lambda: 1)
    QTest.mouseClick(composer.voice_button, Qt.MouseButton.LeftButton)
    await until(lambda: composer.voice.running)
    fed.say(3)
    composer.voice.refresh()
    assert composer.voice.said.text() == "Запись 0:03"
    assert composer.send_button.isEnabled()
    assert composer.voice_button.isHidden()
    sent: list[int] = []
    composer.send_voice.connect(lambda path, _wave: sent.append(opus_seconds(path)))
    QTest.keyClick(composer.draft, Qt.Key.Key_Return)
    await until(lambda: any(call[0] == "send_voice" for call in desk.backend.calls))
    (call,) = [call for call in desk.backend.calls if call[0] == "send_voice"]
    assert call[3].suffix == ".ogg"
    assert len(call[4]) == PEAKS
    assert min(call[4]) > 200, "it was equally loud from beginning to end"
    assert sent == [3]
    assert not composer.voice.running
    assert not desk.window.recording.recorder.running


async def test_escape_and_another_thread_drop_it(desk: SimpleNamespace) -> None:
    composer, fed = await _listening(desk)
    for leave in ("escape", "thread", "button"):
        await desk.window.open_thread(10)
        await desk.window.recording.begin()
        fed.say(1)
        if leave == "escape":
            QTest.keyClick(composer.draft, Qt.Key.Key_Escape)
        elif leave == "button":
            composer.voice._away.click()
        else:
            await desk.window.open_thread(3)
        assert not composer.voice.running
        await until(lambda: not desk.window.recording.recorder.running)
    assert not any(call[0] == "send_file" for call in desk.backend.calls)


async def test_a_microphone_that_went_away_is_said(desk: SimpleNamespace) -> None:
    composer, fed = await _listening(desk)
    fed.gone = True
    await desk.window.recording.look(lambda: 1)
    composer.voice_button.click()
    await until(lambda: not desk.window.toast.isHidden())
    assert not composer.voice.running
