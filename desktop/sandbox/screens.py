"""Pictures of the window as a scenario left it."""

from pathlib import Path

from desktop.bootstrap import Desktop


async def take_screens(desktop: Desktop, folder: Path) -> list[str]:
    """Grab the list and the first threads; returns the file names."""
    folder.mkdir(parents=True, exist_ok=True)
    window = desktop.window
    window.threads.filter(None, "")
    taken = []
    for number, row in enumerate(list(window.threads.rows)[:8]):
        await window.open_thread(row.id)
        await desktop.painted()
        name = "inbox.png" if number == 0 else f"thread-{number}.png"
        if window.grab().save(str(folder / name)):
            taken.append(name)
    return taken
