"""Several Telegram accounts in the window."""

from collections.abc import Callable
from types import SimpleNamespace

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from core.domain.changes import Change
from core.domain.problems import Problem, ProblemError
from desktop.shell.sentences import until_words
from desktop.ui.safety_panel import DAY_MS, SafetyPanel, risk
from desktop.viewmodels.accounts_port import Safety
from desktop.viewmodels.settings import FIELDS
from tests.desktop.sample_accounts import ANNA, BORIS, two_accounts
from tests.desktop.sample_backend import NOW
from tests.desktop.ui.conftest import until


async def both(desk: SimpleNamespace) -> None:
    """Boris is here beside Anna."""
    two_accounts(desk.backend)
    desk.feed.push(Change(frozenset({"message"}), frozenset(desk.backend.rows), 1))
    desk.feed.push_health()
    await until(lambda: desk.shell.accounts.ink(BORIS.account))
    await until(lambda: desk.window.threads.row(1).last_account == BORIS.account)
    await until(lambda: desk.window.desk.health.several)


async def settings(desk: SimpleNamespace) -> QWidget:
    dialog = await desk.window.windows.load_settings("telegram")
    await until(lambda: dialog.findChild(QWidget, "account-1") is not None)
    return dialog


def press(dialog: QWidget, name: str) -> None:
    """With the keyboard."""
    made = dialog.findChild(QPushButton, name)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)


async def test_one_account_needs_no_colour(desk: SimpleNamespace) -> None:
    assert desk.window.desk.accounts.here == [ANNA]
    assert desk.shell.accounts.names == []
    assert desk.window.findChild(QWidget, "health-telegram") is not None
    await both(desk)
    assert desk.shell.accounts.ink(ANNA.account) == "account_1"
    assert desk.window.findChild(QWidget, "health-telegram:2").accessibleName().startswith("Tele")
    desk.backend.accounts.rows = [ANNA]
    desk.feed.push_health()
    await until(lambda: not desk.shell.accounts.ink(ANNA.account))


async def test_an_account_is_added_and_signed_in_to(desk: SimpleNamespace) -> None:
    dialog = await settings(desk)
    press(dialog, "accountAdd")
    await until(lambda: desk.window.desk.sign_in.slot == "3")
    assert desk.window.findChild(QWidget, "signIn").isVisible()
    assert desk.backend.accounts.asked[-1] == "3"


async def test_a_code_that_the_wrong_phone_scanned_says_so(desk: SimpleNamespace) -> None:
    twice, asked = Problem("telegram-account-twice"), []

    async def scan(show: Callable[[str], None]) -> str:
        asked.append(show)
        if len(asked) == 1:
            raise ProblemError(twice)
        show("tg://login?token=b3RoZXI")
        await desk.backend.scanned.wait()
        return "done"

    desk.backend.scan = scan
    dialog = desk.window.windows.sign_in("1")
    await until(lambda: desk.window.desk.sign_in.problem == twice)
    await until(dialog.problem.isVisible)
    assert dialog.problem.text() == desk.shell.problem(twice)
    await until(lambda: desk.window.desk.sign_in.link, seconds=10)
    dialog.close()


async def test_what_is_refused_is_said_in_the_list(desk: SimpleNamespace) -> None:
    dialog = await settings(desk)
    desk.backend.fail = Problem("telegram-unreachable")
    for _ in range(2):
        press(dialog, "account-remove-1")
    problem = dialog.findChild(QWidget, "accountsProblem")
    await until(problem.isVisible)
    assert problem.text() == desk.shell.problem(Problem("telegram-unreachable"))
    dialog.reject()


async def test_a_removed_account_is_to_be_read(desk: SimpleNamespace) -> None:
    await both(desk)
    window = desk.window
    await window.open_thread(1)
    composer = window.desk.composer
    assert composer.peer.peer.account == BORIS.account, "where the client wrote last"
    assert composer.free_text
    dialog = await settings(desk)
    press(dialog, "account-remove-2")
    assert ("remove_account", "2") not in desk.backend.calls, "it asks first"
    press(dialog, "account-remove-2")
    await until(lambda: ("remove_account", "2") in desk.backend.calls)
    await until(lambda: composer.removed == BORIS.name)
    assert not composer.free_text
    assert composer.elsewhere is not None
    assert composer.elsewhere.peer.account == ANNA.account
    notice = window.findChild(QWidget, "windowNotice")
    assert notice.isVisible()
    assert dialog.findChild(QPushButton, "account-devices-2") is None
    dialog.reject()
    window.findChild(QPushButton, "writeElsewhere").click()
    assert composer.free_text


async def test_a_colour_is_chosen_by_its_name(desk: SimpleNamespace) -> None:
    await both(desk)
    dialog = await settings(desk)
    press(dialog, "accountColour-2")
    menu = dialog.findChild(QMenu, "accountColours")
    (chosen,) = [one for one in menu.actions() if one.isChecked()]
    assert menu.actions().index(chosen) == BORIS.colour - 1
    menu.actions()[4].trigger()
    menu.close()
    await until(lambda: desk.shell.accounts.ink(BORIS.account) == "account_5")
    assert ("paint_account", "2", 5) in desk.backend.calls
    dialog.reject()


async def test_the_switch_and_the_filter_name_the_account(desk: SimpleNamespace) -> None:
    await both(desk)
    window = desk.window
    await window.open_thread(1)
    switch = window.findChild(QWidget, "channelSwitch")
    texts = [part.text() for part in switch.findChildren(QPushButton)]
    assert texts == [f"Telegram {ANNA.name}", "WhatsApp", f"Telegram {BORIS.name}"]
    window.desk.browse.narrow(accounts=(BORIS.account,))
    await until(lambda: all(BORIS.account in row.accounts for row in window.threads.rows))
    assert window.threads.rows
    window.desk.browse.widen()


async def test_the_banner_and_the_health_page_name_the_account(desk: SimpleNamespace) -> None:
    await both(desk)
    window, backend = desk.window, desk.backend
    problem = Problem("telegram-signed-out")
    backend.states[1] = structs.replace(backend.states[1], state="signed_out", problem=problem)
    desk.feed.push_health()
    banner = window.findChild(QWidget, "bannerText")
    await until(lambda: BORIS.name in banner.text())
    page = window.around.health()
    await until(lambda: page.findChild(QPushButton, "mend-telegram:2") is not None)
    assert page.findChild(QPushButton, "mend-telegram") is None
    page.findChild(QPushButton, "mend-telegram:2").click()
    assert window.desk.sign_in.slot == "2"
    page.close()


def test_the_list_is_kept_but_asked_for_elsewhere() -> None:
    (field,) = [one for one in FIELDS if one.id == "telegram.accounts"]
    assert field.section == ""


async def test_a_session_that_stands_at_telegram_is_to_be_ended_on_the_phone(
    desk: SimpleNamespace,
) -> None:
    await both(desk)
    accounts = desk.backend.accounts
    accounts.rows = [
        structs.replace(row, removed=row.slot == "2", unended=row.slot == "2")
        for row in accounts.rows
    ]
    desk.feed.push_health()
    dialog = await settings(desk)
    told = desk.shell.tr("accounts-removed-unended")
    await until(lambda: told in dialog.findChild(QWidget, "account-2").accessibleName())
    dialog.reject()


async def test_the_safety_panel_says_until_when(desk: SimpleNamespace) -> None:
    panel = SafetyPanel(desk.shell)
    panel.show_safety(Safety(held_until=NOW + 2 * 3600 * 1000), 0)
    clock = until_words("ru", NOW + 2 * 3600 * 1000, NOW)
    assert clock.startswith("до ")
    assert clock in panel.accessibleName()
    panel.show_safety(Safety(held_until=NOW + 40_000), 0)
    assert "40 с" in panel.accessibleName()
    panel.deleteLater()


def test_the_worst_is_said_first() -> None:
    calm = Safety(new=1, new_limit=15)
    old = NOW - 100 * DAY_MS
    assert risk(calm, old, NOW) == "low"
    assert risk(calm, 0, NOW) == "low"
    assert risk(calm, NOW - DAY_MS, NOW) == "fresh"
    assert risk(structs.replace(calm, new=8), NOW - DAY_MS, NOW) == "busy"
    flooded = structs.replace(calm, new=8, floods=((NOW - 1000, 30),))
    assert risk(flooded, old, NOW) == "flood"
    assert risk(structs.replace(flooded, limited_at=NOW - DAY_MS), old, NOW) == "limited"
    assert risk(structs.replace(calm, floods=((NOW - 3 * DAY_MS, 30),)), old, NOW) == "low"


async def test_many_accounts_fit_into_the_bar(desk: SimpleNamespace) -> None:
    await both(desk)
    backend, window = desk.backend, desk.window
    name = "Александра Константинопольская"
    for i in range(3, 7):
        backend.states.append(structs.replace(backend.states[1], slot=str(i), name=name))
    bad = structs.replace(backend.states[-1], state="failed", problem=Problem("telegram-server"))
    backend.states[-1] = bad
    desk.feed.push_health()
    await until(lambda: window.findChild(QWidget, "health-telegram:6") is not None)
    words = [part.text() for part in window.health.findChildren(QLabel) if part.text()]
    assert not any(name in text for text in words)
    assert "Александра" in words, "who is not well is named"
    assert "Борис" not in words
    assert name in window.findChild(QWidget, "health-telegram:3").accessibleName()
    await until(lambda: window.health.minimumSizeHint().width() < 1000)
