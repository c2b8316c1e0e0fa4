"""Draws what is around the window for the gallery: health, quiet, after a crash, settings."""

from collections.abc import Awaitable, Callable

from desktop.ui.main_window import MainWindow

Picture = Callable[..., Awaitable[None]]


async def around_states(window: MainWindow, picture: Picture) -> None:
    """How everything is, not to be disturbed after a crash, the settings of notices."""
    around = window.around
    page = around.health()
    await picture("90-health", page)
    page.close()
    around.toggle_quiet()
    around.say_crashed()
    await picture("91-quiet-after-a-crash")
    around.toggle_quiet()
    around.crashed.hide()
    window.toast.hide()
    settings = await window.windows.load_settings("notices")
    await picture("92-settings-notices", settings)
    settings.close()
