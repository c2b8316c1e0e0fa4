"""Business bots in the window: connected by a token, their accounts shown, what they cannot do not
offered."""

from types import SimpleNamespace
from typing import Any

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from core.domain.abilities import may_delete, may_edit, may_forward, may_react
from core.domain.problems import Problem
from desktop.ui.bots_dialog import BotsDialog
from tests.desktop.sample_backend import DAY, HOUR, MINUTE, NOW, TG
from tests.desktop.sample_bots import TOKEN
from tests.desktop.ui.conftest import until


async def opened(desk: SimpleNamespace) -> BotsDialog:
    desk.window.actions_["bots"].trigger()
    await until(lambda: desk.window.findChild(BotsDialog) is not None)
    found: BotsDialog = desk.window.findChildren(BotsDialog)[-1]
    return found


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def press(widget: QWidget, name: str) -> None:
    """With the keyboard."""
    made = widget.findChild(QPushButton, name)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)


async def test_a_bot_is_connected_by_its_token(desk: SimpleNamespace) -> None:
    dialog = await opened(desk)
    assert "Telegram для бизнеса → Чат-боты" in words(dialog)
    assert not dialog.give.isEnabled()
    assert dialog.token.echoMode() == dialog.token.EchoMode.Password
    desk.backend.bots.refused = Problem("telegram-bot-token")
    dialog.token.setText(f" {TOKEN} ")
    QTest.keyClick(dialog.token, Qt.Key.Key_Return)
    await until(lambda: "не принимает токен" in dialog.problem.text())
    assert dialog.token.text().strip() == TOKEN, "it can be looked at and mended"
    QTest.keyClick(dialog.token, Qt.Key.Key_Return)
    await until(lambda: dialog.findChild(QWidget, "bot-1") is not None)
    assert desk.backend.bots.given == [TOKEN, TOKEN]
    assert (dialog.token.text(), dialog.problem.text()) == ("", "")
    assert "Пока не видно аккаунтов" in words(dialog)
    dialog.close()


async def test_it_shows_whose_chats_come_and_what_it_may(desk: SimpleNamespace) -> None:
    desk.backend.bots.connected("ru")
    desk.feed.push_health()
    dialog = await opened(desk)
    await until(lambda: "Борис Орлов" in words(dialog))
    said = words(dialog)
    assert "Отвечает, отмечает прочитанным, удаляет свои сообщения" in said
    assert "Только читает" in said
    assert "Отключён на телефоне" in said
    assert "Как подключить бота" not in said
    desk.backend.bots.rows = [
        structs.replace(row, state="signed_out", problem=Problem("telegram-bot-token"))
        for row in desk.backend.bots.rows
    ]
    desk.feed.push_health()
    await until(lambda: dialog.findChild(QPushButton, "botRenew-1") is not None)
    press(dialog, "botRenew-1")
    assert dialog.asked.text() == "Новый токен для @vega_sales_bot"
    dialog.token.setText(TOKEN)
    dialog.give.click()
    await until(lambda: dialog.findChild(QPushButton, "botRenew-1") is None)
    assert dialog.asked.text() == "Токен бота от BotFather"
    press(dialog, "botRemove-1")
    assert desk.backend.bots.rows, "asked for twice"
    press(dialog, "botRemove-1")
    await until(lambda: dialog.findChild(QWidget, "bot-1") is None)
    dialog.close()


async def test_a_bot_answers_for_a_day(desk: SimpleNamespace) -> None:
    window, state = desk.window, desk.window.desk.composer
    await window.open_thread(3)
    peer = next(one for one in state.peers if one.peer.channel is TG)
    desk.backend.bots.connected("ru", peer.peer.account)
    desk.feed.push_health()
    await until(lambda: window.desk.bots.by_bot(peer.peer))
    stands = desk.backend.bots.serves
    for bar, words_ in (("disconnected", "Бота отключили"), ("no-right", "не разрешает")):
        desk.backend.bots.serves = [structs.replace(one, barred=bar) for one in stands]
        desk.feed.push_health()
        await until(lambda bar=bar: state.bar == bar)
        assert not state.free_text
        assert words_ in words(window.findChild(QWidget, "windowNotice"))
    desk.backend.bots.serves = stands
    desk.feed.push_health()
    await until(lambda: not state.bar)
    state.update([structs.replace(one, client_at=NOW - HOUR) for one in state.peers])
    assert (state.window.state, state.free_text) == ("open", True)
    assert state.window.closes_at == NOW - HOUR + DAY
    desk.now = NOW + DAY
    state.tick()
    assert not state.free_text
    notice = window.findChild(QWidget, "windowNotice")
    assert "Telegram не даёт боту отвечать" in words(notice)
    assert not window.conversation.composer.templates.isVisible()
    desk.backend.bots.serves = [
        structs.replace(one, rights=None, bot="@vega_sales_bot") for one in desk.backend.bots.serves
    ]
    desk.feed.push_health()
    await until(lambda: state.removed == "@vega_sales_bot")
    assert "@vega_sales_bot" in words(notice)


async def test_what_a_bot_cannot_do_is_not_offered(desk: SimpleNamespace) -> None:
    make: Any = desk.backend._message
    theirs = make(33, 4 * MINUTE, "Сколько?", thread=3, channel=TG)
    ours = structs.replace(
        make(34, 3 * MINUTE, "Сто", thread=3, channel=TG, ours=True), client_ref="a1"
    )
    phone = make(35, 2 * MINUTE, "Двести", thread=3, channel=TG, ours=True)
    menu = desk.window.conversation.view.actions_.menu_for

    def offered(row: Any) -> set[str]:
        made = menu(row)
        found = {one.text() for one in made.actions() if not one.isSeparator()}
        made.deleteLater()
        return found

    own = offered(theirs)
    desk.backend.bots.connected("ru", theirs.peer.account)
    desk.feed.push_health()
    await until(lambda: desk.shell.accounts.bot(theirs.peer.account) is not None)
    missing = {desk.shell.tr("react"), desk.shell.tr("delete-message")}
    missing |= {desk.shell.tr(key) for key in ("forward-unnamed", "pin-message-group")}
    assert own - offered(theirs) == missing
    assert desk.shell.tr("delete-message") in offered(ours)
    assert desk.shell.tr("delete-message") not in offered(phone)
    desk.backend.bots.serves = []
    desk.feed.push_health()
    await until(lambda: desk.shell.accounts.bot(theirs.peer.account) is None)
    nothing: frozenset[str] = frozenset()
    assert not may_edit(ours, NOW, nothing)
    assert may_edit(ours, NOW, frozenset({"reply"}))
    assert not may_react(theirs, frozenset({"reply"}))
    assert may_delete(phone, frozenset({"delete_received_messages"}))
    assert not may_delete(phone, frozenset({"delete_sent_messages"}))
    assert may_forward(theirs, nothing)
