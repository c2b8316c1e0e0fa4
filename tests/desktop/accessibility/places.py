"""Everything that the window can show, by name: how it is opened, and what then stands there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from core.domain.problems import Problem
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.guide import STEPS
from desktop.viewmodels.proxies_port import Proxies
from tests.desktop.accessibility.people_places import (
    PEOPLE,
    SHOWN,
    dialog,
    put_away,
    shown,
    state,
)

DIALOGS = (
    "settings", "settings-notices", "settings-telegram", "settings-whatsapp", "settings-model",
    "settings-crm", "help", "sign-in", "sign-in-code", "models", "trial", "health", "backup",
    "restore", "crm", "page", "replies", "follow-up", "proxies", "devices", "history",
    "place", "contact", "question", "question-list", *PEOPLE,
)  # fmt: skip
STATES = (
    "empty", "thread", "closed", "many", "filtered", "no-matches", "search", "found", "find",
    "palette", "quick-replies", "conflict", "correcting", "toast", "trouble", "crashed",
    "template-list", "template-filling", "template-offline",
    "guide-0", "guide-1", "guide-2", "guide-3", "guide-4", "guide-5", "guide-6", *SHOWN,
)  # fmt: skip

GROUPS = {
    "around": STATES[:16],
    "guide and people": STATES[16:],
    "settings": DIALOGS[:14],
    "dialogs": DIALOGS[14 : -len(PEOPLE)],
    "groups": PEOPLE,
}
"""A window can show one of these after the other in a few seconds."""


@asynccontextmanager
async def opened(desk: SimpleNamespace, place: str) -> AsyncIterator[QWidget]:
    """The widget that stands there, settled; put away again at the end."""
    name, _, part = place.partition("-")
    made = await (_dialog(desk, place) if place in DIALOGS else _state(desk, name, part, place))
    await asyncio.sleep(0.08)
    try:
        yield made
    finally:
        await _put_away(desk, place, made)


async def _put_away(desk: SimpleNamespace, place: str, made: QWidget) -> None:
    window = desk.window
    if place in DIALOGS:
        if isValid(made):
            made.close()
    elif place.startswith("guide"):
        window.first.guide_.model.leave()
    window.searching.panel.leave()
    window.conversation.find_bar.leave()
    window.going.palette.leave()
    window.write.list.hide()
    window.pane.leave_many()
    window.desk.browse.widen()
    window.toast.hide()
    await put_away(desk, place)
    await asyncio.sleep(0.03)


async def _dialog(desk: SimpleNamespace, place: str) -> QWidget:
    window, windows = desk.window, desk.window.windows
    await window.open_thread(1)
    name, _, part = place.partition("-")
    if place in PEOPLE:
        return await dialog(desk, place)
    if name == "settings":
        return await windows.load_settings(part or "general")
    if name == "sign":
        sign_in = windows.sign_in()
        if part == "in-code":
            await asyncio.sleep(0.05)
            window.sign_in.submit("+79161112233")
        return sign_in
    if place in ("models", "trial"):
        manager = windows.models()
        if place == "trial":
            await asyncio.sleep(0.1)
            state = window.desk.models
            state.try_out(next(r for r in state.rows if r.place == "here" and not r.in_use))
        return manager
    if place == "health":
        return window.around.health()
    if place == "crm":
        return await windows.load_preview(1)
    if place == "proxies":
        window.backend.proxies.kept = Proxies(True, window.backend.proxies.read("tg://one"))
        return await window.first.show_proxies()
    if place in ("place", "contact") or name == "question":
        await window.open_thread(2)
        getattr(window.write.rich, name)()
        asked = shown(window, {"contact": "card"}.get(name, name) + "Dialog")
        if part == "list":
            asked.as_list.click()
        return asked
    if place == "history":
        window.first.history()
        history = shown(window, "historyDialog")
        history.look("/export")
        await asyncio.sleep(0.05)
        return history
    if place == "page":
        row = next(row for row in window.facts.rows if row.fact.page is not None)
        await windows.show_fact_page(row)
        return shown(window, "pageViewer")
    do, which = {
        "help": (windows.help, "keysHelp"),
        "backup": (window.first.backup, ""), "restore": (window.first.restore, ""),
        "replies": (window.write.manage_replies, "repliesManager"),
        "devices": (window.first.devices, "devicesDialog"),
        "follow-up": (window.actions_["follow_up"].trigger, "whenDialog"),
    }[place]  # fmt: skip
    do()
    await asyncio.sleep(0.05)
    return shown(window, which)


async def _state(desk: SimpleNamespace, name: str, part: str, place: str) -> QWidget:
    window = desk.window
    if name == "guide":
        await window.first.show_guide()
        model = window.first.guide_.model
        model.go(STEPS[int(part)])
        window.first.guide_.refresh()
        return window
    if place == "empty":
        return window
    if place in SHOWN:
        return await state(desk, place)
    if name == "template":
        await _template(desk, part)
        return window
    await window.open_thread({"closed": 7, "conflict": 2}.get(place, 1))
    await asyncio.sleep(0.05)
    if place == "many":
        for row in range(1, 4):
            window.pane.list.selectionModel().select(
                window.threads.index(row), QItemSelectionModel.SelectionFlag.Select
            )
    elif place == "filtered":
        window.desk.browse.narrow(waiting=True)
    elif place == "no-matches":
        window.desk.browse.narrow(draft=True, closing=True)
    elif place in ("search", "found"):
        window.focus_search()
        if place == "found":
            window.searching.panel.put("панел" if desk.lang == "ru" else "panel")
    elif place == "find":
        window.talk.find()
        window.conversation.find_bar.line.setText("800")
        window.conversation.find_bar.step(0)
    elif place == "palette":
        window.going.open_palette()
    elif place == "quick-replies":
        window.write.quick_replies()
    elif place == "correcting":
        window.sidebar.facts.cards[0].correct.click()
    elif place == "toast":
        window.toast.tell(
            "Готово" if desk.lang == "ru" else "Done", desk.shell.tr("close"), lambda: None
        )
    elif place == "trouble":
        desk.backend.states[0] = _failed()
        desk.feed.push_health()
    elif place == "crashed":
        window.around.say_crashed()
    return window


async def _template(desk: SimpleNamespace, part: str) -> None:
    window = desk.window
    panel, model = window.conversation.composer.templates, window.desk.templates
    desk.backend.templates_fail = None
    if part == "offline":
        desk.backend.templates_fail = Problem("whatsapp-unreachable")
        model.every, model.state = (), "none"
    await window.open_thread(7)
    model.reload()
    await asyncio.sleep(0.1)
    if part == "filling":
        panel.pick(next(row for row in model.every if row.name == "new_catalogue"))
        panel.submit.click()


def _failed() -> HealthRow:
    return HealthRow(id="telegram", state="failed", problem=Problem("telegram-unreachable"))
