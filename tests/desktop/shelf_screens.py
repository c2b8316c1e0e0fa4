"""``python -m tests.desktop.shelf_screens [FOLDER] [LANG-THEME …]``: many folders of several
Telegram accounts, in both languages and themes; the rest of it is in ``tests.desktop.screens``."""

from msgspec.structs import replace

from core.domain.chats import FOREVER
from tests.desktop.drawing import Drawing, run

_TITLES = {
    "ru": ("Работа", "Клиенты", "Оптовики и дилеры Урала", "Тихие", "Пусто"),
    "en": ("Work", "Clients", "Wholesale and dealers, North", "Quiet ones", "Empty"),
}


async def draw(on: Drawing) -> None:
    """The states, one after the other."""
    window, backend, shell = on.window, on.backend, on.shell
    names = _TITLES[on.lang]

    def sets(thread: int, **marks: object) -> None:
        backend.rows[thread] = replace(backend.rows[thread], **marks)
        backend.touch(thread)

    await window.start()
    chats = backend.chats
    chats.add(names[0], 1, 3, 5, emoji="💼")
    chats.add(names[1], contacts=True, emoji="👤")
    chats.add(names[2], 6, 7, emoji="🐱")
    sets(1, muted_until=FOREVER)
    sets(2, unread=0, marked=True)
    sets(3, muted_until=FOREVER, unread=4)
    sets(5, unread=0, marked=True, muted_until=FOREVER)
    await window.desk.folders.refresh()
    await window.open_thread(4)
    await window.desk.views.refresh()
    for i in range(9):
        star = "⭐" if i % 3 else ""
        chats.add(f"{names[i % 4]} {i}", i + 1, account=str(1 + i % 2), emoji=star)
    shell.accounts.put({"1": ("account_1", "Продажи"), "2": ("account_2", "Опт")})
    await window.desk.folders.refresh()
    empty = chats.add(names[4], account="2")
    await window.desk.folders.refresh()
    window.desk.browse.go_view(f"folder:{empty}")
    await on.picture("1-many-and-empty")
    window.resize(1000, 640)
    await on.picture("2-small")
    shell.accounts.put({})


if __name__ == "__main__":
    run(draw, "out/shelves")
