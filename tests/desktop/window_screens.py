"""``python -m tests.desktop.window_screens [FOLDER] [LANG-THEME …]``: WhatsApp's windows in each
state, in both languages and themes."""

from msgspec import structs

from core.domain.changes import Change
from core.domain.problems import Problem
from core.domain.window import AdPrice
from desktop.viewmodels.backend import HealthRow
from tests.desktop.drawing import Drawing, run
from tests.desktop.sample_backend import HOUR, MINUTE, NOW


async def draw(on: Drawing) -> None:
    """The states, one after the other."""
    window, backend, shell, feed, lang = on.window, on.backend, on.shell, on.feed, on.lang
    rows = backend.rows
    owners = ("Анна Ким", "Олег Дёмин") if lang == "ru" else ("Anna Kim", "Oleg Dean")

    def stands(thread: int, left: int, owner: str = "", **ad: int) -> None:
        rows[thread] = structs.replace(
            rows[thread], window_closes=NOW + left, waiting_since=NOW - HOUR, owner=owner
        )
        backend.ads[thread] = AdPrice(**ad)

    await window.start()
    stands(2, 19 * HOUR, answer_by=NOW + 19 * HOUR)
    await window.open_thread(2)
    await on.picture("1-open-unanswered-ad")
    stands(2, 102 * MINUTE, owners[0], until=NOW + 50 * HOUR)
    feed.push(Change(frozenset({"message"}), frozenset({2}), 1))
    await on.picture("2-closing-ad")
    stands(2, 7 * MINUTE + 41_000, owners[0])
    feed.push(Change(frozenset({"message"}), frozenset({2}), 2))
    await on.picture("3-last-minutes")
    stands(2, -1000, owners[0], until=NOW + 50 * HOUR)
    feed.push(Change(frozenset({"window_closed"}), frozenset({2}), 3))
    await on.picture("4-closed-ad")
    out_row = next(row for row in backend.kept[1] if row.direction == "out")
    held = structs.replace(
        out_row, id=99_000, client_ref="held", status="failed", at=NOW,
        text=backend.words["m7"], problem=Problem("whatsapp-window-closed").encode(),
    )  # fmt: skip
    stands(2, 3 * HOUR, owners[0])
    await window.open_thread(2)
    backend.kept[2] = [*backend.kept[2], held]
    feed.push(Change(frozenset({"send_failed"}), frozenset({2}), 4))
    await on.settle()
    backend.kept[2] = backend.kept[2][:-1]  # as it is once it was taken out of the thread
    feed.push(Change(frozenset({"delete"}), frozenset({2}), 5))
    await on.picture("5-given-back")
    window.toast.hide()
    stands(4, 9 * MINUTE, owners[1])
    stands(7, 200 * MINUTE)
    window.desk.browse.go_view("closing")
    await window.desk.views.refresh()
    await on.picture("6-queue")
    window.resize(1000, 640)
    shell.theme.resize("huge")
    await on.picture("7-queue-small-huge")
    shell.theme.resize("normal")
    window.resize(1360, 860)
    for thread in rows:
        rows[thread] = structs.replace(rows[thread], waiting_since=None)
    window.threads.reload()
    await window.desk.views.refresh()
    await on.picture("8-queue-empty")
    problem = Problem("clock-behind", {"minutes": "14"})
    backend.states.append(HealthRow(id="clock", state="waiting", problem=problem))
    window.desk.browse.go(None)
    feed.push_health()
    await on.picture("9-clock")


if __name__ == "__main__":
    run(draw, "out/windows")
