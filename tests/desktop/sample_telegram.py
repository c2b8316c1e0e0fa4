"""A thread with one message of every kind that Telegram delivers: its own objects, read and kept
as they would be."""

import math
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from telethon import types

from core.channels.telegram.converters import Account
from core.channels.telegram.reconcile import changes
from core.domain.channels import Profile
from core.domain.events import AttachmentStored, Event, MessagePinned
from core.domain.views import MessageRow
from core.store.read import threads as read_threads
from core.store.read.messages import messages
from core.store.store import Store

ME, IRINA, PETER, BOT = 6_100_000_001, 6_100_000_002, 6_100_000_003, 6_100_000_004
ACCOUNT = Account(ME)
_WHEN = datetime(2026, 11, 18, 8, 15, tzinfo=UTC)
_POINT = types.GeoPoint(long=37.617635, lat=55.755814, access_hash=0)


def _small() -> bytes:
    """A picture of 40 by 26 pixels: a floor under a sky."""
    picture = QImage(40, 26, QImage.Format.Format_RGB32)
    picture.fill(QColor("#9DB4C7"))
    pen = QPainter(picture)
    pen.setPen(Qt.PenStyle.NoPen)
    pen.setBrush(QColor("#B9A68C"))
    corners = ((0, 26), (12, 14), (28, 14), (40, 26))
    pen.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    pen.end()
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(made, "JPEG", 70)
    return bytes(made.data().data())


_STRIPPED = types.PhotoCachedSize("i", 40, 26, _small())


def _text(words: str) -> Any:
    return types.TextWithEntities(words, [])


def _file(mime: str, *attributes: Any, size: int = 91_000, **more: Any) -> Any:
    thumbs = [_STRIPPED] if mime.startswith("video") else None
    document = types.Document(1, 2, b"", _WHEN, mime, size, 2, list(attributes), thumbs=thumbs)
    return types.MessageMediaDocument(document=document, **more)


def _photo() -> Any:
    sizes = [_STRIPPED, types.PhotoSize("x", 800, 520, 42_000)]
    return types.MessageMediaPhoto(photo=types.Photo(1, 2, b"", _WHEN, sizes, 2))


def _wave() -> bytes:
    bits = 0
    for i in range(100):
        bits |= round(abs(math.sin(i / 6) * math.cos(i / 21)) * 31) << (5 * i)
    return bits.to_bytes(63, "little")


def _poll(question: str, options: tuple[str, ...], votes: tuple[int, ...], **more: Any) -> Any:
    answers = [types.PollAnswer(_text(one), one.encode()) for one in options]
    told = [
        types.PollAnswerVoters(
            one.encode(),
            voters=n,
            recent_voters=[],
            chosen=n == 2,
            correct="quiz" in more and n > 0,
        )
        for one, n in zip(options, votes, strict=True)
    ]
    return types.MessageMediaPoll(
        types.Poll(5, _text(question), answers, 0, **more), types.PollResults(results=told)
    )


def _buttons() -> Any:
    """As a bot that takes orders puts them under its message."""
    button, row = types.KeyboardInlineButton, types.KeyboardInlineButtonRow
    accept = button("✅ Принять", types.InlineButtonTypeCallback(b"yes"))
    refuse = button("Отказать", types.InlineButtonTypeCallback(b"no"))
    order = button("Заказ на сайте", types.InlineButtonTypeUrl("https://example.org/512"))
    number = button("Скопировать номер", types.InlineButtonTypeCopy("512"))
    return types.ReplyInlineMarkup([row([accept, refuse]), row([order, number])])


def _kinds() -> list[dict[str, Any]]:
    """What each message has besides its number, in order."""
    page = types.WebPage(
        1, "https://example.org/panel-600", "example.org/panel-600", 0, site_name="Example Light",
        title="Панель светодиодная 600×600, 40 Вт",
        description="Матовый рассеиватель, IP40, 4000 K. Гарантия пять лет, на складе 800 штук.",
    )  # fmt: skip
    sticker = types.DocumentAttributeSticker("👍", types.InputStickerSetEmpty())
    video = types.DocumentAttributeVideo(73.0, 1280, 720)
    return [
        {"action": types.MessageActionContactSignUp()},
        {"message": "Адрес объекта: Мира, 1, вход со двора"},
        {"action": types.MessageActionPinMessage(), "out": True},
        {"message": "Фото объекта, три точки", "media": _photo(), "grouped_id": 9},
        {"media": _photo(), "grouped_id": 9},
        {"media": _photo(), "grouped_id": 9},
        {"media": _file("audio/ogg", types.DocumentAttributeAudio(14, True, waveform=_wave()))},
        {"media": _file("video/mp4", video), "message": "Как висит сейчас"},
        {"media": _file("video/mp4", types.DocumentAttributeVideo(9.0, 384, 384, True))},
        {"media": _file("video/mp4", video, types.DocumentAttributeAnimated())},
        {"media": _file("image/webp", sticker)},
        {"media": _file("application/x-tgsticker", sticker), "out": True},
        {"media": _file("application/pdf", types.DocumentAttributeFilename("Смета.pdf"))},
        {"media": _file("audio/mpeg", types.DocumentAttributeAudio(
            201, title="Шум на объекте", performer="Диктофон"))},
        {"media": types.MessageMediaContact("79161112233", "Пётр", "Ильин",
                                            "ORG:Свет и монтаж\nEMAIL:petr@example.org", 0)},
        {"media": types.MessageMediaGeo(_POINT)},
        {"media": types.MessageMediaGeoLive(_POINT, 900)},
        {"media": types.MessageMediaVenue(_POINT, "Склад № 2", "ул. Мира, 1", "", "", "")},
        {"media": _poll("Когда удобно привезти?", ("В понедельник", "Во вторник"), (0, 1)),
         "out": True},
        {"media": _poll("Сколько люкс в классе?", ("200", "300", "400"), (0, 0, 1), quiz=True,
                        closed=True)},
        {"media": types.MessageMediaToDo(
            types.TodoList(_text("До отгрузки"), [
                types.TodoItem(1, _text("подписать счёт")), types.TodoItem(2, _text("паспорта"))]),
            [types.TodoCompletion(1, types.PeerUser(ME), _WHEN)])},
        {"media": types.MessageMediaWebPage(page), "message": "https://example.org/panel-600"},
        {"message": "Прайс за ноябрь прежний", "fwd_from": types.MessageFwdHeader(
            datetime(2026, 11, 3, 9, 0, tzinfo=UTC), from_id=types.PeerUser(PETER))},
        {"message": "Берём всё", "fwd_from": types.MessageFwdHeader(_WHEN)},
        {"message": "вход со двора — пропуск нужен?", "reply_to": types.MessageReplyHeader(
            reply_to_msg_id=2, quote=True, quote_text="вход со двора")},
        {"message": "Нужен, заявка до 18:00", "via_bot_id": BOT, "out": True},
        {"message": "Красиво!", "reply_to": types.MessageReplyStoryHeader(types.PeerUser(ME), 4)},
        {"media": types.MessageMediaDice(5, "🎲")},
        {"media": types.MessageMediaGame(
            types.Game(1, 2, "g", "Гонки", "Кто быстрее", types.PhotoEmpty(1)))},
        {"media": types.MessageMediaInvoice("Аванс по счёту 118", "Панели 600×600", "RUB",
                                            12_500_000, "")},
        {"media": types.MessageMediaGiveaway([], 3, _WHEN, prize_description="Лампа")},
        {"media": types.MessageMediaStory(types.PeerUser(IRINA), 4)},
        {"media": types.MessageMediaPaidMedia(50, [types.MessageExtendedMediaPreview()])},
        {"media": types.MessageMediaPhoto(photo=types.Photo(
            1, 2, b"", _WHEN, [types.PhotoSize("x", 8, 8, 9)], 2), ttl_seconds=0x7FFFFFFF)},
        {"media": types.MessageMediaPhoto(ttl_seconds=9)},
        {"media": types.MessageMediaUnsupported()},
        {"media": types.MessageMediaVideoStream(types.InputGroupCall(1, 2))},
        {"action": types.MessageActionPhoneCall(
            1, reason=types.PhoneCallDiscardReasonMissed())},
        {"action": types.MessageActionPhoneCall(2, duration=125), "out": True},
        {"action": types.MessageActionScreenshotTaken()},
        {"action": types.MessageActionSetMessagesTTL(604_800)},
        {"action": types.MessageActionSetChatTheme(types.ChatTheme("🏠")), "out": True},
        {"action": types.MessageActionGiftPremium("RUB", 129_900, 90)},
        {"action": types.MessageActionSuggestBirthday(types.Birthday(1, 2))},
        {"action": types.MessageActionPaymentSent("RUB", 12_500_000)},
        {"action": types.MessageActionBoostApply(1)},
        {"message": "Заказ 512: панель 600×600, 20 штук. Принять?", "reply_markup": _buttons()},
    ]  # fmt: skip


def events() -> list[Event]:
    """The thread as events."""
    found: list[Event] = []
    names = {PETER: "Пётр Ильин", BOT: "@pass_bot"}
    for number, told in enumerate(_kinds(), 1):
        made = types.MessageService if "action" in told else types.Message
        if made is types.Message:
            told = {"message": ""} | told
        one = made(number, types.PeerUser(IRINA), date=_WHEN, **told)
        found += changes(
            ACCOUNT, one, None, Profile(name="Ирина Ковалёва"), 1,
            names=lambda peer: names.get(getattr(peer, "user_id", 0), ""),
        )  # fmt: skip
    return found


async def telegram_kinds(now: int, picture: str = "", voice: str = "") -> list[MessageRow]:
    """The rows, all of the last hour before ``now`` (ms). ``picture`` and ``voice`` are files that
    are here; a sticker is made beside the first."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "kinds.db")
        await store.open()
        try:
            thread = events()
            await store.append(thread)
            peer = thread[0].peer
            here = {"4": picture, "5": picture, "7": voice, "11": _sticker(picture)}
            await store.append([
                Event(external_id=target, at=1, peer=peer,
                      body=AttachmentStored(target=target, index=0, path=path))
                for target, path in here.items() if path
            ])  # fmt: skip
            await store.append(
                [
                    Event(
                        external_id="2",
                        at=1,
                        peer=peer,
                        body=MessagePinned(target="2", pinned=True),
                    )
                ]
            )
            rows = await store.read(
                lambda conn: messages(
                    conn, read_threads.threads(conn, now=now)[0].id, media=Path(folder)
                )
            )
        finally:
            await store.close()
    ordered = sorted(rows, key=lambda row: row.id)
    return [
        replace(row, thread=10, at=now - 60_000 * (len(ordered) - i))
        for i, row in enumerate(ordered)
    ]


def _sticker(beside: str) -> str:
    if not beside:
        return ""
    path = Path(beside).with_name("sticker.webp")
    picture = QImage(512, 512, QImage.Format.Format_ARGB32)
    picture.fill(0)
    pen = QPainter(picture)
    pen.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen.setPen(QPen(QColor("#D6960F"), 18))
    pen.setBrush(QColor("#FFC43C"))
    pen.drawEllipse(36, 36, 440, 440)
    pen.setPen(QPen(QColor("#5B3A00"), 20))
    for x in (180, 310):
        pen.drawLine(x, 180, x, 230)
    pen.drawArc(150, 220, 212, 170, 195 * 16, 150 * 16)
    pen.end()
    picture.save(str(path))
    return str(path)
