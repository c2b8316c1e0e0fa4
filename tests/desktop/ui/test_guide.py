"""The first steps on an empty profile, gone through with the keyboard alone, in both languages."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.domain.problems import Problem
from desktop.shell.commands import COMMANDS
from desktop.shell.i18n import I18n
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.guide import GuideModel
from tests.desktop.sample_backend import NOW, SampleBackend
from tests.desktop.ui.conftest import until

ALT = Qt.KeyboardModifier.AltModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest_asyncio.fixture()
async def fresh(shell: SimpleNamespace) -> AsyncIterator[SimpleNamespace]:
    """A window on a profile where nothing was ever set up: ``window``, ``backend``, ``shell``."""
    made = SimpleNamespace(shell=shell.shell, now=NOW)
    made.shell.i18n.choose("ru")
    made.feed = Feed()
    made.backend = SampleBackend(made.feed, "ru")
    made.backend.saved.clear()
    made.backend.rows.clear()
    made.backend.states[0] = type(made.backend.states[0])(id="telegram", state="signed_out")
    made.window = MainWindow(made.backend, made.feed, made.shell)
    made.window.show()
    await made.window.start()
    yield made
    await made.window.shut_down()
    made.window.close()
    made.window.deleteLater()
    made.shell.i18n.choose("ru")
    made.shell.theme.choose("light")


def model(fresh: SimpleNamespace) -> GuideModel:
    guide: GuideModel = fresh.window.first.guide_.model
    return guide


def here(fresh: SimpleNamespace) -> str:
    """The name of what has the keys."""
    widget = fresh.window.focusWidget()
    return widget.objectName() if widget is not None else ""


def press(fresh: SimpleNamespace, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(fresh.window.focusWidget(), key, modifier or Qt.KeyboardModifier.NoModifier)


def enter(fresh: SimpleNamespace, text: str) -> None:
    QTest.keyClicks(fresh.window.focusWidget(), text)


def tab_to(fresh: SimpleNamespace, name: str) -> None:
    for _ in range(40):
        if here(fresh) == name:
            return
        press(fresh, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


async def at(fresh: SimpleNamespace, step: str) -> None:
    await until(lambda: model(fresh).step == step and not model(fresh).busy)


def said(fresh: SimpleNamespace, name: str) -> str:
    found = fresh.window.findChild(QLabel, name)
    return found.text() if found is not None and found.isVisible() else ""


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_the_guide_is_gone_through_by_keys(fresh: SimpleNamespace, lang: str) -> None:
    window, saved, words = fresh.window, fresh.backend.saved, I18n(lang)
    guide = window.first.guide_
    assert guide is not None
    assert guide.isVisible(), "it comes by itself"
    assert here(fresh) == "guideNext"
    press(fresh, ENTER)
    await at(fresh, "look")
    assert here(fresh) == "setting-language"
    for _ in range(("system", "ru", "en").index(lang)):
        press(fresh, Qt.Key.Key_Down)
    await until(lambda: saved.get("language") == lang)
    assert guide.pages["look"].title.text() == words.say("guide-look-title")
    press(fresh, ENTER)

    await at(fresh, "telegram")
    assert here(fresh) == "setting-telegram.api_id"
    enter(fresh, "123456")
    press(fresh, ENTER)
    await until(lambda: said(fresh, "guideProblem"))
    assert words.say("setting-telegram-api-hash") in said(fresh, "guideProblem")
    assert here(fresh) == "setting-telegram.api_hash"
    enter(fresh, "0123456789abcdef0123456789abcdef")
    assert said(fresh, "guideProblem") == "", "it is being entered"
    assert here(fresh) == "setting-telegram.api_hash"
    press(fresh, ENTER)
    await until(lambda: here(fresh) == "signInField")
    assert saved["telegram.api_id"] == "123456"
    enter(fresh, "8916")
    press(fresh, ENTER)
    await until(lambda: said(fresh, "signInProblem"))
    assert said(fresh, "signInProblem") == words.problem(Problem("telegram-phone-invalid"))
    enter(fresh, "+79161112233")
    press(fresh, ENTER)
    await until(lambda: window.sign_in.step == "code" and not window.sign_in.busy)
    enter(fresh, "11111")
    press(fresh, ENTER)
    await until(lambda: window.sign_in.step != "code" and not window.sign_in.busy)
    if window.sign_in.step == "password":
        enter(fresh, "secret")
        press(fresh, ENTER)
    await until(lambda: here(fresh) == "guideNext")
    press(fresh, ENTER)

    await at(fresh, "model")
    press(fresh, ENTER)
    await at(fresh, "whatsapp")
    press(fresh, Qt.Key.Key_Left, ALT)
    await at(fresh, "model")
    press(fresh, Qt.Key.Key_Right, ALT)
    await at(fresh, "whatsapp")
    assert here(fresh) == "setting-whatsapp.phone_id"
    enter(fresh, "106555123450001")
    press(fresh, ENTER)
    await until(lambda: said(fresh, "guideProblem"))
    assert words.say("setting-whatsapp-token") in said(fresh, "guideProblem")
    enter(fresh, "EAAG0123")
    tab_to(fresh, "setting-whatsapp.app_secret")
    enter(fresh, "0123456789abcdef0123456789abcdef")
    tab_to(fresh, "guideCheckWhatsApp")
    press(fresh, ENTER)
    await until(lambda: model(fresh).checks and not model(fresh).busy)
    assert saved["whatsapp.token"] == "EAAG0123"
    assert len(saved["whatsapp.verify_token"]) > 16, "one was made up"
    page = guide.pages["whatsapp"]

    def shown() -> set[str]:
        return {one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)}

    wanted = {words.problem(Problem("check-secret")), words.say("check-webhook-good")}
    await until(lambda: wanted <= shown())
    tab_to(fresh, "guideNext")
    press(fresh, ENTER)

    await at(fresh, "crm")
    press(fresh, Qt.Key.Key_Down)
    assert model(fresh).values["crm.target"] == "tryton"
    for id_, value in (("url", "crm"), ("database", "base"), ("login", "anna"), ("token", "x")):
        tab_to(fresh, f"setting-crm.{id_}")
        enter(fresh, value)
    press(fresh, ENTER)
    assert here(fresh) == "setting-crm.url", "what is no address is said beside it"
    enter(fresh, "https://crm.example.com")
    fresh.backend.checks.crm_problem = Problem("crm-login", {"login": "anna"})
    tab_to(fresh, "guideTryCrm")
    press(fresh, ENTER)
    await until(lambda: isinstance(model(fresh).crm_tried, Problem))
    assert said(fresh, "guideCrmSaid") == words.problem(Problem("crm-login", {"login": "anna"}))
    assert "crm.url" not in saved, "trying keeps nothing"
    tab_to(fresh, "guideNext")
    press(fresh, ENTER)

    await at(fresh, "done")
    assert saved["crm.url"] == "https://crm.example.com"
    keys = fresh.shell.keymap.shown(next(c for c in COMMANDS if c.id == "palette"))
    assert keys in [one.text() for one in guide.pages["done"].findChildren(QLabel)]
    assert here(fresh) == "guideNext"
    press(fresh, ENTER)
    await until(lambda: saved.get("desk.guide") == "done")
    assert not guide.isVisible()
    assert window.actions_["reply"].isEnabled()


async def test_it_is_left_and_goes_on_where_it_stood(fresh: SimpleNamespace) -> None:
    window = fresh.window
    assert not window.actions_["reply"].isEnabled(), "there is nothing to answer yet"
    model(fresh).go("whatsapp")
    await at(fresh, "whatsapp")
    press(fresh, ESCAPE)
    await until(lambda: fresh.backend.saved.get("desk.guide") == "left:whatsapp")
    assert not window.first.guide_.isVisible()
    assert "F1" in window.toast.text.text()
    window.actions_["guide"].trigger()
    await until(window.first.guide_.isVisible)
    assert model(fresh).step == "whatsapp"
    press(fresh, ESCAPE)


async def test_a_step_is_skipped_and_keeps_nothing(fresh: SimpleNamespace) -> None:
    model(fresh).go("telegram")
    await at(fresh, "telegram")
    enter(fresh, "123456")
    tab_to(fresh, "guideSkip")
    press(fresh, ENTER)
    await at(fresh, "model")
    assert not fresh.backend.saved.get("telegram.api_id")
    model(fresh).go("whatsapp")
    await at(fresh, "whatsapp")
    press(fresh, ENTER)
    await at(fresh, "crm")
    assert "whatsapp.verify_token" not in fresh.backend.saved, "a made-up token alone is nothing"


async def test_the_sandbox_opens_and_closes_from_here(fresh: SimpleNamespace) -> None:
    checks = fresh.backend.checks
    tab_to(fresh, "guidePlay")
    press(fresh, ENTER)
    await until(lambda: checks.played)
    assert checks.played == [("ru", "light")]
    button = fresh.window.focusWidget()
    assert button.text() == I18n("ru").say("guide-demo-close")
    press(fresh, ENTER)
    await until(lambda: not model(fresh).playing)
    checks.play_problem = Problem("demo-failed")
    press(fresh, ENTER)
    await until(lambda: said(fresh, "guideProblem"))
    assert said(fresh, "guideProblem") == I18n("ru").problem(Problem("demo-failed"))
    assert fresh.backend.saved.keys() <= {"desk.guide"}, "the real profile stays empty"


async def test_what_is_to_be_entered_elsewhere_is_copied(fresh: SimpleNamespace) -> None:
    model(fresh).go("telegram")
    await at(fresh, "telegram")
    tab_to(fresh, "guideTelegramLinkCopy")
    press(fresh, ENTER)
    assert QGuiApplication.clipboard().text() == "https://my.telegram.org/apps"
    assert fresh.window.focusWidget().text() == I18n("ru").say("copied")


async def test_it_does_not_come_where_something_is_set_up(desk: SimpleNamespace) -> None:
    assert desk.window.first.guide_ is None


async def test_a_desk_of_a_team_is_asked_for_its_hub(fresh: SimpleNamespace) -> None:
    await fresh.window.first.show_guide()
    guide = model(fresh)
    guide.go("whatsapp")
    await at(fresh, "whatsapp")
    page = fresh.window.first.guide_.pages["whatsapp"]
    shown = [id_ for id_, row in page.rows.items() if not row.isHidden()]
    assert "whatsapp.app_secret" in shown
    assert "whatsapp.hub_url" not in shown
    assert not page.hook.isHidden()
    guide.edit("whatsapp.phone_id", "106555123450001")
    guide.edit("whatsapp.token", "EAAG0123")
    guide.edit("whatsapp.source", "hub")
    page.load()
    page.refresh()
    shown = [id_ for id_, row in page.rows.items() if not row.isHidden()]
    assert "whatsapp.app_secret" not in shown
    assert shown[-2:] == ["whatsapp.hub_url", "whatsapp.hub_token"]
    assert page.hook.isHidden()
    assert not guide._enough()
    assert guide.missing == ("whatsapp.hub_url", "whatsapp.hub_token")
    guide.edit("whatsapp.hub_url", "https://hub.example.com")
    guide.edit("whatsapp.hub_token", "token")
    assert guide._enough()
