"""How loud a recording is goes to Telegram and comes from it as its clients draw it."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telethon import types

from core.channels.telegram.waves import MOST, packed_wave, wave_of
from core.domain.events import MessageReceived, SendRequested
from desktop.media.recording import PEAKS, RATE, wave, write
from tests.core.channels.telegram.conftest import Stage


def test_a_recording_looks_as_it_sounds() -> None:
    packed = (31 | 0 << 5 | 16 << 10).to_bytes(2, "little")
    assert wave_of(packed) == bytes([255, 0, 131])
    assert packed_wave(bytes([255, 0, 131])) == packed
    assert (wave_of(None), packed_wave(b"")) == (b"", b"")


@given(st.binary(min_size=1, max_size=MOST))
def test_what_is_packed_is_what_is_drawn(peaks: bytes) -> None:
    packed = packed_wave(peaks)
    assert len(packed) == -(-len(peaks) * 5 // 8)
    drawn = wave_of(packed)
    # what a byte has left over may look like one more sample, of nothing
    assert drawn[len(peaks) :] in (b"", b"\0")
    assert all(abs(one - other) <= 5 for one, other in zip(peaks, drawn, strict=False))
    assert packed_wave(drawn[: len(peaks)]) == packed


@given(st.binary(min_size=MOST, max_size=4 * MOST))
def test_a_long_one_keeps_its_loudest(peaks: bytes) -> None:
    drawn = wave_of(packed_wave(peaks))
    assert len(drawn) == MOST
    assert abs(max(drawn) - max(peaks)) <= 5


@given(st.binary(max_size=4000))
def test_anything_is_drawn(packed: bytes) -> None:
    assert len(wave_of(packed)) <= 2048 * 8 // 5


def _recorded(folder: Path) -> bytes:
    """A recording that grows louder."""
    import numpy as np

    at = np.arange(2 * RATE)
    samples = (np.sin(at / 30) * at / len(at) * 20_000).astype("<i2").tobytes()
    write(folder / "voice.ogg", samples)
    return wave(samples)


async def test_the_client_sees_how_a_recording_of_ours_sounds(stage: Stage, tmp_path: Path) -> None:
    peaks = _recorded(tmp_path)
    assert len(peaks) == PEAKS == MOST
    assert list(peaks[5::10]) == sorted(peaks[5::10])
    channel = await stage.signed_in(media_dir=str(tmp_path))
    stage.write("здравствуйте")
    await stage.agree()
    request = SendRequested(
        client_ref="r", file="voice.ogg", file_name="voice.ogg", mime="audio/ogg", wave=peaks
    )
    await channel.send(stage.peer(), request)
    await stage.agree()
    (ours,) = [b for b in stage.log.bodies(MessageReceived) if b.direction == "out"]
    look: Any = ours.attachments[0].look
    assert max(abs(a - b) for a, b in zip(look.wave, peaks, strict=True)) <= 5
    theirs = stage.server._world.post.box(stage.irina).letters
    file = stage.server._world.files.get(next(one.file for one in theirs.values() if one.file))
    assert file is not None
    (attribute,) = [types.DocumentAttributeAudio.from_reader(_read(raw)) for raw in file.extra]
    assert (attribute.voice, attribute.waveform) == (True, packed_wave(peaks))


def _read(raw: bytes) -> Any:
    from telethon.extensions import BinaryReader

    reader = BinaryReader(raw)
    reader.read_int(signed=False)
    return reader
