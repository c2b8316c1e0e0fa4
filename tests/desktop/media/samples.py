"""Sounds and documents as clients send them: OGG with Opus, PDF."""

from pathlib import Path

import numpy as np
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


def speech(path: Path, seconds: float) -> Path:
    """As loud and quiet by turns as somebody who speaks."""
    at = np.arange(int(seconds * RATE)) / RATE
    noise = np.random.default_rng(7)
    syllables = np.repeat(noise.gamma(1.6, 0.4, int(seconds * 5) + 1), RATE // 5)[: len(at)]
    pauses = np.repeat(noise.random(int(seconds) + 1) > 0.2, RATE)[: len(at)]
    sound = np.clip(syllables * pauses, 0, 1) * np.sin(2 * np.pi * 160 * at) * 0.6
    soundfile.write(path, sound.astype(np.float32), RATE, format="OGG", subtype="OPUS")
    return path


def document(path: Path) -> Path:
    """Two pages in Russian; the same sum stands on the first one twice."""
    lines = "Техническое задание|Бюджет 450 000 рублей|Срок 5 декабря|Итого 450 000 рублей"
    return requirements(path, lines.replace("|", "\n"), leading=60)


def requirements(path: Path, text: str, leading: int = 26) -> Path:
    """A page of text, and one more."""
    pdfmetrics.registerFont(TTFont("Page", FONT))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Page", 14 if leading > 30 else 10)
    for line, words in enumerate(text.split("\n")):
        canvas.drawString(72, 760 - leading * line, words)
    canvas.showPage()
    canvas.setFont("Page", 14)
    canvas.drawString(72, 760, "Вторая страница")
    canvas.showPage()
    canvas.save()
    return path
