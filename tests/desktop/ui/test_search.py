"""Searching by keyboard: as one types, in either layout, to the place that was found."""

from types import SimpleNamespace

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.viewmodels.search import SearchRow
from tests.desktop.ui.conftest import until

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def rows(desk: SimpleNamespace, kind: str = "hit") -> list[SearchRow]:
    return [row for row in desk.window.searching.model.rows if row.kind == kind]


def press(desk: SimpleNamespace, key: Qt.Key) -> None:
    QTest.keyClick(desk.window.pane.search, key)


async def type_(desk: SimpleNamespace, text: str) -> None:
    desk.window.pane.search.setText(text)
    model = desk.window.searching.model
    await until(lambda: model.fresh or model.query.empty)


async def test_typing_shows_what_is_found_in_groups_with_the_words_lit(
    desk: SimpleNamespace,
) -> None:
    await type_(desk, "панелей")
    panel = desk.window.searching.panel
    assert panel.isVisible()
    assert not desk.window.pane.list.isVisible()
    assert [row.name for row in rows(desk, "header")] == ["facts", "documents", "messages"]
    hit = next(row.hit for row in rows(desk) if row.hit.group == "message")
    said = [hit.snippet[start:end] for start, end in hit.lit]
    assert said
    assert all(word.casefold().startswith("панел") for word in said)


async def test_enter_opens_the_thread_at_the_hit_and_escape_goes_back(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.focus_search()
    await type_(desk, "вторник")
    first = rows(desk)[0].hit
    assert first.group == "fact"
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Return)
    await until(lambda: window.conversation.view.spot is not None)
    spot = window.conversation.view.spot
    row = window.messages.rows[window.messages.row_of(spot.message)]
    assert row.text[spot.start : spot.end] == "вторник"
    assert window.searching.panel.isVisible(), "the next hit is an arrow away"
    press(desk, Qt.Key.Key_Escape)
    await until(window.pane.list.isVisible)
    assert window.pane.search.text() == ""
    assert window.desk.current.id == 1


async def test_enter_before_it_is_found_opens_the_first(desk: SimpleNamespace) -> None:
    desk.window.focus_search()
    desk.window.pane.search.setText("Олег")
    press(desk, Qt.Key.Key_Return)
    await until(lambda: desk.window.desk.current is not None and desk.window.desk.current.id == 2)


async def test_a_hit_in_a_document_opens_its_page(desk: SimpleNamespace) -> None:
    window = desk.window
    await type_(desk, "закупок")
    hit = next(row.hit for row in rows(desk) if row.hit.group == "document")
    await window.searching.go(hit)
    viewer = window.findChild(object, "pageViewer")
    assert viewer is not None
    viewer.close()


async def test_a_fact_leads_to_its_source(desk: SimpleNamespace) -> None:
    window = desk.window
    await type_(desk, "светодиодные")
    hit = next(row.hit for row in rows(desk) if row.hit.group == "fact")
    await window.searching.go(hit)
    assert window.conversation.view.spot is not None
    assert window.conversation.view.spot.message == 11


async def test_a_typing_slip_finds_the_word_and_says_so(desk: SimpleNamespace) -> None:
    await type_(desk, "договр ")
    assert rows(desk)[0].hit.snippet.startswith("Подписанный договор")
    notice = desk.window.searching.panel.notice
    assert notice.isVisible()
    assert "«договр»" in notice.text()
    assert "«договор»" in notice.text()


async def test_the_other_layout_is_tried_where_nothing_is_found(desk: SimpleNamespace) -> None:
    await type_(desk, "cxtn")  # «счет»
    assert rows(desk)
    assert "счет" in desk.window.searching.panel.notice.text()


async def test_filters_are_offered_by_their_names_and_stand_as_chips(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.focus_search()
    await until(lambda: rows(desk, "suggestion"))
    assert rows(desk, "suggestion")[0].suggestion.label == "от:"
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Return)
    assert window.pane.search.text() == "очередь:"
    await until(lambda: len(rows(desk, "suggestion")) > 4)
    window.pane.search.setText("очередь:под")
    await until(lambda: [r.suggestion.label for r in rows(desk, "suggestion")] == ["Поддержка"])
    press(desk, Qt.Key.Key_Tab)
    assert window.pane.search.text() == "очередь:Поддержка "
    await until(lambda: [row.hit.thread for row in rows(desk)] == [3])


async def test_a_name_completes_behind_from(desk: SimpleNamespace) -> None:
    window = desk.window
    window.focus_search()
    window.pane.search.setText("от:")
    window.pane.search.setText("счёт от:")
    await until(lambda: len(rows(desk, "suggestion")) >= 5)
    window.pane.search.setText("от:«Ири")
    await until(
        lambda: [r.suggestion.label for r in rows(desk, "suggestion")] == ["Ирина Ковалёва"]
    )
    press(desk, Qt.Key.Key_Tab)
    assert window.pane.search.text() == 'от:"Ирина Ковалёва" '
    await until(lambda: rows(desk))
    assert {row.hit.thread for row in rows(desk)} == {1}
    chip = window.searching.panel.chips.findChild(QPushButton, "chip-from")
    assert chip.isVisible()
    chip.click()
    assert window.pane.search.text() == ""


async def test_nothing_found_says_what_to_try_and_takes_filters_away(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.focus_search()
    await type_(desk, "счёт очередь:спам ")
    nothing = window.searching.panel.nothing
    assert nothing.isVisible()
    assert "фильтр" in nothing.text.text()
    nothing.button.click()
    await until(lambda: rows(desk))
    assert window.pane.search.text() == "счёт"
    await type_(desk, "ъъъщщщ ")
    assert "«ъъъщщщ»" in nothing.text.text()


async def test_what_was_searched_for_is_kept_and_offered(desk: SimpleNamespace) -> None:
    window = desk.window
    window.focus_search()
    await type_(desk, "Олег")
    press(desk, Qt.Key.Key_Return)
    await until(lambda: any(c[0] == "save_settings" for c in desk.backend.calls))
    await until(lambda: window.desk.current is not None and window.desk.current.id == 2)
    press(desk, Qt.Key.Key_Escape)
    window.focus_search()
    await until(lambda: rows(desk, "recent"))
    assert rows(desk, "recent")[0].suggestion.label == "Олег"


async def test_the_open_client_is_searched_by_a_command(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    window.actions_["search_client"].trigger()
    assert window.pane.search.text() == 'от:"Ирина Ковалёва" '
    window.pane.search.insert("оплат")
    await until(lambda: any("платить" in row.hit.snippet for row in rows(desk)))


async def test_an_overtaken_search_shows_nothing_of_its_own(desk: SimpleNamespace) -> None:
    line = desk.window.pane.search
    for text in ("п", "па", "пан", "Олег"):
        line.setText(text)
    model = desk.window.searching.model
    await until(lambda: model.fresh)
    assert {row.hit.thread for row in rows(desk)} == {2}


async def test_a_queue_that_is_chosen_shows_its_threads(desk: SimpleNamespace) -> None:
    window = desk.window
    await type_(desk, "панелей")
    window.rail.pick("support")
    await until(window.pane.list.isVisible)
    assert window.pane.search.text() == ""
    await until(lambda: {row.queue for row in window.threads.rows} == {"support"})


async def test_what_arrives_meanwhile_is_found_without_typing_again(
    desk: SimpleNamespace,
) -> None:
    await type_(desk, "экскаваторов")
    assert len(rows(desk)) == 0
    row = desk.backend._message(990, 0, "Нужно 20 экскаваторов", thread=1)
    desk.backend.kept[1] = [*desk.backend.kept[1], row]
    desk.backend.touch(1)
    await until(lambda: any(r.hit.message == 990 for r in rows(desk)))


async def test_a_long_group_opens_on_demand(desk: SimpleNamespace) -> None:
    for i in range(200, 206):
        row = structs.replace(desk.backend.rows[2], id=i, name=f"Олег {i}")
        desk.backend.rows[i] = row

    def clients() -> int:
        return len([row for row in rows(desk) if row.hit.group == "client"])

    await type_(desk, "Олег")
    assert clients() == 3
    (more,) = rows(desk, "more")
    assert more.count == 4
    panel = desk.window.searching.panel
    panel.list.clicked.emit(desk.window.searching.model.index(4))
    assert clients() == 7
    assert rows(desk, "more") == []
