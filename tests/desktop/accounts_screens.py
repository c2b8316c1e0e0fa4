"""``python -m tests.desktop.accounts_screens [FOLDER] [LANG-THEME …]``: two Telegram accounts, in
both languages and themes."""

from msgspec import structs
from PySide6.QtWidgets import QWidget

from core.domain.problems import Problem
from desktop.ui.filter_menu import filter_menu
from desktop.viewmodels.accounts_port import Safety
from tests.desktop.drawing import Drawing, run
from tests.desktop.sample_accounts import two_accounts
from tests.desktop.sample_backend import HOUR, NOW


async def draw(on: Drawing) -> None:
    """The states, one after the other."""
    window, backend, shell, feed = on.window, on.backend, on.shell, on.feed
    two_accounts(backend)
    await window.start()
    await window.open_thread(1)
    await on.picture("1-desk")
    menu = filter_menu(
        window, shell, window.desk.browse, window.queues, window.desk.names, window.listing
    )
    menu.popup(window.mapToGlobal(window.rect().topLeft()))
    await on.picture("2-filter", menu)
    menu.close()
    dialog = await window.windows.load_settings("telegram")
    await on.picture("3-settings", dialog)
    dialog.reject()
    backend.accounts.safety = Safety(
        new=9, new_limit=15, floods=((NOW - 5 * HOUR, 180),), limited_at=0
    )
    window.first.devices("2")
    await on.picture("4-safety", window.findChild(QWidget, "devicesDialog"))
    window.findChild(QWidget, "devicesDialog").close()
    backend.states[1] = structs.replace(
        backend.states[1], state="signed_out", problem=Problem("telegram-signed-out")
    )
    feed.push_health()
    page = window.around.health()
    await on.picture("5-health", page)
    page.close()
    await on.picture("6-banner")
    backend.accounts.rows = [
        structs.replace(row, removed=row.slot == "2", state="off" if row.slot == "2" else "online")
        for row in backend.accounts.rows
    ]
    backend.states.pop(1)
    feed.push_health()
    await on.settle()
    window.desk.composer.choose(window.desk.composer.peers[-1].peer)
    await on.picture("7-removed")


if __name__ == "__main__":
    run(draw, "out/accounts")
