"""Every kind that Telegram delivers is shown and said; albums, pages, what is pinned."""

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF
from PySide6.QtGui import QDesktopServices

from core.domain.around import Around, Page
from desktop.ui.bubble import Open
from desktop.ui.bubble_frames import Album, framed
from desktop.ui.bubble_layout import SIDE, place
from desktop.ui.message_words import spoken
from desktop.viewmodels.places import place_in, places_of
from tests.desktop.sample_backend import NOW
from tests.desktop.sample_telegram import telegram_kinds
from tests.desktop.ui.conftest import until


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_every_kind_has_words_and_fits(lang: str, desk: SimpleNamespace) -> None:
    rows = await telegram_kinds(NOW)
    desk.shell.i18n.choose(lang)
    other = desk.shell.tr("note-other")
    for i, row in enumerate(rows):
        said = spoken(desk.shell, row, "Ирина")
        assert other not in said, row.note
        where = place_in(rows, i, None)
        album = Album(where.above, where.below)
        made = place(desk.shell, row, 420, divider="", unread=False, joined=False, album=album)
        assert made.box.left() >= SIDE - 1
        assert made.box.right() <= 420 - SIDE + 1
        for box in [
            *(box for box, _ in made.heads),
            *(box for box, _ in made.files),
            *([made.note[0]] if made.note else []),
            *([made.page.box] if made.page else []),
        ]:
            assert box.right() <= made.box.right() + 1, (row.note, row.text)


async def test_an_album_is_one_mosaic(desk: SimpleNamespace) -> None:
    rows = await telegram_kinds(NOW)
    places = places_of(rows, None)
    assert [len(one.tiles) for one in places[3:6]] == [3, 0, 0]
    assert [one.lead for one in places[3:6]] == [0, -1, -2]
    made = place(desk.shell, rows[3], 600, divider="", unread=False, joined=True,
                 tiles=places[3].tiles)  # fmt: skip
    assert [tile.row.id for tile in made.tiles] == [row.id for row in rows[3:6]]
    assert made.text_at.y() > max(tile.box.bottom() for tile in made.tiles)
    assert not made.meta.isEmpty()
    # what is new begins a mosaic of its own
    assert [one.lead for one in places_of(rows, rows[4].id)[3:6]] == [0, 0, -1]


async def test_other_files_of_an_album_stand_below_one_another(desk: SimpleNamespace) -> None:
    rows = [
        replace(row, attachments=(replace(row.attachments[0], kind="document", look=None),))
        for row in (await telegram_kinds(NOW))[3:6]
    ]
    inside = [(one.above, one.below) for one in places_of(rows, None)]
    assert inside == [(False, True), (True, True), (True, False)]
    first, second, last = (
        place(desk.shell, row, 600, divider="", unread=False, joined=True, album=Album(*album))
        for row, album in zip(rows, inside, strict=True)
    )
    assert {made.box.left() for made in (first, second, last)} == {SIDE}
    # the caption is over the files, the time under the last
    assert first.text_at.y() < first.files[0][0].top()
    assert (first.meta.isEmpty(), last.meta.isEmpty()) == (True, False)
    assert second.box.top() == 0
    # nothing is left between one and the next
    assert round(first.height + 0.5) <= first.box.bottom() + 1


async def test_a_page_opens_in_the_browser_and_nothing_else_does(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    rows = await telegram_kinds(NOW)
    linked = next(row for row in rows if row.around and row.around.page)
    made = place(desk.shell, linked, 600, divider="", unread=False, joined=False)
    assert made.page is not None
    what = made.part_at(QPointF(made.page.box.center()))
    assert what == Open("https://example.org/panel-600")
    actions: Any = desk.window.conversation.view.actions_
    actions.do(linked, what)
    actions.do(linked, Open("file:///etc/passwd"))
    assert opened == ["https://example.org/panel-600"]


async def test_small_pictures_stand_in_for_files_that_are_not_here(desk: SimpleNamespace) -> None:
    rows = await telegram_kinds(NOW)
    files = [item for row in rows for item in row.attachments]
    assert [framed(item) for item in files if item.kind == "video"] == [True] * 3
    assert all(framed(item) for item in files if item.kind == "image")
    assert not any(framed(item) for item in files if item.kind in ("voice", "document"))
    voice = next(item for item in files if item.kind == "voice")
    assert voice.look is not None
    assert max(voice.look.wave) > 200


async def test_what_is_pinned_stands_over_the_messages(desk: SimpleNamespace) -> None:
    window, bar = desk.window, desk.window.conversation.pinned_bar
    rows = await telegram_kinds(NOW)
    desk.backend.kept[7] = rows
    await window.open_thread(7)
    await until(lambda: not bar.isHidden())
    assert "Мира, 1" in bar.accessibleName()
    bar.click()
    await until(lambda: window.conversation.view.spot is not None)
    assert window.conversation.view.spot.message == rows[1].id
    desk.backend.kept[7] = [replace(row, pinned=False) for row in rows]
    desk.backend.touch(7)
    await until(bar.isHidden)
    # of several each is gone to in turn, from the newest
    desk.backend.kept[7] = [replace(row, pinned=row.id in (rows[1].id, rows[6].id)) for row in rows]
    desk.backend.touch(7)
    await until(lambda: not bar.isHidden())
    assert "2" in bar._head()
    bar.click()
    assert "Мира, 1" in bar.accessibleName()


async def test_a_quote_is_shown_in_place_of_the_whole(desk: SimpleNamespace) -> None:
    rows = await telegram_kinds(NOW)
    quoting = next(row for row in rows if row.around and row.around.quote)
    said = spoken(desk.shell, quoting, "Ирина")
    assert "вход со двора" in said
    assert "Адрес объекта" not in said
    page = Page(url="https://ex.ru/" + "x" * 500)
    long = replace(quoting, around=Around(page=page))
    made = place(desk.shell, long, 420, divider="", unread=False, joined=False)
    assert made.box.right() <= 420 - SIDE + 1
