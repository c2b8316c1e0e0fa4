"""WhatsApp's windows as the operator has them before them: countdowns, the queue of those about to
close, what is given back when one has closed."""

from types import SimpleNamespace

from msgspec import structs

from desktop.viewmodels.rows import ROW
from tests.desktop.sample_backend import HOUR, MINUTE

from .conftest import until


def ids(desk: SimpleNamespace) -> list[int]:
    return [row.id for row in desk.window.threads.rows]


def waits(desk: SimpleNamespace, thread: int, left: int, owner: str = "") -> None:
    """That client waits, and their window closes after ``left``."""
    rows = desk.backend.rows
    rows[thread] = structs.replace(
        rows[thread], has_window=True, window_closes=desk.now + left, waiting_since=desk.now - HOUR,
        owner=owner, queue="sales",
    )  # fmt: skip


async def test_who_is_about_to_lose_a_window_is_one_queue_over_all(desk: SimpleNamespace) -> None:
    window, views = desk.window, desk.window.desk.views
    for thread in desk.backend.rows:
        desk.backend.rows[thread] = structs.replace(desk.backend.rows[thread], waiting_since=None)
    waits(desk, 4, 3 * HOUR, "Анна")
    waits(desk, 6, 50 * MINUTE, "Олег")
    waits(desk, 8, 5 * HOUR)
    window.actions_["closing"].trigger()
    await until(lambda: ids(desk) == [6, 4])
    await views.refresh()
    index = views.index(views.row_of("closing"))
    assert index.data(ROW).count == 2
    assert "Закрываются окна, " in views.text(index.data(ROW))
    assert [row.owner for row in window.threads.rows] == ["Олег", "Анна"]
    await desk.backend.save_settings({"desk.closing_hours": "6"})
    window.desk.configure({"desk.closing_hours": "6"})
    await until(lambda: ids(desk) == [6, 4, 8])
    for thread in (4, 6, 8):
        desk.backend.rows[thread] = structs.replace(desk.backend.rows[thread], waiting_since=None)
    window.threads.reload()
    await until(lambda: ids(desk) == [])
    assert "окно" in window.pane._nothing.title.text()
