"""What the window shows of people and groups, of a day to go to and of Telegram Business, by name:
how each is opened."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.domain.business import Business
from core.domain.rooms import Rights, Room
from desktop.ui.business_more import IntroEditor, PlaceEditor
from tests.desktop import sample_groups as sample
from tests.desktop.sample_business import filled
from tests.desktop.sample_rooms import MEMBERS, TOPICS

NAMES = tuple(text for one in MEMBERS for text in (one.member.name, one.member.title) if text)
_RULES = Rights(add=True, remove=True, rename=True, rules=True)
_OWN = ("members", "group-add", "group-new")
_PERSON = {"rename": "nameDialog", "report": "personDialog"}
_BUSINESS = ("business", "business-none", "business-hours", "business-away",
             "business-address", "business-intro", "business-link")  # fmt: skip
PEOPLE = (*_OWN, *_PERSON, *_BUSINESS, "date")
SHOWN = ("new-talk", "new-talk-found", "mentions", "forum", "slow", "silent", "blocked", "person")


async def dialog(desk: SimpleNamespace, place: str) -> QWidget:
    """One of ``PEOPLE``."""
    window = desk.window
    if place in _OWN:
        return await _of_group(desk, place)
    if place in _BUSINESS:
        return await _of_business(desk, place)
    if place == "date":
        window.days.ask()
        await asyncio.sleep(0.02)
        return shown(window, "dateDialog")
    await window.open_thread(3)
    await asyncio.sleep(0.02)
    {"rename": window.person.rename, "report": window.person.report_spam}[place]()
    await asyncio.sleep(0.05)
    return shown(window, _PERSON[place])


async def state(desk: SimpleNamespace, place: str) -> QWidget:
    """One of ``SHOWN``: the window."""
    window = desk.window
    if place.startswith("new-talk"):
        window.people.new_talk()
        if place == "new-talk-found":
            window.people.palette.line.setText("+7 916 555-00-09")
            await asyncio.sleep(0.5)
    elif place in ("mentions", "forum", "slow", "silent"):
        slow = {"slow": 120, "slow_until": desk.now + 60_000} if place == "slow" else {}
        silent = Rights(silent="admins") if place == "silent" else _RULES
        await _group(desk, Room(forum=True, topics=TOPICS, rights=silent, **slow))
        if place == "mentions":
            window.conversation.composer.draft.setFocus()
            QTest.keyClicks(window.conversation.composer.draft, "@")
            await asyncio.sleep(0.1)
    else:
        if desk.lang == "en":
            people = desk.backend.people
            people.told = replace(people.told, about="Nine to five", address="", common=())
        await window.open_thread(3)
        await asyncio.sleep(0.02)
        if place == "blocked":
            await desk.backend.people.block([window.desk.composer.peer.peer], True)
        else:
            window.person.profile()
        await asyncio.sleep(0.02)
    return window


async def put_away(desk: SimpleNamespace, place: str) -> None:
    """As it was before."""
    window = desk.window
    window.people.palette.leave()
    if place == "mentions":
        window.conversation.composer.draft.clear()
    elif place == "blocked":
        await desk.backend.people.block([window.desk.composer.peer.peer], False)
    elif place == "person":
        window.sidebar.sections[-1].fold(True)


def shown(window: QWidget, which: str) -> QWidget:
    """The dialog of that name, '' for any."""
    return next(
        one
        for one in window.findChildren(QWidget)
        if one.isWindow() and one.isVisible() and which in ("", one.objectName())
    )


async def _group(desk: SimpleNamespace, room: Room) -> None:
    row, peer, rows = sample.group(desk.lang, desk.now, [""] * len(sample.SHAPES))
    desk.backend.rooms.room_of = room
    desk.backend.rows[sample.THREAD] = row
    desk.backend.groups[sample.THREAD] = replace(peer, room=room)
    desk.backend.kept[sample.THREAD] = rows[:3]
    await desk.window.open_thread(sample.THREAD)
    await asyncio.sleep(0.02)


async def _of_group(desk: SimpleNamespace, place: str) -> QWidget:
    window = desk.window
    await _group(desk, Room(title="ООО" if desk.lang == "ru" else "Ltd", rights=_RULES))
    if place == "group-new":
        window.rooming.new_group()
    else:
        window.rooming.members()
        await asyncio.sleep(0.05)
    if place == "group-add":
        members = shown(window, "membersDialog")
        members.add.click()
        members.hide()
    await asyncio.sleep(0.05)
    return shown(window, "membersDialog" if place == "members" else "peopleDialog")


async def _of_business(desk: SimpleNamespace, place: str) -> QWidget:
    window, stands = desk.window, filled(desk.lang)
    desk.backend.business.kept["1001"] = Business() if place == "business-none" else stands
    await window.desk.business.refresh()
    window.first.business()
    await asyncio.sleep(0.05)
    page = shown(window, "businessDialog")
    edits: dict[str, Callable[[], QWidget]] = {
        "hours": page.edit_hours,
        "away": lambda: page.edit_automatic("away"),
        "address": lambda: page.edit(PlaceEditor),
        "intro": lambda: page.edit(IntroEditor),
        "link": lambda: page.edit_link(stands.links[0]),
    }
    part = place.partition("-")[2]
    return edits[part]() if part in edits else page
