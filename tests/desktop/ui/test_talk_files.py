"""Pictures, documents and voice messages are opened in the window."""

import asyncio
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from core.domain.problems import Problem, ProblemError
from desktop.media.output import Speaker
from desktop.ui.page_viewer import PageViewer
from tests.desktop.media.samples import document, tone
from tests.desktop.sample_backend import PAGE_RU
from tests.desktop.ui.conftest import until

LEFT = Qt.MouseButton.LeftButton


def drawn(path: Path, colour: str, wide: int = 900, tall: int = 600) -> str:
    image = QImage(wide, tall, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    image.save(str(path))
    return str(path)


@pytest.fixture
async def talk(desk: SimpleNamespace, tmp_path: Path) -> SimpleNamespace:
    """The desk with files that are really there, its deal open and a device nobody hears."""
    backend = desk.backend
    backend.picture = drawn(tmp_path / "object.png", "#336699")
    backend.voice = str(tone(tmp_path / "voice.ogg", 14.0))
    backend.pdf = str(document(tmp_path / "tz.pdf"))
    backend.kept[1] = backend._deal()
    desk.window.conversation.sounds.player._speaker = partial(Speaker, unheard=True)
    await desk.window.open_thread(1)
    return desk


def at_file(window: SimpleNamespace, message: int, box: QRectF | None = None) -> QPoint:
    view = window.conversation.view
    index = window.messages.index(window.messages.row_of(message))
    view.scrollTo(index)
    made = view.itemDelegate().bubble(index)
    box = box or made.files[0][0]
    return view.visualRect(index).topLeft() + box.center().toPoint()


def parts(window: SimpleNamespace) -> SimpleNamespace:
    view = window.conversation.view
    index = window.messages.index(window.messages.row_of(19))
    view.scrollTo(index)
    made = view.itemDelegate().bubble(index)
    return SimpleNamespace(made=made, **made.voices[0]._asdict())


def click(window: SimpleNamespace, at: QPoint) -> None:
    QTest.mouseClick(window.conversation.view.viewport(), LEFT, pos=at)


# Pictures.


async def test_a_picture_is_looked_at_closer_and_put_away(talk: SimpleNamespace) -> None:
    window, viewer = talk.window, talk.window.viewer
    window.conversation.view.setFocus()
    click(window, at_file(window, 18))
    await until(lambda: viewer.isVisible() and not viewer.canvas.empty)
    canvas = viewer.canvas
    assert canvas.fitted
    assert viewer.title.text().startswith("Ирина Ковалёва")
    whole = canvas.box()
    assert QRectF(canvas.rect()).contains(whole)
    QTest.keyClick(viewer, Qt.Key.Key_Plus)
    QTest.keyClick(viewer, Qt.Key.Key_Plus)
    assert canvas.box().width() > whole.width() * 1.5
    before = canvas.box().topLeft()
    for pos in ((400, 300), (380, 290)):
        if pos == (400, 300):
            QTest.mousePress(canvas, LEFT, pos=QPoint(*pos))
        else:
            canvas.move_by(-20, -10)
            QTest.mouseRelease(canvas, LEFT, pos=QPoint(400, 300))
    assert canvas.box().topLeft() == before + QPointF(-20, -10)
    for _ in range(40):
        canvas.move_by(500, 0)
    assert canvas.box().left() <= 0.5 or canvas.box().width() <= canvas.width(), "no gap beside it"
    QTest.keyClick(viewer, Qt.Key.Key_0)
    assert canvas.box() == whole
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert window.conversation.view.hasFocus()


async def test_the_pictures_of_the_thread_are_turned_and_saved(
    talk: SimpleNamespace, tmp_path: Path
) -> None:
    window, viewer = talk.window, talk.window.viewer
    row = talk.backend.kept[1][7]
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    for n, path in enumerate((drawn(tmp_path / "b.png", "#aa0000"), str(broken))):
        item = structs.replace(row.attachments[0], path=path, name=f"{n}.png")
        talk.backend.kept[1].append(
            structs.replace(row, id=900 + n, at=row.at + 1 + n, attachments=(item,))
        )
    await window.talk.look_at(row, row.attachments[0])
    await until(lambda: not viewer.canvas.empty)
    assert viewer.place.text() == "1 из 3"
    assert not viewer.buttons["previous"].isEnabled()
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    await until(lambda: not viewer.canvas.empty)
    assert viewer.place.text() == "2 из 3"
    QTest.mouseClick(viewer.buttons["next"], LEFT)
    await until(lambda: viewer.said.text().startswith("Изображение не открывается"))
    assert not viewer.canvas.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    await until(lambda: not viewer.canvas.empty)
    target = tmp_path / "copy.png"
    viewer.copy_to(viewer.row.file.path, str(target))
    await until(target.exists)
    await until(lambda: window.toast.text.text() == "Сохранено: copy.png.")
    assert target.read_bytes() == (tmp_path / "b.png").read_bytes()
    viewer.copy_to(viewer.row.file.path, str(tmp_path / "no" / "such" / "x.png"))
    await until(lambda: "Не удалось сохранить" in window.toast.text.text())
    viewer.leave()


# Documents.


async def page(talk: SimpleNamespace, span: tuple[int, int] | None = None) -> PageViewer:
    path = talk.backend.pdf
    viewer: PageViewer = await talk.window.windows.show_page(16, 0, 1, "ТЗ.pdf", span, path)
    return viewer


async def test_a_pdf_shows_its_pages(talk: SimpleNamespace) -> None:
    window = talk.window
    click(window, at_file(window, 16))
    await until(lambda: window.findChild(PageViewer) is not None)
    viewer = window.findChild(PageViewer)
    await until(lambda: viewer.stack.currentWidget() is viewer.pane, 10)
    assert viewer.text.text() == "с. 1 из 2"
    image = viewer.picture.grab().toImage()
    assert image.pixelColor(5, 5) == QColor("white")
    QTest.mouseClick(viewer.after, LEFT)
    await until(lambda: viewer.stack.currentWidget() is viewer.pane, 10)
    assert viewer.text.text() == "с. 2 из 2"
    QTest.mouseClick(viewer.other, LEFT)
    assert viewer.view.toPlainText() == "На этой странице нет текста."
    QTest.mouseClick(viewer.other, LEFT)
    assert viewer.stack.currentWidget() is viewer.pane
    viewer.close()


async def test_the_words_of_a_fact_are_lit_on_its_page(talk: SimpleNamespace) -> None:
    start = PAGE_RU.index("450 000 рублей")
    viewer = await page(talk, (start, start + len("450 000 рублей")))
    await until(lambda: viewer.stack.currentWidget() is viewer.pane, 10)
    assert len(viewer.picture.lit) == 1
    box = viewer.picture.boxes()[0]
    image = viewer.picture.grab().toImage()
    ratio = image.devicePixelRatio()
    corner = box.topLeft() + QPointF(4, 2)
    lit = image.pixelColor(round(corner.x() * ratio), round(corner.y() * ratio))
    assert lit.blue() < 200 < lit.red(), "yellow"
    viewer.show_text(on=True)
    (selected,) = viewer.view.extraSelections()
    assert selected.cursor.selectedText() == "450 000 рублей"
    viewer.close()


async def test_words_that_are_not_on_the_picture_are_lit_in_the_text(talk: SimpleNamespace) -> None:
    start = PAGE_RU.index("7707083893")
    viewer = await page(talk, (start, start + 10))
    await until(lambda: viewer.stack.currentWidget() is viewer.view, 10)
    assert viewer.view.extraSelections()[0].cursor.selectedText() == "7707083893"
    viewer.close()


async def test_a_broken_pdf_says_so_and_shows_what_was_read(
    talk: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "tz.pdf").write_bytes(b"%PDF-1.4 nothing")
    viewer = await page(talk)
    await until(lambda: viewer.stack.currentWidget() is viewer.view, 10)
    assert "Страницы не рисуются" in viewer.text.text()
    assert "7707083893" in viewer.view.toPlainText()
    viewer.close()


async def test_a_viewer_that_is_closed_while_it_draws_is_gone(talk: SimpleNamespace) -> None:
    viewer = await page(talk)
    viewer.close()
    await asyncio.sleep(0.6)


# Voice.


async def test_a_voice_message_is_played_paused_and_moved(talk: SimpleNamespace) -> None:
    window = talk.window
    player = window.conversation.sounds.player
    where = parts(window)
    click(window, at_file(window, 19, where.button))
    await until(lambda: player.state == "playing", 10)
    await until(lambda: player.heard > 0.01, 10)
    assert abs(player.seconds - 14) < 0.1
    where = parts(window)
    click(window, at_file(window, 19, where.button))
    await until(lambda: player.state == "paused")
    await asyncio.sleep(0.15)
    still = player.heard
    await asyncio.sleep(0.2)
    assert player.heard == still, "silent is silent"
    wave = where.wave
    click(window, at_file(window, 19, QRectF(wave.left() + wave.width() * 0.75, wave.top(), 2, 20)))
    await until(lambda: player.state == "playing" and player.heard > 0.74)
    assert player.heard < 0.85


async def test_it_goes_faster_and_ends_at_its_beginning(talk: SimpleNamespace) -> None:
    window = talk.window
    player = window.conversation.sounds.player
    row = window.messages.rows[window.messages.row_of(19)]
    window.conversation.sounds.seek(row, row.attachments[0], 0.93)
    await until(lambda: player.state == "playing", 10)
    for speed in (1.5, 2.0):
        click(window, at_file(window, 19, parts(window).speed))
        assert player.speed == speed
    await until(lambda: player.state == "paused")
    assert player.heard < 0.02
    click(window, at_file(window, 19, parts(window).speed))
    assert player.speed == 1.0


async def test_a_line_of_what_was_heard_leads_to_its_second(talk: SimpleNamespace) -> None:
    window = talk.window
    player = window.conversation.sounds.player
    made = parts(window).made
    assert [ms for _box, _item, ms in made.marks] == [0, 4200, 9800]
    lines = made.text.text().split("\u2028")
    assert lines[2] == "Драйвер внешний, провод не короче метра."
    click(window, at_file(window, 19, made.marks[2][0]))
    await until(lambda: player.state == "playing", 10)
    assert 9.7 / 14 < player.heard < 11 / 14


async def test_the_keyboard_plays_skips_and_one_plays_at_a_time(talk: SimpleNamespace) -> None:
    window, view = talk.window, talk.window.conversation.view
    player = window.conversation.sounds.player
    row = talk.backend.kept[1][8]
    talk.backend.kept[1].append(structs.replace(row, id=901, at=row.at + 1, text=""))
    talk.backend.touch(1)
    await until(lambda: window.messages.row_of(901) >= 0)
    view.setFocus()
    for message in (19, 901):
        view.setCurrentIndex(window.messages.index(window.messages.row_of(message)))
        QTest.keyClick(view, Qt.Key.Key_Space)
        await until(lambda m=message: player.state == "playing" and player.is_at(m, 0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    await until(lambda: player.heard > 5 / 14)
    QTest.keyClick(view, Qt.Key.Key_Left)
    await until(lambda: player.heard < 5 / 14)
    window.talk.play()
    await until(lambda: player.state == "paused")
    assert player.is_at(901, 0)


async def test_the_waveform_is_the_sounds_own(talk: SimpleNamespace, tmp_path: Path) -> None:
    waves = talk.window.conversation.sounds.waves
    named = tmp_path / ("ab" * 32 + ".ogg")
    named.write_bytes((tmp_path / "voice.ogg").read_bytes())
    waves.get(str(named))
    await until(lambda: waves.get(str(named)), 10)
    peaks = waves.get(str(named))
    assert max(peaks[10:50]) * 3 < min(peaks[70:110])
    kept = named.with_name(named.name + ".wave")
    await until(kept.exists)
    named.write_bytes(b"gone")
    waves._kept.clear()
    waves.get(str(named))
    await until(lambda: waves.get(str(named)) == peaks)


async def test_no_device_is_said_in_a_sentence(talk: SimpleNamespace) -> None:
    window = talk.window

    def none(_rate: int) -> Speaker:
        raise ProblemError(Problem("sound-no-device"))

    window.conversation.sounds.player._speaker = none
    click(window, at_file(window, 19, parts(window).button))
    await until(lambda: "Нет устройства для звука" in window.toast.text.text(), 10)
    assert window.conversation.sounds.player.state == "idle"


async def test_a_broken_voice_message_is_said(talk: SimpleNamespace, tmp_path: Path) -> None:
    window = talk.window
    (tmp_path / "voice.ogg").write_bytes(b"OggS nothing")
    click(window, at_file(window, 19, parts(window).button))
    await until(lambda: "Запись не открывается" in window.toast.text.text(), 10)


# A thread that cannot be read.


async def test_a_thread_that_does_not_open_says_why_and_opens_again(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    whole = backend.messages

    async def none(*_: object) -> list[object]:
        raise ProblemError(Problem("disk-full"))

    backend.messages = none
    await window.open_thread(1)
    talk = window.conversation
    assert talk.body.currentWidget() is talk.trouble
    assert talk.trouble.title.text() == "Переписка не открылась"
    backend.messages = whole
    QTest.mouseClick(talk.trouble.button, LEFT)
    await until(lambda: talk.body.currentWidget() is talk.view and window.messages.rows)


async def test_a_thread_that_takes_long_says_so(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(2)
    whole, go = backend.messages, asyncio.Event()

    async def slow(*asked: object) -> object:
        await go.wait()
        return await whole(*asked)

    backend.messages = slow
    opening = asyncio.ensure_future(window.open_thread(1))
    talk = window.conversation
    await until(lambda: talk.body.currentWidget() is talk.waiting)
    go.set()
    await opening
    assert talk.body.currentWidget() is talk.view


async def test_the_commands_of_sound_work_from_any_thread(talk: SimpleNamespace) -> None:
    window = talk.window
    player = window.conversation.sounds.player
    window.talk.play()
    await until(lambda: player.state == "playing", 10)
    window.talk.faster()
    assert player.speed == 1.5
    await window.open_thread(2)
    assert player.state == "playing", "it goes on while one reads elsewhere"
    window.talk.play()
    await until(lambda: player.state == "paused")
    window.talk.play()
    await until(lambda: player.state == "playing")
