"""Voice messages: decoding, words, and the process that hears, with real files."""

import io
import struct
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from core.domain.events import Part
from core.domain.problems import ProblemError
from models.installed import installed
from models.speech.listener import SpeechListener
from models.speech.words import kept

needs_engine = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("pywhispercpp", "soundfile")),
    reason="Threadline without speech",
)


def ogg(seconds: float, *, rate: int = 48_000, hertz: float = 440, channels: int = 1) -> bytes:
    import soundfile

    at = np.arange(int(seconds * rate)) / rate
    wave = (0.5 * np.sin(2 * np.pi * hertz * at)).astype("float32")
    out = io.BytesIO()
    soundfile.write(out, np.stack([wave] * channels, axis=1), rate, format="OGG", subtype="OPUS")
    return out.getvalue()


def whisper_file(words: int = 51_865) -> bytes:
    """whisper.cpp's format with a tiny model's head, filters and words, and no weights: its
    loader takes such a file for a model of zeros."""
    head = struct.pack("<I11i", 0x67676D6C, words, 1500, 384, 6, 4, 448, 384, 6, 4, 80, 1)
    filters = struct.pack("<2i", 80, 201) + np.zeros(80 * 201, dtype="<f4").tobytes()
    said = [b" ", b" -", b" '", *(b" word%d" % n for n in range(50_254))]
    vocabulary = struct.pack("<i", len(said))
    return head + filters + vocabulary + b"".join(struct.pack("<I", len(w)) + w for w in said)


@needs_engine
@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (48_000, 2), (24_000, 1), (16_000, 1)])
def test_opus_is_decoded_to_what_the_model_hears(tmp_path: Path, rate: int, channels: int) -> None:
    from models.speech.decode import decode

    file = tmp_path / "a.ogg"
    file.write_bytes(ogg(2.0, rate=rate, channels=channels))
    heard = decode(file)
    assert heard.dtype == np.float32
    assert len(heard) == pytest.approx(32_000, abs=200)
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum.argmax() * 16_000 / len(heard) == pytest.approx(440, abs=2)


@needs_engine
def test_what_is_too_high_to_be_kept_does_not_come_back_as_something_else(tmp_path: Path) -> None:
    from models.speech.decode import decode

    file = tmp_path / "a.ogg"
    file.write_bytes(ogg(1.0, hertz=12_000))
    assert np.abs(decode(file)[1000:-1000]).max() < 0.02


@needs_engine
@pytest.mark.parametrize("data", [b"", b"OggS", b"MZ" + b"\0" * 500, b"%PDF-1.4"])
def test_a_file_that_is_no_sound_is_a_problem(tmp_path: Path, data: bytes) -> None:
    from models.speech.decode import decode

    file = tmp_path / "a.ogg"
    file.write_bytes(data)
    with pytest.raises(ProblemError, match="speech-broken"):
        decode(file)


def test_only_words_are_kept() -> None:
    said = [Part(0, " Добрый  день. "), Part(1, "[BLANK_AUDIO]"), Part(2, " (music)"), Part(3, "…"),
            Part(4, "бюджет \ufffd5")]  # fmt: skip
    assert kept(said) == (Part(0, "Добрый день."), Part(4, "бюджет 5"))


@needs_engine
async def test_the_process_loads_a_model_and_answers(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    listener = SpeechListener(models)
    missing = listener.missing()
    assert missing is not None
    assert missing.code == "speech-no-model"
    (models / "tiny.bin").write_bytes(whisper_file())
    (model,) = installed(models)
    assert (model.problem, model.about.kind if model.about else "") == (None, "speech")
    assert listener.missing() is None
    voice = tmp_path / "a.ogg"
    voice.write_bytes(ogg(1.5))
    heard = await listener.hear(voice)
    assert heard.problem is None
    assert all(0 <= part.at <= 1500 for part in heard.parts)
    voice.write_bytes(b"no sound")
    heard = await listener.hear(voice)
    assert heard.problem is not None
    assert heard.problem.code == "speech-broken"


async def test_a_model_of_english_alone_gives_way_to_one_of_many_tongues(tmp_path: Path) -> None:
    (tmp_path / "english.bin").write_bytes(whisper_file(51_864) + bytes(9_000))
    listener = SpeechListener(tmp_path)
    (found,) = installed(tmp_path)
    assert found.about is not None
    assert (found.about.english, found.about.name) == (True, "whisper tiny.en")
    assert listener.model() == tmp_path / "english.bin", "better than none"
    (tmp_path / "many.bin").write_bytes(whisper_file())
    assert listener.model() == tmp_path / "many.bin"


def test_what_follows_a_pause_begins_where_it_is_heard() -> None:
    from models.speech.decode import RATE, sounding

    at = np.arange(2 * RATE) / RATE
    speech = (0.3 * np.sin(2 * np.pi * 300 * at)).astype("float32")
    quiet = (0.001 * np.sin(2 * np.pi * 50 * at)).astype("float32")
    sound = np.concatenate([quiet, speech, quiet, quiet])
    assert sounding(sound, 0, 4000) == pytest.approx(2000, abs=20)
    assert sounding(sound, 2500, 4000) == 2500
    assert sounding(sound, 4500, 7000) == 4500, "nothing is heard: it stays where it was"
    assert sounding(sound, 7990, 9000) == 7990
    assert sounding(sound[:100], 0, 10) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_a_process_that_is_killed_gets_a_second_try(tmp_path: Path) -> None:
    (tmp_path / "tiny.bin").write_bytes(whisper_file())
    program = (
        "import os, pathlib, signal, sys\n"
        "mark = pathlib.Path(sys.argv[2])\n"
        "if not mark.exists():\n"
        "    mark.touch()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        'print(\'{"parts": [{"at": 0, "text": "heard"}]}\')'
    )
    listener = SpeechListener(tmp_path, command=(sys.executable, "-c", program))
    heard = await listener.hear(tmp_path / "mark")
    assert [part.text for part in heard.parts] == ["heard"]


async def test_the_process_does_not_spin_while_its_threads_wait(tmp_path: Path) -> None:
    """Beside a busy model that would take ten times the processor."""
    (tmp_path / "tiny.bin").write_bytes(whisper_file())
    said = (
        "import json, os; print(json.dumps({'parts': [{'at': 0, 'text':"
        " os.environ['OMP_WAIT_POLICY']}]}))"
    )
    heard = await SpeechListener(tmp_path, command=(sys.executable, "-c", said)).hear(tmp_path)
    assert [part.text for part in heard.parts] == ["passive"]


@needs_engine
async def test_a_damaged_model_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "cut.bin").write_bytes(whisper_file()[:5_000])
    voice = tmp_path / "a.ogg"
    voice.write_bytes(ogg(0.5))
    heard = await SpeechListener(tmp_path).hear(voice)
    assert heard.problem is not None
    assert heard.problem.code == "speech-failed"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "speech-failed"),
        ("print('not an answer')", "speech-failed"),
        ("import time; time.sleep(60)", "speech-too-slow"),
    ],
)
async def test_a_process_that_goes_wrong_holds_nothing_up(
    tmp_path: Path, program: str, code: str
) -> None:
    (tmp_path / "tiny.bin").write_bytes(whisper_file())
    listener = SpeechListener(tmp_path, command=(sys.executable, "-c", program), seconds=1.5)
    heard = await listener.hear(tmp_path / "a.ogg")
    assert heard.problem is not None
    assert heard.problem.code == code
