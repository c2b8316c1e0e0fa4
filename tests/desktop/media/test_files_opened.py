"""Files that clients send are opened by a process of their own; a damaged one ends that alone."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.problems import ProblemError
from desktop.media.opener import Opener
from desktop.media.pages import lines, locate
from desktop.media.stretch import Stretch
from desktop.media.words import PEAKS, PageAsk

RATE = 48_000


async def test_a_voice_message_has_its_own_waveform(voice: Path) -> None:
    head, samples = await Opener().sound(voice)
    assert head.rate == RATE
    assert abs(head.frames / head.rate - 2.0) < 0.05
    assert len(samples) == 2 * head.frames
    quiet, loud = head.peaks[10 : PEAKS // 2 - 4], head.peaks[PEAKS // 2 + 4 : -10]
    assert max(quiet) * 3 < min(loud)
    assert (await Opener().peaks(voice)).peaks == head.peaks


@pytest.mark.parametrize("data", [b"", b"OggS" + bytes(200), b"<html>", bytes(5000)])
async def test_a_broken_sound_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.ogg").write_bytes(data)
    with pytest.raises(ProblemError) as error:
        await Opener().sound(tmp_path / "a.ogg")
    assert error.value.problem.code == "sound-broken"


async def test_a_page_is_drawn_with_its_words_lit(pdf: Path) -> None:
    whole = "Техническое задание Бюджет 450 000 рублей Срок 5 декабря Итого 450 000 рублей"
    for quote, place, share in (
        ("450 000\nрублей", whole.index("450") / len(whole), (842 - 700) / 842),
        ("450 000 рублей", whole.rindex("450") / len(whole), (842 - 580) / 842),
    ):
        head, pixels = await Opener().page(pdf, PageAsk(1, 800, quote, place))
        assert head.pages == 2
        assert abs(head.width - 800) <= 1
        assert len(pixels) >= head.stride * head.height
        (box,) = head.lit
        assert box[1] < share < box[3] + 0.01
        assert box[3] - box[1] < 0.03
        assert 0.1 < box[0] < box[2] < 0.9
    head, _ = await Opener().page(pdf, PageAsk(2, 400, "450 000 рублей"))
    assert head.lit == ()


@pytest.mark.parametrize("damage", ["nothing", "cut", "noise"])
async def test_a_broken_document_is_said(pdf: Path, damage: str) -> None:
    data = pdf.read_bytes()
    pdf.write_bytes(
        {"nothing": b"", "cut": data[:60], "noise": b"%PDF-1.7\n" + bytes(3000)}[damage]
    )
    with pytest.raises(ProblemError) as error:
        await Opener().page(pdf, PageAsk(1, 400))
    assert error.value.problem.code == "document-broken"


async def test_a_process_that_dies_takes_nothing_along(pdf: Path) -> None:
    import sys

    dying = Opener((sys.executable, "-c", "import os; os.abort()"))
    with pytest.raises(ProblemError) as error:
        await dying.page(pdf, PageAsk(1, 400))
    assert error.value.problem.code == "document-broken"
    with pytest.raises(ProblemError):
        await dying.sound(pdf)


@settings(max_examples=60, deadline=None)
@given(st.text("ab 1\n", max_size=60), st.integers(0, 40), st.integers(1, 12))
def test_a_quote_is_found_however_it_is_broken(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    found = locate(text, "  ".join(quote.split()), start / max(1, len(text)))
    flat = "".join(quote.split())
    if not flat:
        assert found is None
    else:
        assert found is not None
        assert "".join(text[slice(*found)].split()) == flat


def test_letters_become_a_box_a_line() -> None:
    assert lines([(0, 0, 5, 10), (6, 2, 9, 9), (0, 20, 4, 30)]) == [(0, 0, 9, 10), (0, 20, 4, 30)]


@pytest.mark.parametrize("speed", [1.0, 1.5, 2.0])
def test_speech_is_faster_at_its_own_pitch(speed: float) -> None:
    at = np.arange(3 * RATE) / RATE
    sound = np.sin(2 * np.pi * 200 * at).astype(np.float32)
    read = Stretch(sound, RATE, speed=speed)
    made = np.concatenate([read.read(960) for _ in range(400)])
    assert read.over
    assert abs(len(made) / RATE - 3 / speed) < 0.1
    middle = made[RATE // 4 : RATE // 4 + 2**15]
    strongest = int(np.argmax(np.abs(np.fft.rfft(middle * np.hanning(len(middle))))))
    assert abs(strongest * RATE / len(middle) - 200) < 4
    assert np.max(np.abs(np.diff(middle))) < 0.08, "no clicks where pieces meet"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3000), st.sampled_from([1.0, 1.5, 2.0])), max_size=30))
def test_reading_ends_whatever_is_asked(asked: list[tuple[int, float]]) -> None:
    read = Stretch(np.linspace(-1, 1, 20_000, dtype=np.float32), 16_000, at=300)
    for count, speed in asked:
        before, read.speed = read.at, speed
        assert len(read.read(count)) <= count
        assert before <= read.at <= 20_000
    while not read.over:
        read.read(4096)
