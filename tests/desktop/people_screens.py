"""``python -m tests.desktop.people_screens [FOLDER] [LANG-THEME …]``: a new conversation, who the
client is, somebody who is blocked; the rest of it is in ``tests.desktop.screens``."""

import asyncio

from PySide6.QtWidgets import QDialog

from core.domain.problems import Problem
from desktop.viewmodels.new_talk import SETTLED
from tests.desktop.drawing import Drawing, run


async def draw(on: Drawing) -> None:
    """The states, one after the other."""
    window, people = on.window, on.backend.people
    await window.start()
    await on.picture("1-nothing-open")
    line = window.people.palette.line
    window.people.new_talk()
    await on.picture("2-new-talk")
    for name, typed in (("3-found", "ole"), ("4-number", "Пётр 8 916 555-00-09")):
        line.setText(typed)
        await asyncio.sleep(SETTLED * 1.5)
        await on.picture(name)
    people.problem = Problem("new-talk-offline")
    line.setText("@nobody")
    await asyncio.sleep(SETTLED * 1.5)
    await on.picture("5-offline")
    people.problem = None
    window.people.palette.leave()
    await window.people.open_person("42", "9001")
    await on.picture("6-begun")
    await window.open_thread(3)
    window.person.profile()
    await on.picture("7-contact")
    for name, ask in (
        ("8-rename", window.person.rename),
        ("9-block", window.person.block),
        ("10-report", window.person.report_spam),
        ("11-delete", window.person.delete_chat),
    ):
        ask()
        await on.settle()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                await on.picture(name, dialog)
                dialog.close()
    peer = window.desk.composer.peer
    assert peer is not None
    await people.block([peer.peer], True)
    await on.picture("12-blocked")


if __name__ == "__main__":
    run(draw, "out/people")
