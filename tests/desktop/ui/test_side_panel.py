"""The side panel: where the deal stands, what to ask, where each fact comes from, the documents."""

import asyncio
from types import SimpleNamespace

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.domain.problems import Problem, ProblemError
from core.domain.reading import Intent
from core.domain.views import FactRow
from desktop.ui.fact_card import FactCard
from desktop.ui.section import Section
from desktop.viewmodels.deal_port import CrmState
from tests.desktop.ui.conftest import until


def card(desk: SimpleNamespace, fact: str) -> FactCard:
    return next(c for c in desk.window.sidebar.facts.cards if c.row.fact.id == fact)


def section(desk: SimpleNamespace, name: str) -> Section:
    return next(s for s in desk.window.sidebar.sections if s.name == name)


async def opened(desk: SimpleNamespace, thread: int) -> None:
    await desk.window.open_thread(thread)
    await until(lambda: desk.window.desk.deal.state == "ready")
    await until(lambda: len(desk.window.sidebar.facts.cards) == len(desk.window.facts.rows))


# Where the deal stands.


async def test_the_card_says_where_the_deal_stands_and_what_comes_next(
    desk: SimpleNamespace,
) -> None:
    await opened(desk, 1)
    deal = desk.window.sidebar.deal
    assert deal.stage.text() == "Согласен"
    assert "800\u00a0шт" in deal.where.text()
    assert deal.step.text() == "Подтвердите: вт, 24 ноября, 15:00"
    assert deal.step.accessibleName() == "Следующий шаг: Подтвердите: вт, 24 ноября, 15:00"


async def test_the_step_begins_its_answer_in_the_clients_language_and_sends_nothing(
    desk: SimpleNamespace,
) -> None:
    await opened(desk, 1)
    desk.shell.i18n.choose("en")
    deal, draft = desk.window.sidebar.deal, desk.window.conversation.composer.draft
    assert deal.step.text() == "Confirm Tue, 24 November, 15:00"
    deal.step.click()
    assert draft.toPlainText() == "Да, подтверждаем: вт, 24 ноября, 15:00."
    assert not [call for call in desk.backend.calls if call[0] == "send"]


async def test_what_is_unknown_is_a_chip_that_asks(desk: SimpleNamespace) -> None:
    await opened(desk, 1)
    chips = desk.window.sidebar.deal.unknowns.chips
    assert [chip.text() for chip in chips] == ["Город"]
    draft = desk.window.conversation.composer.draft
    draft.setPlainText("Добрый день!")
    chips[0].setFocus()
    QTest.keyClick(chips[0], Qt.Key.Key_Space)
    assert draft.toPlainText() == "Добрый день! В какой город доставить?"
    chips[0].click()
    assert draft.toPlainText() == "Добрый день! В какой город доставить?", "once is enough"


async def test_a_digit_on_the_card_asks(desk: SimpleNamespace) -> None:
    await opened(desk, 2)
    deal, draft = desk.window.sidebar.deal, desk.window.conversation.composer.draft
    deal.step.setFocus()
    QTest.keyClick(deal.step, Qt.Key.Key_2)
    assert draft.toPlainText() == "К какому сроку вам нужно?"
    draft.clear()
    QTest.keyClick(deal.unknowns.chips[0], Qt.Key.Key_9)
    assert draft.toPlainText() == ""


async def test_in_a_closed_window_nothing_can_be_asked(desk: SimpleNamespace) -> None:
    desk.backend.rows[7] = structs.replace(
        desk.backend.rows[7], intents=(Intent("price_request", 0.9),)
    )
    await desk.window.threads.refresh()
    await opened(desk, 7)
    deal = desk.window.sidebar.deal
    assert deal.window_.text() == "Окно закрыто: пройдёт только шаблон"
    assert deal.unknowns.chips
    assert not any(chip.isEnabled() for chip in deal.unknowns.chips)
    assert deal.unknowns.chips[0].toolTip().startswith("Спросить можно, когда откроется окно")


async def test_commands_reach_the_step_the_question_and_the_documents(
    desk: SimpleNamespace,
) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await opened(desk, 1)
    await until(lambda: window.sidebar.documents.lines)
    window.side.focus_step()
    assert window.focusWidget() is window.sidebar.deal.step
    window.side.ask()
    assert "город" in window.conversation.composer.draft.toPlainText()
    section(desk, "documents").fold(True)
    window.side.focus_documents()
    assert not section(desk, "documents").is_folded
    assert window.focusWidget() is window.sidebar.documents.lines[0]


# Facts and their sources.


async def test_how_sure_a_fact_is_is_said(desk: SimpleNamespace) -> None:
    await opened(desk, 1)
    said = {c.row.fact.id: c.mark.toolTip() for c in desk.window.sidebar.facts.cards}
    assert (said["f1"], said["f2"], said["f6"]) == ("Подтверждено вами", "Уверены", "Не уверены")
    assert "Уверены. WhatsApp" in card(desk, "f2").accessibleName()
    assert not card(desk, "f2").mark.pixmap().isNull()


async def test_history_says_when_and_leads_to_where_the_old_value_was_said(
    desk: SimpleNamespace,
) -> None:
    await opened(desk, 1)
    history = card(desk, "f2").history
    (line,) = history.lines
    assert line.text().startswith("500 → 800\u00a0шт · ")
    assert "Показать, где было сказано «500" in line.accessibleName()
    QTest.keyClick(line, Qt.Key.Key_Return)
    view = desk.window.conversation.view
    await until(lambda: line._lit)
    index = desk.window.messages.row_of(11)
    assert index >= 0
    assert card(desk, "f2").property("lit") == "false", "the older source is the lit one"
    assert view is not None


async def test_contradictions_are_shown_with_their_sources_and_chosen_by_a_key(
    desk: SimpleNamespace,
) -> None:
    await opened(desk, 2)
    quantity = card(desk, "o3")
    lines = [words.text() for _, words, _ in quantity.conflict.lines]
    assert lines[0].startswith("1.  350\u00a0шт · WhatsApp")
    assert lines[1].startswith("2.  200\u00a0шт · Заявка.pdf · с.\u00a01")
    assert len(lines) == 2, "what the client changed in messages is history, no contradiction"
    QTest.keyClick(quantity, Qt.Key.Key_2)
    await until(lambda: ("review_fact", "o1", "confirmed", "", "") in desk.backend.calls)
    await until(lambda: "o1" in {r.fact.id for r in desk.window.facts.rows})
    assert not card(desk, "o1").conflict.rows, "it is settled"


async def test_a_new_word_against_a_confirmed_one_is_shown(desk: SimpleNamespace) -> None:
    await opened(desk, 2)
    budget = card(desk, "o5")
    assert [row.fact.id for row in budget.conflict.rows] == ["o5", "o4"]
    QTest.keyClick(budget, Qt.Key.Key_1)
    await until(lambda: ("review_fact", "o5", "confirmed", "", "") in desk.backend.calls)
    assert not [c for c in desk.backend.calls if c[0] == "review_fact" and c[2] == "rejected"]


async def test_a_reaction_is_told_as_the_source_of_the_answer(desk: SimpleNamespace) -> None:
    await opened(desk, 2)
    yes = card(desk, "o6")
    assert (yes.value.text(), yes.quote.text()) == ("Да, берут", "«👍»")
    assert "реакция на ваше сообщение" in yes.source.text().replace("\u00a0", " ")
    QTest.keyClick(yes, Qt.Key.Key_Return)
    await until(lambda: yes.property("lit") == "true")


# Documents.


async def test_documents_are_listed_with_who_and_when(desk: SimpleNamespace) -> None:
    await opened(desk, 1)
    documents = desk.window.sidebar.documents
    await until(lambda: len(documents.lines) == 2)
    newest, ours = documents.lines
    assert newest.meta.text().startswith("Ирина\u00a0Ковалёва · WhatsApp · ")
    assert newest.accessibleName().startswith("ТЗ Северный Ветер.pdf, Ирина Ковалёва, ")
    assert ours.meta.text().startswith("Вы · WhatsApp · ")
    assert "2\u00a0страницы" in ours.meta.text()
    assert documents.counts.text() == "Фото: 1 · Голосовые: 1"


async def test_a_document_is_found_and_read_by_keys(desk: SimpleNamespace) -> None:
    await opened(desk, 1)
    documents = desk.window.sidebar.documents
    await until(lambda: len(documents.lines) == 2)
    line, lights = documents.lines[0], desk.window.conversation.view.itemDelegate().lights
    QTest.keyClick(line, Qt.Key.Key_Return)
    await until(lambda: any(lights.whole(row) for row in desk.window.messages.rows))
    (row,) = [row for row in desk.window.messages.rows if lights.whole(row)]
    assert any(file.name == "ТЗ Северный Ветер.pdf" for file in row.attachments)
    lit = desk.window.conversation.view.grab().toImage()
    desk.window.conversation.view.unlight()
    assert desk.window.conversation.view.grab().toImage() != lit, "one sees where it led"
    QTest.keyClick(line, Qt.Key.Key_Space)
    await until(lambda: desk.window.findChild(object, "pageViewer") is not None)
    desk.window.findChild(object, "pageViewer").close()


async def test_a_thread_without_documents_says_so(desk: SimpleNamespace) -> None:
    await opened(desk, 3)
    documents = desk.window.sidebar.documents
    assert not documents.none.isHidden()
    assert documents.none.text() == "Документов в диалоге нет."
    assert documents.counts.isHidden()


# States and sections.


async def test_nothing_known_says_what_will_appear(desk: SimpleNamespace) -> None:
    await opened(desk, 3)
    none = desk.window.sidebar.facts.none
    assert not none.isHidden()
    assert none.title.text() == "Пока ничего не известно"
    assert "с источником" in none.text.text()
    assert none.retry.isHidden()


async def test_facts_that_cannot_be_read_are_read_again_on_a_click(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(thread: int) -> list[object]:
        raise ProblemError(Problem("store-unreadable"))

    works = desk.backend.facts
    words = desk.backend.last_words
    monkeypatch.setattr(desk.backend, "facts", broken)
    monkeypatch.setattr(desk.backend, "last_words", broken)
    await desk.window.open_thread(1)
    await until(lambda: desk.window.sidebar.deal.isHidden())
    none = desk.window.sidebar.facts.none
    await until(lambda: not none.isHidden())
    assert none.text.text() == "Не удалось прочесть, что известно о сделке."
    monkeypatch.setattr(desk.backend, "facts", works)
    monkeypatch.setattr(desk.backend, "last_words", words)
    none.retry.click()
    await until(lambda: none.isHidden())
    assert len(desk.window.sidebar.facts.cards) == 8
    await until(lambda: not desk.window.sidebar.deal.isHidden())


async def test_facts_that_take_long_say_so_and_none_of_another_thread_stand_there(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(desk, 1)
    gate, works = asyncio.Event(), desk.backend.facts

    async def slow(thread: int) -> list[FactRow]:
        await gate.wait()
        return await works(thread)

    monkeypatch.setattr(desk.backend, "facts", slow)
    opening = asyncio.ensure_future(desk.window.open_thread(2))
    side = desk.window.sidebar
    await until(lambda: side.facts.none.text.text() == "Смотрю, что известно…")
    assert not side.facts.none.isHidden()
    assert all(c.isHidden() for c in side.facts.cards)
    assert side.deal.isHidden()
    gate.set()
    await opening
    assert [c.row.fact.id for c in side.facts.cards if not c.isHidden()] == ["o5", "o3", "o6"]
    assert side.facts.none.isHidden()
    assert not side.deal.isHidden()


async def test_of_two_that_stand_side_by_side_the_other_one_is_rejected(
    desk: SimpleNamespace,
) -> None:
    inn = next(row for row in desk.backend.found[1] if row.fact.kind == "inn")
    other = structs.replace(
        inn,
        document="Карточка.pdf",
        fact=structs.replace(
            inn.fact, id="f9", value="7708001614", message="14", quote="7708001614"
        ),
    )
    desk.backend.found[1].append(other)
    await opened(desk, 1)
    contradicted = card(desk, "f8")
    assert [r.fact.id for r in contradicted.conflict.rows] == ["f8", "f9"]
    QTest.keyClick(contradicted, Qt.Key.Key_2)
    await until(lambda: ("review_fact", "f9", "confirmed", "", "") in desk.backend.calls)
    assert ("review_fact", "f8", "rejected", "", "") in desk.backend.calls
    await until(lambda: "f8" not in {r.fact.id for r in desk.window.facts.rows})


async def test_folded_facts_unfold_when_one_goes_there(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await opened(desk, 1)
    section(desk, "facts").fold(True)
    window.focus_facts()
    assert window.focusWidget() is window.sidebar.facts.cards[0]
    await opened(desk, 3)
    window.focus_facts()
    assert window.focusWidget() is section(desk, "facts").head


async def test_folded_sections_are_remembered(desk: SimpleNamespace) -> None:
    await opened(desk, 1)
    documents, queue = section(desk, "documents"), section(desk, "queue")
    head = desk.window.findChild(QPushButton, "fold-documents")
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert documents.is_folded
    assert head.accessibleName() == "Развернуть: Документы"
    queue.fold(True)
    await until(lambda: desk.backend.saved.get("desk.side") == "documents,queue")
    desk.window.sidebar.restore("facts")
    assert [s.name for s in desk.window.sidebar.sections if s.is_folded] == ["facts", "person"]
    desk.window.sidebar.restore("")


async def test_the_arrows_go_through_the_cards_and_on(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await opened(desk, 1)
    cards = window.sidebar.facts.cards
    window.focus_facts()
    for _ in range(len(cards) - 1):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget() is cards[-1]
    QTest.keyClick(cards[-1], Qt.Key.Key_Down)
    assert window.focusWidget() is section(desk, "documents").head


async def test_the_keys_stay_in_the_facts_when_the_thread_changes(desk: SimpleNamespace) -> None:
    window = desk.window
    await opened(desk, 1)
    facts = window.sidebar.facts
    facts.cards[1].setFocus()
    await opened(desk, 2)
    await until(lambda: facts.cards[0].hasFocus())
    await opened(desk, 7)
    assert facts.cards == []
    assert window.sidebar.isAncestorOf(window.focusWidget()), "not in whatever comes next"


@pytest.mark.parametrize("size", ["normal", "huge"])
async def test_nothing_is_wider_than_the_panel(desk: SimpleNamespace, size: str) -> None:
    window = desk.window
    desk.shell.theme.resize(size)
    try:
        window.resize(1000, 640)
        window.panes.over = True
        for thread in (1, 2):
            await opened(desk, thread)
            room = window.sidebar.scroller.viewport().width()
            for one in (window.sidebar.deal, *window.sidebar.sections):
                assert one.width() <= room, one.objectName()
            for fact in window.sidebar.facts.cards:
                assert fact.minimumSizeHint().width() <= room, fact.objectName()
    finally:
        desk.shell.theme.resize("normal")


async def test_a_fact_that_was_wrongly_removed_comes_back(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await opened(desk, 1)
    made = next(c for c in window.sidebar.facts.cards if not c.row.fact.review)
    name = made.row.fact.id
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_N)
    await until(lambda: ("review_fact", name, "rejected", "", "") in desk.backend.calls)
    await until(window.toast.isVisible)
    assert window.toast.text.text().startswith("Убрано: ")
    window.actions_["take_back"].trigger()
    await until(lambda: ("review_fact", name, "withdrawn", "", "") in desk.backend.calls)


async def test_enter_in_a_correction_shows_no_source(desk: SimpleNamespace) -> None:
    window = desk.window
    window.activateWindow()
    await until(window.isActiveWindow)
    await opened(desk, 1)
    made, shown = window.sidebar.facts.cards[0], []
    made.opened.connect(shown.append)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_E)
    made.editor.setText("nonsense")
    QTest.keyClick(made.editor, Qt.Key.Key_Return)
    assert made.bad.isVisible()
    assert shown == []


async def test_a_crm_that_comes_up_later_is_seen(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    backend.states[3] = structs.replace(backend.states[3], state="connecting")
    backend.crm[1] = CrmState()
    desk.feed.push_health()
    await window.open_thread(1)
    assert not window.sidebar.export_button.isEnabled()
    backend.states[3] = structs.replace(backend.states[3], state="online")
    backend.crm[1] = CrmState(target="Tryton", state="none")
    desk.feed.push_health()
    await until(window.sidebar.export_button.isEnabled)
