"""Albums: pictures that were sent as one are one bubble, and each of them stays a message."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QMenu

from core.domain.views import AttachmentRow, MessageRow
from desktop.ui.album_tiles import status_of, tiles_of
from desktop.ui.bubble import Bubble
from desktop.ui.standing import Standing
from desktop.viewmodels.places import place_in, places_of
from desktop.viewmodels.rows import ROW
from tests.desktop import sample_groups as sample
from tests.desktop.sample_backend import NOW
from tests.desktop.ui.conftest import until

AT = NOW - 3_600_000


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory, shell: SimpleNamespace) -> list[str]:
    assert shell.shell  # pictures are drawn by an application
    return [str(path) for path in sample.draw(tmp_path_factory.mktemp("album"))]


async def opened(desk: SimpleNamespace, rows: list[MessageRow]) -> Any:
    """The view of the group, with those messages in it."""
    thread, peer, _ = sample.group("ru", NOW, [""] * 10)
    desk.backend.rows[sample.THREAD] = replace(thread, unread=0)
    desk.backend.groups[sample.THREAD] = peer
    desk.backend.kept[sample.THREAD] = rows
    await desk.window.open_thread(sample.THREAD)
    return desk.window.conversation.view


def made(view: Any, message: int) -> Bubble:
    """The layout of a message, or of the album that it is shown in."""
    model = view.model()
    bubble = view._delegate.bubble(model.index(model.shown_at(model.row_of(message))))
    assert isinstance(bubble, Bubble)
    return bubble


def talk(*albums: tuple[int, str, int]) -> list[MessageRow]:
    """Messages of albums one after another: (how many, caption, place of the caption)."""
    rows: list[MessageRow] = []
    for n, (count, caption, where) in enumerate(albums):
        some = sample.album(100 * n, AT + n, [""] * count)
        if caption and some:
            some[where % count] = replace(some[where % count], text=caption)
        rows += some
    return rows


@given(
    albums=st.lists(
        st.tuples(st.integers(1, 13), st.sampled_from(["", "words"]), st.integers(0, 12)),
        max_size=4,
    ),
    cut=st.integers(0, 60),
)
def test_places_are_the_same_one_by_one_and_whatever_page_came_first(
    albums: list[tuple[int, str, int]], cut: int
) -> None:
    rows = talk(*albums)
    places = places_of(rows, None)
    assert places == [place_in(rows, i, None) for i in range(len(rows))]
    shown = [i for i, place in enumerate(places) if not place.lead]
    # each message is shown once: by itself, or in the mosaic of one row
    told = [row.id for i in shown for row in (places[i].tiles or (rows[i],))]
    assert told == [row.id for row in rows]
    for i, place in enumerate(places):
        assert not places[i + place.lead].lead
        assert len(place.tiles) <= 10
        assert not place.tiles or sum(bool(row.text) for row in place.tiles) <= 1
        assert i in shown or not rows[i].text, "words are always shown"
    # a page that ends within an album makes two of it until the rest is there
    later = rows[cut:]
    assert {row.id for place in places_of(later, None) for row in place.tiles} <= set(told)


def test_two_captions_are_two_mosaics() -> None:
    rows = sample.album(0, AT, [""] * 5, "one")
    rows[3] = replace(rows[3], text="two")
    places = places_of(rows, None)
    assert [len(place.tiles) for place in places] == [3, 0, 0, 2, 0]
    assert [place.lead for place in places] == [0, -1, -2, 0, -1]


def test_what_is_no_picture_stands_alone() -> None:
    rows = sample.album(0, AT, [""] * 3)
    paper = AttachmentRow(index=0, kind="document", name="a.pdf")
    rows[1] = replace(rows[1], attachments=(paper,))
    assert not any(place.tiles for place in places_of(rows, None))
    noted = [replace(row, note="self_destructs") for row in sample.album(0, AT, [""] * 2)]
    assert not any(place.tiles for place in places_of(noted, None))


def test_an_album_stands_as_far_as_its_last_picture() -> None:
    rows = sample.album(0, AT, [""] * 3, direction="out", status="read")
    assert status_of(rows) == "read"
    rows[1] = replace(rows[1], status="sent")
    assert status_of(rows) == "sent"
    assert status_of([replace(row, status=None) for row in rows]) is None


def test_files_go_one_after_another() -> None:
    files = tuple(AttachmentRow(index=i, kind="image", name="") for i in range(4))
    row = sample.wrote(1, AT, direction="out", attachments=files, uploaded=0.375)
    tiles, _ = tiles_of([row], QPoint(0, 0).toPointF(), 380)
    assert [tile.share for tile in tiles] == [1.0, 0.5, 0.0, 0.0]


async def test_an_album_is_one_bubble_with_one_time(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, pictures, "caption", author="Олег")
    view = await opened(desk, [sample.wrote(1, AT - 1, text="before"), *rows])
    bubble = made(view, rows[4].id)
    assert len(bubble.tiles) == 10
    assert bubble.row.id == rows[0].id
    for tile in bubble.tiles:
        assert bubble.box.contains(tile.box)
    heights = [view.sizeHintForRow(i) for i in range(11)]
    assert heights[2:] == [0] * 9
    # what was sent last is at the end of the view, and the view is no longer than that
    content = QListView.visualRect(view, view.model().index(10)).bottom() + view.verticalOffset()
    assert content + 1 == sum(heights)


async def test_a_page_joins_what_the_last_one_cut(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, pictures[:6], author="Олег")
    view = await opened(desk, rows)
    model = desk.window.messages
    model.show(rows[4:])
    assert [tile.row.id for tile in made(view, rows[4].id).tiles] == [r.id for r in rows[4:]]
    model.show(rows)
    assert [tile.row.id for tile in made(view, rows[4].id).tiles] == [r.id for r in rows]
    model.show(rows[:2])
    assert [tile.row.id for tile in made(view, rows[1].id).tiles] == [r.id for r in rows[:2]]


async def test_what_is_read_stays_while_an_album_becomes_whole(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, pictures[:6], author="Олег")
    below = [sample.wrote(100 + i, AT + 10 + i, text=f"{i} " * 90) for i in range(20)]
    view = await opened(desk, [*rows, *below])
    model, bar = desk.window.messages, view.verticalScrollBar()
    model.show([*rows[4:], *below])
    bar.setValue(0)
    standing: Standing = view._standing
    assert not standing.at_end
    tile = view.visualRect(model.index(0))
    model.show([*rows, *below])
    assert abs(view.visualRect(model.index(4)).top() - tile.top()) <= 40
    assert bar.value() > 0


async def test_a_click_opens_that_picture(desk: SimpleNamespace, pictures: list[str]) -> None:
    rows = sample.album(10, AT, pictures[:5], author="Олег")
    view = await opened(desk, rows)
    viewer = desk.window.viewer
    third = view.visualRect(view.model().index(2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=third)
    await until(viewer.isVisible)
    assert (viewer.row.message, len(viewer.rows)) == (rows[2].id, 5)
    assert "Олег" in viewer.title.text()
    viewer.step(1)
    assert viewer.row.message == rows[3].id
    viewer.step(-2)
    assert viewer.row.message == rows[1].id
    viewer.leave()


async def test_the_keyboard_goes_through_the_tiles_as_they_stand(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, [pictures[0]] * 4, "Зал", author="Олег")  # two by two
    above, below = (sample.wrote(n, AT + n - 50, text="x") for n in (1, 99))
    view = await opened(desk, [above, *rows, below])
    view.setFocus()

    def at() -> int:
        return int(view.currentIndex().data(ROW).id)

    view.setCurrentIndex(view.model().index(0))
    keys = Qt.Key
    for key, expected in (
        (keys.Key_Down, rows[0]), (keys.Key_Right, rows[1]), (keys.Key_Right, rows[2]),
        (keys.Key_Up, rows[0]), (keys.Key_Left, rows[0]), (keys.Key_Right, rows[1]),
        (keys.Key_Down, rows[3]), (keys.Key_Right, rows[3]), (keys.Key_Down, below),
        (keys.Key_Up, rows[3]), (keys.Key_Home, above), (keys.Key_PageDown, below),
        (keys.Key_PageUp, above), (keys.Key_End, below),
    ):  # fmt: skip
        QTest.keyClick(view, key)
        assert at() == expected.id, key
    said = view.model().data(view.model().index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert "Снимок 2 из 4" in said
    assert "Олег" in said
    # the copy key takes the words of the album
    view.setCurrentIndex(view.model().index(2))
    QTest.keyClick(view, keys.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Зал"
    # Enter looks at the picture that the keyboard is at
    view.setCurrentIndex(view.model().index(3))
    QTest.keyClick(view, keys.Key_Return)
    await until(desk.window.viewer.isVisible)
    assert desk.window.viewer.row.message == rows[2].id
    desk.window.viewer.leave()


async def test_the_menu_is_of_one_picture_and_of_all(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, pictures[:3], direction="out", status="read")
    view = await opened(desk, rows)
    forwarded: list[Any] = []
    deleted: list[Any] = []
    actions = view.actions_
    actions.forward_all.connect(lambda some, named: forwarded.append((some, named)))
    actions.delete_all.connect(deleted.append)
    actions.delete.connect(deleted.append)
    menu: QMenu = view.menu_for(rows[1])
    named = {action.text(): action for action in menu.actions()}
    reacted: list[Any] = []
    actions.react.connect(lambda row, _emoji: reacted.append(row.id))
    emoji = named[desk.shell.tr("react")].menu()
    assert isinstance(emoji, QMenu)
    emoji.actions()[0].trigger()
    assert reacted == [rows[0].id], "clients show the reactions of the first"
    whole = named["Весь альбом"].menu()
    assert isinstance(whole, QMenu)
    of_all = {action.text(): action for action in whole.actions()}
    of_all["Переслать все (3)"].trigger()
    await until(desk.window.changing.palette.isVisible)
    desk.window.changing.palette.leave()
    of_all["Удалить все (3)…"].trigger()
    named["Удалить этот…"].trigger()
    assert [[row.id for row in some] for some, _ in forwarded] == [[row.id for row in rows]]
    assert [[row.id for row in deleted[0]], deleted[1].id] == [[r.id for r in rows], rows[1].id]
    menu.close()
    for dialog in desk.window.findChildren(QMenu):
        dialog.close()


async def test_reactions_of_all_pictures_stand_under_the_album(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, pictures[:3])
    rows[0] = replace(rows[0], reactions=(("client", "👍"),))
    rows[2] = replace(rows[2], reactions=(("us", "👍"), ("client", "🔥")))
    bubble = made(await opened(desk, rows), rows[0].id)
    assert [(emoji, count) for _box, emoji, count in bubble.reactions] == [("👍", 2), ("🔥", 1)]


async def test_pictures_that_go_out_are_tiles_before_they_are_sent(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    files = tuple(
        AttachmentRow(index=i, kind="image", name=f"{i}.png", path=path)
        for i, path in enumerate(pictures[:3])
    )
    row = sample.wrote(1, AT, direction="out", status="sending", attachments=files,
                       uploaded=0.5, client_ref="r")  # fmt: skip
    view = await opened(desk, [row])
    bubble = made(view, row.id)
    assert [tile.item.name for tile in bubble.tiles] == ["0.png", "1.png", "2.png"]
    assert not bubble.files
    assert bubble.undo is not None
    view.grab()


async def test_what_is_selected_copies_every_picture(
    desk: SimpleNamespace, pictures: list[str]
) -> None:
    rows = sample.album(10, AT, pictures[:3], author="Олег")
    view = await opened(desk, rows)
    view.setCurrentIndex(view.model().index(0))
    view.selecting._all()
    view.selecting._all()
    lines = view.selecting.text().splitlines()
    assert lines[0].startswith("Олег")
    assert lines[1:] == [desk.shell.tr("note-image")] * 3
