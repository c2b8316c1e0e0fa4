"""Draws templates: offered in a closed window, filled in, refused, none, not to be read; and what
else may be sent besides text."""

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from core.domain.problems import Problem
from desktop.ui.main_window import MainWindow
from desktop.viewmodels.template_order import Wanted

Picture = Callable[..., Awaitable[None]]


async def template_states(window: MainWindow, closed: int, picture: Picture) -> None:
    """``closed`` is a thread whose window is closed."""
    model, panel, theme = window.desk.templates, window.conversation.composer.templates, (
        window.shell.theme
    )  # fmt: skip
    await window.open_thread(closed)
    await picture("135-templates-offered")
    rows = {row.name: row for row in model.every}
    if "delivery_track" in rows:
        panel.pick(rows["delivery_track"])
        for field in panel.form.fields:
            if not field.value:
                field.line.setText("1148")
                break
        panel.submit.click()
        await picture("136-template-filled")
        panel.pick(rows["new_catalogue"])
        await picture("137-template-picture")
        panel.pick(rows["autumn_sale"])
        await picture("138-template-paused")
    panel.search.setText("zzzz")
    await picture("139-templates-nothing-fits")
    panel.search.clear()
    model.narrow(Wanted())
    window.resize(1000, 640)
    theme.resize("huge")
    await picture("140-templates-huge")
    theme.resize("normal")
    await picture("141-templates-small")
    window.resize(1360, 860)
    every, model.every = model.every, ()
    model.state = "failed"
    model.problem = Problem("whatsapp-unreachable")
    model.narrow(Wanted())
    await picture("142-templates-offline")
    model.state, model.problem = "ready", None
    model.narrow(Wanted())
    await picture("143-templates-none")
    model.every = every
    model.narrow(Wanted())


async def rich_states(window: MainWindow, open_: int, picture: Picture) -> None:
    """Places, contacts, questions; ``open_`` is a thread on WhatsApp whose window is open."""
    ru = window.shell.i18n.lang == "ru"
    await window.open_thread(open_)
    composer, more = window.conversation.composer, window.write.rich
    composer.draft.setPlainText("https://yandex.ru/maps/?pt=37.6173,55.7558&z=15")
    await picture("144-draft-is-a-place")
    composer.draft.clear()
    more.place()
    dialog = _dialog(window, "placeDialog")
    dialog.where.setText("55.7558, 37.6173")
    dialog.name.setText("Склад № 2" if ru else "Warehouse 2")
    dialog.address.setText("Тверь, Индустриальная, 14" if ru else "14 Industrial St, Tver")
    await picture("145-place", dialog)
    dialog.close()
    more.contact()
    card = _dialog(window, "cardDialog")
    card.name.setText("Анна Белова" if ru else "Anna Belova")
    card.phone.setText("8 916")
    card.submit.click()
    await picture("146-contact", card)
    card.close()
    more.question()
    asked = _dialog(window, "questionDialog")
    asked.question.setPlainText("Когда удобно *принять груз*?" if ru else "When can you unload?")
    for line, words in zip(
        asked.titles, ("Завтра", "В понедельник") if ru else ("Tomorrow", "On Monday"),
        strict=False,
    ):  # fmt: skip
        line.setText(words)
    await picture("147-question", asked)
    asked.as_list.click()
    for i, words in enumerate(("Самовывоз", "До склада") if ru else ("Pick-up", "To the site")):
        asked.rows[i][0].setText(words)
    await picture("148-question-list", asked)
    asked.submit.click()
    await picture("149-rich-in-the-thread")


def _dialog(window: MainWindow, name: str) -> Any:
    return next(
        one for one in window.findChildren(QWidget) if one.objectName() == name and one.isVisible()
    )
