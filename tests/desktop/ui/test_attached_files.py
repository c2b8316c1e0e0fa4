"""What stands in a bubble for a file: a picture, or a name and why there is no picture."""

from types import SimpleNamespace

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.problems import Problem
from core.domain.views import AttachmentRow
from desktop.ui.bubble import picture
from desktop.ui.bubble_layout import place
from desktop.ui.fact_card import source_line
from desktop.ui.words import file_name


@pytest.mark.parametrize(
    ("kind", "path", "problem", "shown"),
    [
        ("image", "/a.jpg", "", True),
        ("image", "", "", False),
        ("image", "/a.heic", Problem("image-format").encode(), False),
        ("document", "/a.jpg", "", False),
    ],
)
def test_only_a_picture_that_can_be_shown_is_drawn_as_one(kind, path, problem, shown) -> None:
    row = AttachmentRow(index=0, kind=kind, name="a", path=path, problem=problem)
    assert picture(row) is shown


def test_a_name_that_turns_round_shows_its_own_ending() -> None:
    row = AttachmentRow(index=0, kind="document", name="счёт\u202efdp.exe\u202c")
    assert file_name(row) == "счётfdp.exe"


async def test_every_page_that_was_read_can_be_seen(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    fact = next(r for r in window.facts.rows if r.fact.kind == "inn").fact
    viewer = await window.windows.show_page(fact.message, fact.attachment or 0, 1, "кп.pdf", None)
    first = viewer.view.toPlainText()
    assert "7707083893" in first
    assert (viewer.before.isEnabled(), viewer.after.isEnabled()) == (False, True)
    QTest.mouseClick(viewer.after, Qt.MouseButton.LeftButton)
    assert viewer.text.text() == "с. 2 из 2"
    assert viewer.view.toPlainText() == "На этой странице нет текста."
    assert (viewer.before.isEnabled(), viewer.after.isEnabled()) == (True, False)
    QTest.mouseClick(viewer.before, Qt.MouseButton.LeftButton)
    assert viewer.view.toPlainText() == first
    viewer.close()


async def test_the_pages_of_a_fact_open_at_its_own_with_its_words_lit(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    await window.open_thread(1)
    row = next(r for r in window.facts.rows if r.fact.kind == "inn")
    span = (row.fact.start, row.fact.end)
    viewer = await window.windows.show_page(row.message, 0, row.fact.page, "кп.pdf", span)
    (lit,) = viewer.view.extraSelections()
    assert lit.cursor.selectedText() == row.fact.quote
    QTest.mouseClick(viewer.after, Qt.MouseButton.LeftButton)
    assert viewer.view.extraSelections() == []
    viewer.close()


async def test_a_voice_that_cannot_be_read_says_what_to_do(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    row = next(r for r in window.messages.rows for a in r.attachments if a.kind == "voice")
    problem = Problem("speech-no-model").encode()
    silent = structs.replace(row.attachments[0], problem=problem)
    told = structs.replace(row, attachments=(silent,))
    plain, said = (
        place(desk.shell, r, 600, divider="", unread=False, joined=False) for r in (row, told)
    )
    assert said.height > plain.height
    (offer,) = said.offers
    assert said.part_at(offer.center()) == "models"
    assert not plain.offers
    window.conversation.view.actions_.do(told, "models")
    assert window.windows.models().isVisible()
    window.windows.models().close()
    menu = window.conversation.view.menu_for(told)
    assert "Скачать модель речи…" in [action.text() for action in menu.actions()]
    menu.close()


async def test_a_fact_that_was_said_leads_to_its_second(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    row = structs.replace(window.facts.rows[0], second=67)
    assert "1:07" in source_line(desk.shell, row)
