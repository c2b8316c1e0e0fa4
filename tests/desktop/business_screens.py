"""``python -m tests.desktop.business_screens [FOLDER] [LANG-THEME …]``: Telegram Business of an
account, in both languages and themes."""

from msgspec import structs
from PySide6.QtWidgets import QScrollArea, QWidget

from core.domain.around import Around
from core.domain.business import Business
from core.domain.problems import Problem
from desktop.ui.business_more import IntroEditor, PlaceEditor
from tests.desktop.drawing import Drawing, run
from tests.desktop.sample_business import filled


async def draw(on: Drawing) -> None:
    """The states, one after the other."""
    window, backend, shell, feed, lang = on.window, on.backend, on.shell, on.feed, on.lang
    backend.business.kept["1001"] = filled(lang)
    backend.kept[1] = [
        structs.replace(row, around=Around(automatic=True)) if row.id == 17 else row
        for row in backend.kept[1]
    ]
    await window.start()
    await window.open_thread(1)
    await window.desk.business.refresh()
    window.write.quick_replies()
    await on.settle()
    window.desk.business.of("1001")
    await on.picture("1-picker")
    window.write.list.line.setText(filled(lang).shortcuts[1].name)
    await on.picture("2-picker-whole")
    window.write.list.hide()
    dialog = await window.windows.load_settings("telegram")
    await on.picture("3-settings", dialog)
    dialog.reject()
    window.first.business()
    await on.settle()
    shown = window.findChild(QWidget, "businessDialog")
    await on.picture("4-business", shown)
    bar = shown.findChildren(QScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())
    await on.picture("5-business-end", shown)
    hours = shown.edit_hours()
    await on.picture("6-hours", hours)
    hours.days[0].setText("с девяти")
    await on.picture("7-hours-bad", hours)
    hours.close()
    greeting = shown.edit_automatic("greeting")
    await on.picture("8-greeting", greeting)
    greeting.close()
    away = shown.edit_automatic("away")
    away.schedule.setCurrentIndex(2)
    away.people.search.setText("Ал" if lang == "ru" else "A")
    await on.settle()
    await on.picture("9-away", away)
    away.close()
    reply = shown.edit_reply(filled(lang).shortcuts[0])
    await on.picture("10-reply", reply)
    reply.bad(shell.problem(Problem("business-shortcut-taken")))
    await on.picture("11-reply-refused", reply)
    reply.close()
    for name, editor in (
        ("12-place", shown.edit(PlaceEditor)), ("13-intro", shown.edit(IntroEditor)),
        ("14-link", shown.edit_link(filled(lang).links[0])),
    ):  # fmt: skip
        await on.picture(name, editor)
        editor.close()
    backend.business.kept["1001"] = Business()
    feed.push_health()
    await on.picture("15-none", shown)
    shown.close()


if __name__ == "__main__":
    run(draw, "out/business")
