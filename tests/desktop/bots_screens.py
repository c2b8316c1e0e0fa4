"""``python -m tests.desktop.bots_screens [FOLDER] [LANG-THEME …]``: business bots, in both
languages and themes."""

from msgspec import structs
from PySide6.QtWidgets import QWidget

from core.domain.channels import Channel
from core.domain.problems import Problem
from desktop.ui.bots_dialog import BotsDialog
from desktop.viewmodels.backend import HealthRow
from tests.desktop.drawing import Drawing, run
from tests.desktop.sample_backend import DAY, HOUR, NOW
from tests.desktop.sample_bots import TOKEN


async def draw(on: Drawing) -> None:
    """The states, one after the other."""
    window, backend, shell, feed, lang = on.window, on.backend, on.shell, on.feed, on.lang
    await window.start()
    await window.open_thread(1)
    window.first.bots()
    await on.settle()
    dialog = window.findChild(BotsDialog)
    assert dialog is not None
    await on.picture("1-empty", dialog)
    backend.bots.refused = Problem("telegram-bot-token")
    dialog.token.setText(TOKEN)
    dialog.give.click()
    await on.picture("2-refused", dialog)
    dialog.give.click()
    await on.picture("3-unconnected", dialog)
    telegram = next(
        p.peer for p in window.desk.composer.peers if p.peer.channel is Channel.TELEGRAM
    )
    backend.bots.connected(lang, telegram.account)
    feed.push_health()
    await on.picture("4-connected", dialog)
    lost = Problem("telegram-bot-token")
    backend.bots.rows[0] = structs.replace(backend.bots.rows[0], state="signed_out", problem=lost)
    feed.push_health()
    await on.settle()
    dialog.findChild(QWidget, "botRenew-1").click()
    await on.picture("5-revoked", dialog)
    dialog.close()
    wrote = [structs.replace(one, client_at=NOW - HOUR) for one in window.desk.composer.peers]
    window.desk.composer.update(wrote)
    window.desk.composer.choose(telegram)
    await on.picture("6-desk")
    shell.now = lambda: NOW + 3 * DAY
    window.desk.composer._now = shell.now
    window.desk.composer.tick()
    await on.picture("7-day-over")
    backend.states.insert(
        1,
        HealthRow(
            id="bot", slot="1", name="@vega_sales_bot", state="online",
            problem=Problem("telegram-bot-lost", {"count": "12"}),
        ),
    )  # fmt: skip
    feed.push_health()
    page = window.around.health()
    await on.picture("9-health", page)
    page.close()
    settings = await window.windows.load_settings("telegram")
    await on.picture("8-settings", settings)
    settings.reject()


if __name__ == "__main__":
    run(draw, "out/bots")
