"""Marked words: laid out as they look, links asked about and only safe ones opened, spoilers
covered until they are clicked."""

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtWidgets import QWidget

from core.domain.marks import Mark
from desktop.ui import link_dialog
from desktop.ui.bubble import Follow
from tests.desktop.sample_backend import MINUTE, TG, WA
from tests.desktop.ui.conftest import until

TEXT = "😀 жирный сюда секрет"
MARKS = (
    Mark("bold", 2, 8),
    Mark("link", 9, 13, "https://evil.example/<b>x</b>"),
    Mark("spoiler", 14, 20),
)


@pytest.fixture
async def talk(desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    make = desk.backend._message
    desk.backend.kept[3] = [
        make(33, 4 * MINUTE, TEXT, thread=3, channel=TG, marks=MARKS),
        make(34, 3 * MINUTE, "см. https://a.example/x", thread=3, channel=WA),
        make(35, 2 * MINUTE, "<b>не жирный</b>", thread=3, channel=TG),
    ]
    desk.opened = []
    monkeypatch.setattr(link_dialog, "open_url", desk.opened.append)
    await desk.window.open_thread(3)
    await until(lambda: desk.window.messages.row_of(35) >= 0)
    return desk


def bubble(desk: SimpleNamespace, id_: int) -> Any:
    view = desk.window.conversation.view
    return view.itemDelegate().bubble(desk.window.messages.index(desk.window.messages.row_of(id_)))


def shown(desk: SimpleNamespace, name: str) -> Any:
    found = [one for one in desk.window.findChildren(QWidget, name) if one.isVisible()]
    return found[-1] if found else None


async def test_letters_look_as_marked_and_tags_are_plain(talk: SimpleNamespace) -> None:
    made = bubble(talk, 33)
    assert [(f.start, f.length) for f in made.text.formats()] == [(3, 6), (10, 4)]
    plain = bubble(talk, 35)
    assert (plain.text.text(), plain.text.formats()) == ("<b>не жирный</b>", [])
    talk.window.conversation.view.grab()


async def test_a_link_says_its_host_before_it_opens(talk: SimpleNamespace) -> None:
    made, actions = bubble(talk, 33), talk.window.conversation.view.actions_
    box, link = made.links[0]
    assert made.part_at(box.center()) == link == Follow("https://evil.example/<b>x</b>", "сюда")
    actions.do(made.row, link)
    dialog = shown(talk, "linkDialog")
    assert "evil.example" in dialog.text.text()
    assert talk.opened == []
    dialog.submit.click()
    assert talk.opened == ["https://evil.example/<b>x</b>"]
    actions.do(made.row, Follow("javascript:alert(1)", "сюда"))
    assert shown(talk, "linkDialog") is None
    assert talk.window.toast.isVisible()


async def test_addresses_on_whatsapp_are_links_too(talk: SimpleNamespace) -> None:
    ((_, link),) = bubble(talk, 34).links
    assert link.url == "https://a.example/x"


async def test_what_is_covered_shows_when_it_is_clicked(talk: SimpleNamespace) -> None:
    made, view = bubble(talk, 33), talk.window.conversation.view
    assert made.part_at(made.hidden[0].center()) == "reveal"
    view.actions_.do(made.row, "reveal")
    assert made.hidden == []
    assert made.row.id in view.itemDelegate().lights.revealed
    view.itemDelegate().forget()
    assert bubble(talk, 33).hidden == []


async def test_what_is_changed_keeps_its_looks(talk: SimpleNamespace) -> None:
    row = structs.replace(bubble(talk, 33).row, direction="out", text="Сто рублей",
                          marks=(Mark("bold", 0, 3),))  # fmt: skip
    talk.window.conversation.composer.edit(row)
    assert talk.window.conversation.composer.draft.toPlainText() == "**Сто** рублей"
