"""Draws templates: offered in a closed window, filled in, refused, none, not to be read."""

from collections.abc import Awaitable, Callable

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
    await picture("85-templates-offered")
    rows = {row.name: row for row in model.every}
    if "delivery_track" in rows:
        panel.pick(rows["delivery_track"])
        for field in panel.form.fields:
            if not field.value:
                field.line.setText("1148")
                break
        panel.submit.click()
        await picture("86-template-filled")
        panel.pick(rows["new_catalogue"])
        await picture("87-template-picture")
        panel.pick(rows["autumn_sale"])
        await picture("88-template-paused")
    panel.search.setText("zzzz")
    await picture("89-templates-nothing-fits")
    panel.search.clear()
    model.narrow(Wanted())
    window.resize(1000, 640)
    theme.resize("huge")
    await picture("90-templates-huge")
    theme.resize("normal")
    await picture("91-templates-small")
    window.resize(1360, 860)
    every, model.every = model.every, ()
    model.state = "failed"
    model.problem = Problem("whatsapp-unreachable")
    model.narrow(Wanted())
    await picture("92-templates-offline")
    model.state, model.problem = "ready", None
    model.narrow(Wanted())
    await picture("93-templates-none")
    model.every = every
    model.narrow(Wanted())
