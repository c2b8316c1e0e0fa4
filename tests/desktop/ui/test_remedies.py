"""Under a message that was not sent stands the one thing that helps, and it does it."""

from types import SimpleNamespace
from typing import get_args

import pytest
from msgspec import structs
from PySide6.QtGui import QDesktopServices

from core.channels.whatsapp.errors import MEANINGS
from core.domain.changes import Change
from core.domain.problems import Problem
from core.domain.remedies import Remedy, remedy
from core.domain.views import MessageRow
from desktop.ui import remedies
from desktop.ui.actions.mending import DASHBOARD
from desktop.ui.bubble_layout import place
from desktop.ui.message_words import spoken

from .conftest import until


def refused(desk: SimpleNamespace, code: str) -> MessageRow:
    row = next(row for row in desk.backend.kept[1] if row.direction == "out")
    made: MessageRow = structs.replace(
        row, id=90_001, client_ref="r1", text="Пришлю смету", status="failed",
        problem=Problem(code, {"text": "so"}).encode(), at=desk.now,
    )  # fmt: skip
    desk.backend.kept[1] = [*desk.backend.kept[1], made]
    desk.feed.push(Change(frozenset({"send_failed"}), frozenset({1}), 1))
    return made


def test_every_code_of_metas_has_one_that_is_named(desk: SimpleNamespace) -> None:
    row = desk.backend.kept[2][-1]
    for code in {meaning.code for meaning in MEANINGS.values()}:
        assert remedy(code) in get_args(
            Remedy.__value__ if hasattr(Remedy, "__value__") else Remedy
        )
        shown = structs.replace(row, status="failed", problem=Problem(code).encode())
        assert remedies.label(desk.shell, shown)
        assert not desk.shell.icons.icon(remedies.icon(shown)).isNull()


@pytest.mark.parametrize(
    ("code", "asked"),
    [("whatsapp-template-paused", "templates"), ("whatsapp-media", "attach")],
)
async def test_it_leads_to_the_command_that_helps(
    code: str, asked: str, desk: SimpleNamespace
) -> None:
    window = desk.window
    await window.open_thread(1)
    row = refused(desk, code)
    begun: list[str] = []
    action = window.actions_[asked]
    action.triggered.disconnect()
    action.triggered.connect(lambda: begun.append(asked))
    view = window.conversation.view
    view.actions_.do(row, "retry")
    assert begun == [asked]
    menu = view.menu_for(row)
    texts = [a.text() for a in menu.actions()]
    assert remedies.label(desk.shell, row) in texts
    assert desk.shell.tr("retry") in texts
    menu.close()


async def test_who_cannot_be_reached_is_written_to_in_another_messenger(
    desk: SimpleNamespace,
) -> None:
    window, composer = desk.window, desk.window.desk.composer
    await window.open_thread(1)
    row = refused(desk, "whatsapp-undeliverable")
    await until(lambda: len(composer.peers) > 1)
    window.conversation.view.actions_.do(row, "retry")
    assert composer.peer is not None
    assert composer.peer.peer != row.peer
    composer.peers = [p for p in composer.peers if p.peer == row.peer]
    window.conversation.view.actions_.do(row, "retry")
    assert window.toast.text.text() == desk.shell.tr("mend-nowhere")


async def test_a_refused_text_goes_back_to_the_draft(desk: SimpleNamespace) -> None:
    window = desk.window
    await window.open_thread(1)
    row = refused(desk, "whatsapp-refused")
    window.conversation.view.actions_.do(row, "retry")
    await until(lambda: ("discard_send", "r1") in desk.backend.calls)
    await until(lambda: window.conversation.composer.draft.toPlainText() == "Пришлю смету")


async def test_what_is_mended_at_metas_opens_there_and_what_waits_is_sent_again(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window = desk.window
    await window.open_thread(1)
    window.conversation.view.actions_.do(refused(desk, "whatsapp-payment"), "retry")
    assert opened == [DASHBOARD]
    window.conversation.view.actions_.do(refused(desk, "whatsapp-daily-limit"), "retry")
    await until(lambda: ("retry_send", "r1") in desk.backend.calls)


async def test_a_message_that_waits_says_why_and_asks_for_nothing(desk: SimpleNamespace) -> None:
    await desk.window.open_thread(1)
    row = structs.replace(refused(desk, "whatsapp-paced"), status="queued")
    made = place(desk.shell, row, 900, divider="", unread=False, joined=False)
    assert made.trouble is not None
    assert "десяти сообщений" in made.trouble[1]
    assert (made.retry, made.discard) == (None, None)
    assert made.trouble[1].rstrip(".") in spoken(desk.shell, row, "Ирина")
