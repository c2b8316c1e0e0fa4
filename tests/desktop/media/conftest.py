"""Sounds and documents as clients send them: OGG with Opus, PDF."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

RATE = 48_000
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def tone(path: Path, seconds: float = 2.0, pitch: float = 220.0) -> Path:
    """A voice-like tone: quiet in its first half, loud in its second."""
    at = np.arange(int(seconds * RATE)) / RATE
    loud = np.where(at < seconds / 2, 0.05, 0.6)
    sound = loud * (np.sin(2 * np.pi * pitch * at) + 0.4 * np.sin(4 * np.pi * pitch * at)) / 1.4
    soundfile.write(path, sound.astype(np.float32), RATE, format="OGG", subtype="OPUS")
    return path


def document(path: Path) -> Path:
    """Two pages in Russian; the same sum stands on the first one twice."""
    pdfmetrics.registerFont(TTFont("Page", FONT))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Page", 14)
    for line, text in enumerate(
        ("Техническое задание", "Бюджет 450 000 рублей", "Срок 5 декабря", "Итого 450 000 рублей")
    ):
        canvas.drawString(72, 760 - 60 * line, text)
    canvas.showPage()
    canvas.setFont("Page", 14)
    canvas.drawString(72, 760, "Вторая страница")
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """Two seconds."""
    return tone(tmp_path / "voice.ogg")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages."""
    return document(tmp_path / "page.pdf")
