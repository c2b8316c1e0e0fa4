"""Files go out piece by piece, tell how far they are, and can be stopped; over real TCP."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from core.domain.events import MessageReceived, SendRequested
from core.domain.problems import ChannelError
from core.ports import Uploader
from tests.core.channels.telegram.conftest import Stage

SIZE = 900_000
FILE = SendRequested(client_ref="r", file="f", file_name="a.zip", text="архив")


async def _met(stage: Stage, folder: Path, size: int = SIZE) -> Any:
    (folder / "f").write_bytes(bytes(size))
    channel = await stage.signed_in(media_dir=str(folder))
    stage.write("здравствуйте")
    await stage.agree()
    return channel


@pytest.mark.parametrize("size", [SIZE, 11 * 2**20])
async def test_a_file_tells_how_far_it_is(stage: Stage, tmp_path: Path, size: int) -> None:
    channel = await _met(stage, tmp_path, size)
    told: list[tuple[str, int, int]] = []
    assert isinstance(channel, Uploader)
    channel.on_upload = lambda *figures: told.append(figures)
    await channel.send(stage.peer(), FILE)
    assert told[0] == ("r", 0, size)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert len(told) > 3
    assert told[-1] == ("r", size, size)
    assert stage.server.history(stage.me, stage.irina)[-1].file_size == size


async def test_a_file_on_its_way_is_stopped_and_no_message_goes(
    stage: Stage, tmp_path: Path
) -> None:
    channel = await _met(stage, tmp_path)
    assert not channel.stop_upload("r")

    def stop(ref: str, done: int, _size: int) -> None:
        if done:
            channel.stop_upload(ref)

    channel.on_upload = stop
    with pytest.raises(ChannelError) as caught:
        await channel.send(stage.peer(), FILE)
    assert caught.value.problem.code == "telegram-upload-stopped"
    assert not caught.value.uncertain
    assert len(stage.server.history(stage.me, stage.irina)) == 1
    assert channel.state == "online"
    channel.on_upload = None
    await channel.send(stage.peer(), FILE)  # sent again it goes
    await stage.agree()
    assert stage.server.history(stage.me, stage.irina)[-1].file_size == SIZE
    assert not channel.stop_upload("r")


async def test_a_recording_goes_out_as_a_voice_message(stage: Stage, tmp_path: Path) -> None:
    channel = await _met(stage, tmp_path)
    sound = np.zeros(48_000 * 2, "<i2")
    soundfile.write(tmp_path / "v.ogg", sound, 48_000, format="OGG", subtype="OPUS")
    request = SendRequested(client_ref="v", file="v.ogg", file_name="v.ogg", mime="audio/ogg")
    await channel.send(stage.peer(), request)
    await stage.agree()
    (voice,) = stage.log.bodies(MessageReceived)[-1].attachments
    assert (voice.kind, voice.seconds, voice.mime) == ("voice", 2, "audio/ogg")
