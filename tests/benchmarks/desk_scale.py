"""Opens a profile in a real window, works in it, and says in JSON how long things took.

``python desk_scale.py PROFILE [MESSAGES_A_SECOND]``. Run as a process of its own by
``test_scale.py``: what it measures is this process alone, the model and the recognizers are others.
"""

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from desktop.shell.garbage import Garbage
from tests.benchmarks import stalls

os.environ["QT_QPA_PLATFORM"] = "offscreen"
OPENED, FRAMES, SECONDS = 60, 240, 15.0


def share(times: list[float], part: float) -> float:
    """What that part of the times stays under, in ms."""
    return round(stalls.share(times, part), 1)


def resident() -> int:
    """Megabytes of memory that this process holds."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


async def opening(window: Any, app: Any) -> dict[str, float]:
    """Threads anywhere in the list, from the click to the painted conversation."""
    from PySide6.QtCore import QEvent, QObject

    class Painted(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen = asyncio.Event()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.seen.set()
            return False

    view = window.conversation.view.viewport()
    watch = Painted()
    threads = random.Random(5).sample(range(1, window.total), OPENED)
    took = []
    for thread in threads:
        view.removeEventFilter(watch)
        began = time.perf_counter()
        await window.open_thread(thread)
        view.installEventFilter(watch)
        watch.seen.clear()
        view.update()
        await watch.seen.wait()
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.02)
    view.removeEventFilter(watch)
    return {"open p50": share(took, 0.5), "open p95": share(took, 0.95)}


async def scrolling(window: Any) -> dict[str, float]:
    """The list of threads, 60 pixels a frame, pages coming as they are reached."""
    bar = window.pane.list.verticalScrollBar()
    took = []
    for _ in range(FRAMES):
        began = time.perf_counter()
        bar.setValue(bar.value() + 60)
        window.pane.list.viewport().repaint()
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.004)
    return {"frame p50": share(took, 0.5), "frame p99": share(took, 0.99),
            "scrolled to": float(bar.value())}  # fmt: skip


async def arriving(store: Any, rate: float, total: int, until: float) -> int:
    """Messages of clients old and new, at that rate."""
    from core.domain import events as ev
    from core.domain.channels import Channel, Peer

    draw, count, began = random.Random(3), 0, time.perf_counter()
    while time.perf_counter() < until:
        due = int((time.perf_counter() - began) * rate) - count
        batch = [
            ev.Event(
                external_id=f"live-{count + n}",
                at=int(time.time() * 1000),
                peer=Peer(Channel.TELEGRAM, "1", str(10_000 + draw.randint(1, total))),
                body=ev.MessageReceived(direction="in", text="Почём 20 насосов, до пятницы?"),
            )
            for n in range(due)
        ]
        if batch:
            await store.append(batch)
            count += len(batch)
        await asyncio.sleep(0.01)
    return count


async def stalling(window: Any, store: Any, rate: float) -> dict[str, float]:
    """How long the window's loop is held at a time while messages arrive and are read."""
    watched, end = stalls.watch_loop()
    count = await arriving(store, rate, window.total, time.perf_counter() + SECONDS)
    end()
    for gap in watched.worst(3):
        print(f"held up {gap}")
    own = [gap.ours for gap in watched.long]
    return {"arrived a second": round(count / SECONDS, 1), "stall p99": share(watched.all, 0.99),
            "stall most": round(max(watched.all), 1),
            "stall most, ours": round(max(own, default=0.0), 1)}  # fmt: skip


async def main(app: Any) -> int:
    """Everything in turn."""
    from desktop.bootstrap import open_desktop
    from desktop.profile import Profile
    from desktop.secrets import FileSecrets

    folder = Path(sys.argv[1])
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    began = time.perf_counter()
    garbage = Garbage()
    garbage.start()
    desk = await open_desktop(Profile(folder, FileSecrets(folder)), app)
    garbage.settle()
    found: dict[str, float] = {"open window": round((time.perf_counter() - began) * 1000, 1)}
    window = desk.window
    store = desk.application.store
    window.total = await store.read(  # type: ignore[attr-defined]
        lambda conn: conn.execute("SELECT count(*) FROM threads").fetchone()[0]
    )
    await asyncio.sleep(1.0)
    found |= await opening(window, app)
    found |= await scrolling(window)
    found["memory MB"] = resident()
    if rate:
        await asyncio.sleep(6.0)  # the model is loaded
        found |= await stalling(window, store, rate)
        found["memory MB under load"] = resident()
    print(json.dumps(found))
    sys.stdout.flush()
    await desk.close()
    garbage.stop()
    return 0


if __name__ == "__main__":
    from desktop.bootstrap import run_on_qt

    sys.exit(run_on_qt(main, headless=True))
