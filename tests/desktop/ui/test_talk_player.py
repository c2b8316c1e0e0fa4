"""The player as a machine of states: whatever is pressed, one sound at most is heard."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from core.domain.problems import Problem, ProblemError
from desktop.media.output import Speaker
from desktop.media.player import Player, Sound
from desktop.media.words import SoundHead
from desktop.shell.tasks import Tasks
from tests.desktop.ui.conftest import until

RATE = 8_000
SOUNDS = [Sound(n, 0, f"/{n}.ogg", 3) for n in range(3)]


class Opens:
    """Takes its time; the last file is broken."""

    async def sound(self, file: Path) -> tuple[SoundHead, bytes]:
        await asyncio.sleep(0.002)
        if file.name == "2.ogg":
            raise ProblemError(Problem("sound-broken"))
        frames = 3 * RATE
        return SoundHead(rate=RATE, frames=frames, peaks=b"\1" * 120), bytes(2 * frames)


class Device:
    """Counts who plays."""

    playing = 0
    open = 0

    def __init__(self, _rate: int) -> None:
        Device.open += 1
        self._on = False

    def start(self, pull: Callable[[int], bytes]) -> None:
        assert not self._on, "it plays already"
        self._on = True
        Device.playing += 1
        assert len(pull(80)) == 160

    def stop(self) -> None:
        Device.playing -= self._on
        self._on = False

    def close(self) -> None:
        assert not self._on
        Device.open -= 1


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_is_pressed_one_at_most_is_heard(seed: int) -> None:
    Device.playing = Device.open = 0
    chance, said = random.Random(seed), list[Problem]()
    tasks = Tasks(said.append)
    player = Player(tasks, Opens(), Device)  # type: ignore[arg-type]
    player.problem.connect(said.append)
    for _ in range(40):
        sound = chance.choice(SOUNDS)
        match chance.randrange(6):
            case 0 | 1:
                player.toggle(sound)
            case 2:
                player.seek(sound, chance.random(), chance.randrange(2000))
            case 3:
                player.next_speed()
            case 4:
                player.skip(chance.uniform(-5, 5))
            case 5 if chance.random() < 0.3:
                player.stop()
        if chance.random() < 0.5:
            await asyncio.sleep(chance.choice((0, 0.001, 0.01)))
        assert Device.playing in (0, 1)
        assert 0 <= player.heard <= 1
    await until(lambda: player.state != "loading" and not tasks._running)
    assert Device.playing == (player.state == "playing")
    assert (player.sound is None) == (player.state == "idle")
    assert {problem.code for problem in said} <= {"sound-broken"}
    await player.close()
    await tasks.close()
    assert (Device.playing, Device.open) == (0, 0)


def test_a_machine_without_sound_says_so() -> None:
    code = "there is a device"
    try:
        Speaker(48_000).close()
    except ProblemError as error:
        code = error.problem.code
    assert code in ("there is a device", "sound-no-device")
