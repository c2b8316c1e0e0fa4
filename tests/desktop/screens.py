"""``python -m tests.desktop.screens [FOLDER]``: every state in both languages and themes."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from core.domain.problems import Problem
from desktop.shell.context import Shell
from desktop.ui.gallery import contact_sheet, render_states
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.feed import Feed
from tests.desktop.media.samples import requirements, speech
from tests.desktop.sample_backend import NOW, PAGE_EN, PAGE_RU, SampleBackend
from tests.desktop.sample_business import filled
from tests.desktop.sample_groups import THREAD, draw, group
from tests.desktop.sample_kinds import kinds
from tests.desktop.sample_telegram import telegram_kinds

_FOLDERS = {
    "ru": (
        ("Работа", "💼", (1, 3, 5)),
        ("Оптовики и дилеры Урала", "🐱", (6, 7)),
        ("Тихие", "", ()),
    ),
    "en": (("Work", "💼", (1, 3, 5)), ("Wholesale and dealers", "🐱", (6, 7)), ("Quiet", "", ())),
}
README_PICTURE = Path(__file__).parents[2] / "resources" / "screenshots" / "desk.png"


def draw_picture(path: Path) -> None:
    """A picture such as a client sends of the object: a hall with panels in the ceiling."""
    pixmap = QPixmap(800, 520)
    painter = QPainter(pixmap)
    sky = QLinearGradient(0, 0, 0, 520)
    sky.setColorAt(0, QColor("#9DB4C7"))
    sky.setColorAt(1, QColor("#E8EDF0"))
    painter.fillRect(pixmap.rect(), sky)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#B9A68C"))
    painter.drawPolygon(QPolygonF([QPointF(0, 520), QPointF(260, 320), QPointF(540, 320),
                                   QPointF(800, 520)]))  # fmt: skip
    for i in range(6):
        wide, y = 260 - i * 36, 20 + i * 44
        painter.setBrush(QColor("#FDFBF2"))
        for side in (-1, 1):
            painter.drawRoundedRect(400 + side * wide - 40, y, 80 - i * 9, 20 - i * 2, 4, 4)
    painter.setBrush(QColor("#7C8C99"))
    painter.drawRect(0, 120, 90, 400)
    painter.drawRect(710, 120, 90, 400)
    painter.end()
    pixmap.save(str(path))


def telegram_account(backend: SampleBackend, lang: str) -> None:
    """Folders, Telegram Business and a connected bot of the account."""
    for title, emoji, threads in _FOLDERS[lang]:
        backend.chats.add(title, *threads, emoji=emoji)
    backend.business.kept["1001"] = filled(lang)
    backend.bots.connected(lang)


async def main(out: Path) -> None:
    """Write the pictures and the sheets."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    draw_picture(out / "object.png")
    speech(out / "voice.ogg", 14.0)
    only = sys.argv[2:] or ["ru-light", "ru-dark", "en-light", "en-dark"]
    everything: list[Path] = []
    for pair in only:
        lang, theme = pair.split("-")
        feed = Feed()
        backend = SampleBackend(feed, lang)
        backend.picture = str(out / "object.png")
        backend.voice, backend.pdf = str(out / "voice.ogg"), str(out / f"{lang}.pdf")
        requirements(Path(backend.pdf), PAGE_RU if lang == "ru" else PAGE_EN)
        backend.kept[1] = backend._deal()
        backend.hold_ms = 5000
        backend.kept[9], _, said = await kinds(NOW)
        backend.kept[10] = await telegram_kinds(NOW, backend.picture, backend.voice)
        row, peer, rows = group(lang, NOW, [str(path) for path in draw(out)])
        backend.rows[THREAD], backend.groups[THREAD], backend.kept[THREAD] = row, peer, rows
        backend.notices.state = replace(backend.notices.state, notices=tuple(said))
        telegram_account(backend, lang)
        shell = Shell(app, lang, theme, now=lambda: NOW)

        def trouble(backend: SampleBackend = backend) -> None:
            backend.states[0] = HealthRow(
                id="telegram", state="failed", problem=Problem("telegram-unreachable")
            )
            backend.states[3] = HealthRow(id="crm", state="waiting", problem=Problem("crm-down"))

        pictures = await render_states(out, shell, backend, feed, trouble)
        contact_sheet(pictures, out / f"sheet-{pair}.png")
        everything += pictures
    contact_sheet(everything, out / "contact-sheet.png", columns=8, width=340)
    if (desk := out / "en-light-04-fact-source.png") in everything:
        README_PICTURE.parent.mkdir(exist_ok=True)
        shutil.copyfile(desk, README_PICTURE)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/screens")))
