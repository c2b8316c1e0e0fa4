"""A group that writes about one object, with albums: rows as the store gives them."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap

from core.domain.around import Around, Look
from core.domain.channels import Channel, Peer
from core.domain.problems import Problem
from core.domain.views import AttachmentRow, MessageRow, PeerRow, ThreadRow

THREAD: Final = 11
GROUP: Final = Peer(Channel.TELEGRAM, "1001", "-1002003004005")
MINUTE: Final = 60_000
SHAPES: Final = (
    (1280, 853), (720, 1280), (1280, 960), (1280, 720), (900, 1200),
    (1280, 1280), (1280, 853), (600, 1280), (1920, 640), (1280, 960),
)  # fmt: skip
_WORDS: Final = {
    "ru": (
        "Добавлены: Ирина Ковалёва, Олег",
        "Коллеги, добрый день! Посылаю фото объекта, вчера сняли.",
        "Освещение в зале и на складе, всё под замену",
        "Сколько панелей выйдет на зал?",
        "По плану 46, но проверьте второй ряд",
        "Спасибо, посчитаем сегодня до вечера. Нужен ещё план склада.",
        "План пришлю завтра",
        "Вот склад",
        "А это вход",
        "Объект на Складской, 2",
        "Вид с улицы",
    ),
    "en": (
        "Added: Irina Kovaleva, Oleg",
        "Good afternoon! Here are the pictures of the site, taken yesterday.",
        "The lights in the hall and in the warehouse, all to be replaced",
        "How many panels will the hall take?",
        "46 by the plan, but check the second row",
        "Thank you, you will have the numbers today. We need the plan of the warehouse as well.",
        "You will have the plan tomorrow",
        "This is the warehouse",
        "And this is the entrance",
        "Site in Skladskaya, 2",
        "From the street",
    ),
}
WRITERS: Final = {
    "ru": ("Ирина Ковалёва", "Олег"),
    "en": ("Irina Kovaleva", "Oleg"),
}
LONG: Final = "Константин Константинопольский-Задунайский, ООО «Световые технологии и монтаж» 🔧"
ARABIC: Final = "محمد الأحمد"


def draw(folder: Path) -> list[Path]:
    """Pictures of every shape, each of a colour of its own."""
    made = []
    for i, (wide, tall) in enumerate(SHAPES):
        path = folder / f"album{i}.png"
        pixmap = QPixmap(wide // 2, tall // 2)
        painter = QPainter(pixmap)
        ground = QLinearGradient(0, 0, pixmap.width(), pixmap.height())
        ground.setColorAt(0, QColor.fromHsv(i * 36, 110, 215))
        ground.setColorAt(1, QColor.fromHsv((i * 36 + 40) % 360, 150, 130))
        painter.fillRect(pixmap.rect(), ground)
        painter.setPen(QColor(255, 255, 255, 160))
        painter.drawEllipse(pixmap.rect().adjusted(8, 8, -8, -8))
        painter.end()
        pixmap.save(str(path))
        made.append(path)
    return made


def tile(i: int, path: str = "", **more: Any) -> AttachmentRow:
    """The ``i``-th picture, of its own shape."""
    wide, tall = SHAPES[i % len(SHAPES)]
    look = Look(wide=wide, tall=tall)
    told: dict[str, Any] = {"kind": "image", "name": "", "mime": "image/png"}
    told |= {"path": path, "look": look} | more
    return AttachmentRow(index=0, **told)


def wrote(number: int, at: int, **more: Any) -> MessageRow:
    """A message of the group."""
    told: dict[str, Any] = {"direction": "in", "text": ""} | more
    return MessageRow(
        id=11_000 + number, thread=THREAD, peer=GROUP, external_id=str(500 + number), at=at, **told
    )


def album(
    number: int, at: int, pictures: list[str], caption: str = "", **more: Any
) -> list[MessageRow]:
    """Pictures that were sent as one."""
    name = f"album{number}"
    return [
        wrote(number + i, at, text="" if i else caption, attachments=(tile(i, path),),
              around=Around(album=name), **more)
        for i, path in enumerate(pictures)
    ]  # fmt: skip


def group(lang: str, now: int, pictures: list[str]) -> tuple[ThreadRow, PeerRow, list[MessageRow]]:
    """A thread with everything that stands in a group."""
    w, (irina, oleg) = _WORDS[lang], WRITERS[lang]
    at = [now - (60 - i) * MINUTE for i in range(60)]
    answer: dict[str, Any] = dict(
        reply_to=11_001, reply_text=w[1], reply_author=irina, reply_at=at[1]
    )
    rows = [
        wrote(0, at[0], note="group_participants_add", text=f"{irina}, {oleg}", service=True),
        wrote(1, at[1], text=w[1], author=irina),
        *album(10, at[2], pictures, w[2], author=irina),
        wrote(30, at[10], text=w[3], direction="out", status="read", **answer),
        wrote(31, at[11], text=w[4], author=oleg, reply_to=11_030, reply_text=w[3],
              reply_ours=True, reply_at=at[10]),
        wrote(32, at[12], text="👍👍", author=oleg),
        wrote(33, at[13], text=w[6], author=irina),
        wrote(34, at[20], text=w[5], direction="out", status="delivered"),
        wrote(35, at[24], text=w[7], author=LONG, **(answer | {"reply_author": LONG})),
        *album(40, at[25], pictures[2:5], author=LONG),
        wrote(50, at[30], text="مرحبا! متى يكون العرض جاهزا؟", author=ARABIC),
        wrote(51, at[31], text=w[8], author=ARABIC),
        wrote(52, at[40], note="group_title", text=w[9], service=True),
    ]  # fmt: skip
    broken = Problem("media-gone").encode()
    failed = (pictures[0], "", pictures[3], pictures[4])
    waits = [
        wrote(60 + i, at[45], author=oleg, around=Around(album="half"),
              attachments=(tile(i, path, problem=broken if i == 3 else ""),),
              reactions=(("us", "👍"),) if i == 1 else ())
        for i, path in enumerate(failed)
    ]  # fmt: skip
    files = tuple(
        AttachmentRow(index=i, kind="image", name=f"IMG_{i}.png", mime="image/png", path=path)
        for i, path in enumerate(pictures[:3])
    )
    sending = wrote(70, at[50], direction="out", status="sending", uploaded=0.45, text=w[10],
                    attachments=files, client_ref="s70")  # fmt: skip
    rows += [*waits, sending]
    thread = ThreadRow(
        id=THREAD, name=w[9], channels=(Channel.TELEGRAM,), last_text=w[8], last_at=at[45],
        last_author=oleg, queue="sales", unread=2,
    )  # fmt: skip
    writers = (irina, oleg, LONG, ARABIC)
    return thread, PeerRow(peer=GROUP, name=w[9], last_at=at[45], writers=writers, members=12), rows
