"""What was begun to be written stays, in its chat, until it is sent; another device may go on."""

from types import SimpleNamespace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.domain.channels import Peer
from core.domain.drafts import Draft
from desktop.viewmodels.composer import ComposerState
from tests.desktop.ui.conftest import until


async def test_a_draft_is_kept_and_comes_back(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    draft.setPlainText("сейчас посч")
    draft.setPlainText("сейчас посчитаю")
    await until(lambda: backend.begun == {1: "сейчас посчитаю"})
    await window.open_thread(2)
    assert draft.toPlainText() == ""
    await window.open_thread(1)
    assert draft.toPlainText() == "сейчас посчитаю"


async def test_what_was_sent_is_forgotten_at_once(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    draft = window.conversation.composer.draft
    draft.setPlainText("готово")
    await until(lambda: backend.begun == {1: "готово"})
    for timer in (window.desk.drafts._pause, window.desk.drafts._steady):
        timer.setInterval(3_600_000)  # at once, not when one pauses
    QTest.keyClick(draft, Qt.Key.Key_Return)
    await until(lambda: not backend.begun)


async def test_what_was_not_kept_yet_is_kept_at_the_end(desk: SimpleNamespace) -> None:
    window, backend = desk.window, desk.backend
    await window.open_thread(1)
    window.conversation.composer.draft.setPlainText("на бегу")
    await window.desk.drafts.close()
    assert backend.begun == {1: "на бегу"}


async def phone(desk: SimpleNamespace, thread: int, text: str, reply_to: str = "") -> Peer:
    """The operator's phone begins to write, or ends it."""
    peer: Peer = (await desk.backend.peers(thread))[0].peer
    desk.backend.drafts_kept.pop((thread, peer), None)
    if text:
        desk.backend.drafts_kept[thread, peer] = Draft(thread, peer, text, reply_to)
    desk.backend.touch(thread, kind="drafts")
    return peer


async def test_a_draft_of_the_phone_shows_while_the_thread_is_open(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    composer = desk.window.conversation.composer
    await phone(desk, 1, "из телефона")
    await until(lambda: composer.draft.toPlainText() == "из телефона")
    await phone(desk, 1, "")
    await until(lambda: not composer.draft.toPlainText())


async def test_a_draft_of_the_phone_waits_in_its_thread(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(2)
    await phone(desk, 1, "из телефона")
    await desk.window.open_thread(1)
    assert desk.window.conversation.composer.draft.toPlainText() == "из телефона"


async def test_what_is_being_typed_stays(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    draft = desk.window.conversation.composer.draft
    QTest.keyClicks(draft, "abc")
    await phone(desk, 1, "из телефона")
    await desk.window.desk.drafts.read(1)
    assert draft.toPlainText() == "abc"
    await until(lambda: desk.backend.begun.get(1) == "abc")


async def test_whoever_never_pauses_has_it_kept_too(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    draft = desk.window.conversation.composer.draft
    desk.window.desk.drafts._pause.setInterval(3_600_000)  # no pause is long enough

    def typed() -> bool:
        draft.insertPlainText("a")
        return bool(desk.backend.begun.get(1))

    await until(typed)


async def test_the_answered_message_comes_along(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    state: ComposerState = desk.window.desk.composer
    row = next(
        r for r in desk.window.desk.messages.rows if r.external_id and r.peer == state.peer.peer
    )
    await phone(desk, 1, "на это отвечу", row.external_id)
    await until(lambda: state.reply is not None)
    assert state.reply.id == row.id
    QTest.keyClicks(desk.window.conversation.composer.draft, "!")
    await until(lambda: desk.backend.begun.get(1) == "на это отвечу!")
    assert next(iter(desk.backend.drafts_kept.values())).reply_to == row.external_id
    state.answer(None)
    await until(lambda: not next(iter(desk.backend.drafts_kept.values())).reply_to)


async def test_a_thread_that_is_left_says_so(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    peer = desk.window.desk.composer.peer.peer
    desk.window.conversation.composer.draft.setPlainText("потом")
    await desk.window.open_thread(2)
    await until(lambda: peer in desk.backend.left)
    assert desk.backend.begun == {1: "потом"}


async def test_a_draft_belongs_to_the_chat_it_is_written_to(desk: SimpleNamespace) -> None:
    thread = next(t for t in desk.backend.rows if len(desk.backend.rows[t].channels) > 1)
    await desk.window.open_thread(thread)
    state: ComposerState = desk.window.desk.composer
    draft = desk.window.conversation.composer.draft
    one, other = state.peer.peer, next(p.peer for p in state.peers if p.peer != state.peer.peer)
    draft.setPlainText("пишу сюда")
    state.choose(other)
    assert draft.toPlainText() == "пишу сюда", "what is begun goes along"
    await until(lambda: list(desk.backend.drafts_kept) == [(thread, other)])
    desk.backend.drafts_kept[thread, one] = Draft(thread, one, "другое")
    desk.backend.touch(thread, kind="drafts")
    await until(lambda: state.begun_in(thread, one) is not None)
    assert draft.toPlainText() == "пишу сюда"
    state.choose(one)
    assert draft.toPlainText() == "другое", "each chat has its own"
    state.choose(other)
    assert draft.toPlainText() == "пишу сюда"
