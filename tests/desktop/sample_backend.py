"""A backend in memory with a morning's worth of threads, for tests, screens and trying out."""

import asyncio
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import msgspec

from core.domain.changes import Change
from core.domain.channels import Channel, Peer
from core.domain.deal_view import Said
from core.domain.drafts import Draft
from core.domain.events import Delivery, Verdict
from core.domain.later import Later
from core.domain.problems import Problem, ProblemError
from core.domain.reading import Fact, Intent
from core.domain.said import SaidText, Told
from core.domain.sends import Buttons, Cards, Content, Menu, Place, Quote, shown
from core.domain.stretch import Outline, Spot, Stretch
from core.domain.thread_filter import ThreadFilter
from core.domain.views import (
    AttachmentRow,
    FactRow,
    FileRow,
    FoundRow,
    MessageRow,
    PeerRow,
    PictureRow,
    QueueRow,
    Stand,
    ThreadFiles,
    ThreadRow,
    Unsent,
    VersionRow,
)
from core.domain.window import NO_AD, AdPrice
from core.ports import CrmWrite
from core.search.found import Found
from core.search.query import Query
from core.store.read.find import fold
from core.understanding.conflicts import with_conflicts
from core.understanding.questions import with_questions
from desktop.viewmodels.accounts_port import Safety, SignInStep
from desktop.viewmodels.backend import HealthRow
from desktop.viewmodels.deal_port import CrmState
from desktop.viewmodels.devices_port import DeviceRow
from desktop.viewmodels.feed import Feed
from desktop.viewmodels.settings import KEPT
from desktop.viewmodels.templates import Filling, TemplateRow
from tests.desktop.sample_accounts import SampleAccounts
from tests.desktop.sample_asked import SampleAsked, voted
from tests.desktop.sample_bots import SampleBots
from tests.desktop.sample_business import SampleBusiness
from tests.desktop.sample_chats import SampleChats
from tests.desktop.sample_first import SampleBackups, SampleChecks
from tests.desktop.sample_histories import SampleHistories
from tests.desktop.sample_lists import fits, place
from tests.desktop.sample_models import SampleModels
from tests.desktop.sample_notices import SampleNotices
from tests.desktop.sample_people import SamplePeople
from tests.desktop.sample_proxies import SampleProxies
from tests.desktop.sample_rooms import SampleRooms
from tests.desktop.sample_search import find
from tests.desktop.sample_sides import contradicting
from tests.desktop.sample_templates import sample_templates

Row = TypeVar("Row", bound=msgspec.Struct)
NOW = 1_795_432_500_000  # 2026-11-23 11:15 UTC, a Monday
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
TG, WA = Channel.TELEGRAM, Channel.WHATSAPP
PAGE_RU = (
    "ООО «Северный Ветер»\nИНН 7707083893\n\nТехническое задание на поставку\n\n"
    "1. Предмет. Поставка светодиодных панелей 600×600, 40 Вт, 4000 К.\n"
    "2. Количество. 800 шт, с возможностью увеличения до 1 000 шт.\n"
    "3. Бюджет. Не более 450 000 рублей с учётом НДС и доставки до склада в Твери.\n"
    "4. Срок. Поставка не позднее 5 декабря 2026 года.\n\n"
    "Контактное лицо: Ирина Ковалёва, руководитель отдела закупок."
)
PAGE_EN = (
    "Northwind Supplies Ltd.\nCompany No. 7707083893\n\nStatement of requirements\n\n"
    "1. Subject. LED panels 600×600, 40 W, 4000 K.\n"
    "2. Quantity. 800 pcs, may grow to 1,000 pcs.\n"
    "3. Budget. No more than 450,000 roubles including VAT and delivery to the Tver warehouse.\n"
    "4. Term. Delivery no later than 5 December 2026.\n\n"
    "Contact: Irina Kovaleva, head of purchasing."
)

_WORDS: dict[str, dict[str, str]] = {
    "ru": {
        "irina": "Ирина Ковалёва", "oleg": "Олег Дмитриев", "tverstroy": "ТверьСтройМонтаж",
        "anna": "Анна Белова", "sergey": "Сергей Литвинов", "maria": "Мария Ветрова",
        "damir": "Дамир Гайнуллин", "unknown": "+7 921 555-01-77", "lead": "Елена Орлова",
        "promo": "Продвижение 24/7", "pavel": "Павел Юрьевич",
        "m1": "Добрый день! Нужны светодиодные панели 600×600, 40 Вт. Штук 500, на склад в Твери.",
        "m2": "Ирина, здравствуйте! Панели есть на складе, 40 Вт и 36 Вт. К какому сроку нужны?",
        "m3": "К 5 декабря, раньше монтаж не начнём. И пришлите, пожалуйста, КП.",
        "m4": "Отправил КП, внутри цена за 500 штук и отдельно доставка.",
        "m5": "Посмотрели. Давайте сразу 800 шт, объект расширили. Бюджет до 450 тысяч с НДС.",
        "m6": "Техническое задание во вложении, там же реквизиты.",
        "m7": "Принято, пересчитаю на 800 и вернусь сегодня до обеда.",
        "v1": "Это Ирина, я сейчас на объекте.",
        "v2": "Потолок здесь кассетный, панели нужны именно шестьсот на шестьсот.",
        "v3": "Драйвер внешний, провод не короче метра.",
        "m8": "Спасибо! И давайте созвонимся во вторник в 15:00, обсудим график поставки.",
        "m9": "Сможете счёт выставить сегодня? Готовы оплатить сразу.",
        "quote5": "800 шт", "budget5": "до 450 тысяч", "date3": "К 5 декабря",
        "qty1": "Штук 500", "meet8": "во вторник в 15:00", "prod1": "светодиодные панели 600×600",
        "city1": "в Твери", "doc9": "счёт", "yes9": "Готовы оплатить сразу",
        "company6": "ООО «Северный Ветер»", "pcs": "шт",
        "kp": "КП-1148 Панели 600×600.pdf", "tz": "ТЗ Северный Ветер.pdf",
        "l_oleg": "Дорого. У «Световода» на 12% ниже, что скажете?",
        "l_tver": "", "l_anna": "Подписанный договор отправил, жду ваш экземпляр",
        "l_sergey": "Второй день драйвер гудит, партия 2211. Когда замените?",
        "l_maria": "Где сейчас машина? Разгрузка до 18:00.",
        "l_damir": "Хотим стать вашим дилером в Казани. С кем обсудить условия?",
        "l_unknown": "Здравствуйте", "l_lead": "Спасибо, всё получили!",
        "l_promo": "Выведем ваш сайт в топ-3 за неделю. Пишите!",
        "l_pavel": "Пока отложим, вернёмся после праздников.",
        "closed1": "Здравствуйте! Подскажите по срокам поставки в Казань?",
        "closed2": "Добрый день! До Казани пять рабочих дней, отгружаем со склада в Москве.",
        "closed3": "Понял. Хотим стать вашим дилером в Казани. С кем обсудить условия?",
        "tpl1": "Здравствуйте, {{1}}! Вы спрашивали про {{2}}. Удобно продолжить сегодня?",
        "tpl2": "{{1}}, ваш заказ {{2}} передан в доставку. Ожидаемая дата: {{3}}.",
        "tpl3": "Напоминаем: счёт действует до конца недели. Есть вопросы — ответьте на сообщение.",
        "oleg1": "Добрый день. Смета по прожекторам дошла, но цена кусается.",
        "oleg2": "Олег, в цену входит доставка и гарантия 5 лет. Могу дать 4% за предоплату.",
    },
    "en": {
        "irina": "Irina Kovaleva", "oleg": "Oleg Dmitriev", "tverstroy": "TverStroyMontage",
        "anna": "Anna Belova", "sergey": "Sergey Litvinov", "maria": "Maria Vetrova",
        "damir": "Damir Gainullin", "unknown": "+7 921 555-01-77", "lead": "Helen Orlova",
        "promo": "Promotion 24/7", "pavel": "Paul Yuryev",
        "m1": "Hello! We need LED panels 600×600, 40 W. About 500 pcs, to the warehouse in Tver.",
        "m2": "Hello Irina! The panels are in stock, 40 W and 36 W. When do you need them?",
        "m3": "By 5 December, the fitting will not start earlier. And send a quote, please.",
        "m4": "The quote is sent: the price for 500 pieces, delivery apart.",
        "m5": "We have read it. Let's make it 800 pcs at once. Budget up to 450 thousand with VAT.",
        "m6": "The requirements are attached, with our company details.",
        "m7": "Got it, I will recalculate for 800 and come back before lunch.",
        "v1": "It is Irina, I am at the site now.",
        "v2": "The ceiling has cassettes here, so the panels must be six hundred square.",
        "v3": "An external driver, the wire no shorter than a metre.",
        "m8": "Thank you! And let's have a call on Tuesday at 15:00 about the delivery schedule.",
        "m9": "Could you issue the invoice today? We are ready to pay at once.",
        "quote5": "800 pcs", "budget5": "up to 450 thousand", "date3": "By 5 December",
        "qty1": "500 pcs", "meet8": "on Tuesday at 15:00", "prod1": "LED panels 600×600",
        "city1": "in Tver", "doc9": "invoice", "yes9": "ready to pay at once",
        "company6": "Northwind Supplies Ltd.", "pcs": "pcs",
        "kp": "Quote-1148 Panels 600×600.pdf", "tz": "Requirements Northwind.pdf",
        "l_oleg": "Too expensive. Svetovod is 12% cheaper, what do you say?",
        "l_tver": "", "l_anna": "The signed contract is on its way, waiting for your copy",
        "l_sergey": "The driver hums for the second day, batch 2211. When will you replace it?",
        "l_maria": "Where is the lorry now? Unloading ends at 18:00.",
        "l_damir": "We want to become your dealer in Kazan. Who can we talk to about terms?",
        "l_unknown": "Hello", "l_lead": "Thank you, everything has arrived!",
        "l_promo": "Your site in the top 3 within a week. Write to us!",
        "l_pavel": "Let's put it off, we will be back after the holidays.",
        "closed1": "Hello! What is the delivery time to Kazan?",
        "closed2": "Good afternoon! Five working days to Kazan, we ship from Moscow.",
        "closed3": "I see. We want to become your dealer in Kazan. Who can we talk to about terms?",
        "tpl1": "Hello {{1}}! You asked about {{2}}. May we go on today?",
        "tpl2": "{{1}}, your order {{2}} is on its way. Expected on {{3}}.",
        "tpl3": "A reminder: the invoice is valid until the end of the week. Reply with questions.",
        "oleg1": "Good afternoon. The estimate for the floodlights came, but the price is steep.",
        "oleg2": "Oleg, delivery and a 5 year warranty are included. 4% off for prepayment.",
    },
}  # fmt: skip


def peer(channel: Channel, number: int) -> Peer:
    """The ``number``-th client on a channel."""
    return Peer(channel=channel, account="1001", id=str(number))


class SampleBackend:
    """Implements Backend. ``extra`` threads more; actions change what is kept and push to
    ``feed``. ``fail`` is raised by the next action."""

    # one morning is behind every part: each sees what the others changed
    lists = talk = deal = sending = changing = property(lambda self: self)
    postponed = writing = drafting = triage = lists

    def __init__(self, feed: Feed, lang: str = "ru", extra: int = 0, now: int = NOW) -> None:
        self.feed, self.lang, self.now = feed, lang, now
        self.words = _WORDS[lang]
        self.later: list[Later] = []
        self.asking = SampleAsked(now)
        self.picture = self.voice = self.pdf = ""
        self.hold_ms = 0
        self.fail: Problem | None = None
        self.templates_fail: Problem | None = None
        self.with_templates = True
        self.filled = Filling()
        self.calls: list[tuple[object, ...]] = []
        self.asked: list[tuple[ThreadFilter, int, Spot | None]] = []
        self.seq = 1000
        self.merged: dict[int, int] = {}
        self.drafts_kept: dict[tuple[int, Peer], Draft] = {}
        self.left: list[Peer] = []
        self.scanned = asyncio.Event()
        self.signed_in = [
            DeviceRow("", "Threadline", "Threadline 0.1", "203.0.113.4", NOW - 9 * DAY, NOW),
            DeviceRow("1", "iPhone 15", "Telegram iOS 11.2", "203.0.113.4, Russia",
                      NOW - 400 * DAY, NOW - 600_000),
            DeviceRow("2", "Desktop", "Telegram Desktop 5.1, Windows", "198.51.100.9",
                      NOW - 90 * DAY, NOW - 30 * DAY),
        ]  # fmt: skip
        self.ads: dict[int, AdPrice] = {}
        self.typos = {"превет": ["привет"], "recieve": ["receive", "relieve"]}
        self.written: dict[int, str] = {}  # by a chat model, where there is one
        self.rows: dict[int, ThreadRow] = {row.id: row for row in self._threads(extra)}
        self.kept: dict[int, list[MessageRow]] = {
            1: self._deal(), 7: self._closed(), 2: self._oleg(),
        }  # fmt: skip
        self.found: dict[int, list[FactRow]] = {1: self._facts(), 2: contradicting(self)}
        self.crm: dict[int, CrmState] = {
            1: CrmState(target="Tryton", state="delivered", at=now - 42 * MINUTE, remote="L-204"),
        }
        self.states = [
            HealthRow(id="telegram", state="online"),
            HealthRow(id="whatsapp", state="online"),
            HealthRow(id="model", state="online"),
            HealthRow(id="crm", state="online"),
        ]
        self.accounts = SampleAccounts(self)
        self.chats = SampleChats(self)
        self.business = SampleBusiness(self)
        self.people = SamplePeople(self)
        self.rooms = SampleRooms()
        self.bots = SampleBots()
        self.also: dict[int, list[PeerRow]] = {}  # chats beside those of the channels
        self.groups: dict[int, PeerRow] = {}
        self.models = SampleModels()
        self.notices = SampleNotices(self)
        self.step: SignInStep = "phone"
        self.checks, self.backups = SampleChecks(), SampleBackups()
        self.proxies, self.history = SampleProxies(), SampleHistories(lang)
        self.saved: dict[str, str] = {
            "telegram.api_id": "2040", "telegram.api_hash": KEPT,
            "whatsapp.phone_id": "10655512345",
            "whatsapp.token": KEPT, "crm.target": "tryton", "crm.url": "http://127.0.0.1:8000/crm",
            "crm.login": "anna", "crm.token": KEPT,
        }  # fmt: skip

    # What is in it.

    def _threads(self, extra: int) -> list[ThreadRow]:
        w, now = self.words, self.now

        def row(
            id: int, name: str, text: str, ago: int, channels: tuple[Channel, ...], queue: str,
            *tags: tuple[str, float], unread: int = 0, waits: int | None = None,
            closes: int | None = None, note: str = "", ours: bool = False,
            last: Channel | None = None, **more: object,
        ) -> ThreadRow:  # fmt: skip
            return ThreadRow(
                id=id, name=w.get(name, name), channels=channels, last_text=w.get(text, text),
                last_note=note, last_at=now - ago, last_direction="out" if ours else "in",
                last_channel=last or channels[-1], unread=unread,
                waiting_since=now - waits if waits is not None else None, queue=queue,
                intents=tuple(Intent(t, c) for t, c in tags), has_window=WA in channels,
                window_closes=now + closes if closes is not None else None,
                queue_reason=_reason(tags[0][0] if tags else "unknown", w.get(text, text)),
                seq=10, understood=10,
                **more,  # type: ignore[arg-type]
            )  # fmt: skip

        rows = [
            row(1, "irina", "m9", 4 * MINUTE, (TG, WA), "sales", ("order", 0.93), ("payment", 0.81),
                unread=2, waits=4 * MINUTE, closes=22 * HOUR, merged=(31,),
                phones=("+79161112233",), budget="450000 RUB", last=TG),
            row(2, "oleg", "l_oleg", 26 * MINUTE, (WA,), "sales", ("objection", 0.88), unread=1,
                waits=26 * MINUTE, closes=102 * MINUTE),
            row(3, "sergey", "l_sergey", 48 * MINUTE, (TG,), "support", ("complaint", 0.91),
                ("support", 0.64), unread=3, waits=48 * MINUTE),
            row(4, "maria", "l_maria", 65 * MINUTE, (WA,), "delivery", ("delivery", 0.95),
                waits=65 * MINUTE, closes=9 * MINUTE + 41_000),
            row(5, "tverstroy", "l_tver", 2 * HOUR, (TG,), "sales", ("price_request", 0.78),
                unread=1, waits=2 * HOUR, note="voice"),
            row(6, "anna", "l_anna", 3 * HOUR, (TG, WA), "documents", ("documents", 0.9),
                closes=21 * HOUR, ours=True),
            row(7, "damir", "l_damir", 27 * HOUR, (WA,), "partners", ("partnership", 0.86),
                waits=27 * HOUR, closes=-3 * HOUR),
            row(8, "unknown", "l_unknown", 29 * HOUR, (TG,), "sales", ("smalltalk", 0.38),
                waits=29 * HOUR),
            row(9, "lead", "l_lead", 2 * DAY, (WA,), "sales", ("smalltalk", 0.82),
                closes=-1 * DAY),
            row(10, "pavel", "l_pavel", 3 * DAY, (TG,), "sales", ("refusal", 0.66)),
            row(11, "promo", "l_promo", 5 * DAY, (TG,), "spam", ("spam", 0.98)),
        ]  # fmt: skip
        for i in range(extra):
            rows.append(row(100 + i, f"Client {i:04d}", "l_lead", 6 * DAY + i * MINUTE, (TG,),
                            "sales", ("smalltalk", 0.8)))  # fmt: skip
        return rows

    def _message(
        self, id: int, ago: int, text: str, *, thread: int = 1, channel: Channel = TG,
        ours: bool = False, status: Delivery | None = None, **more: object,
    ) -> MessageRow:  # fmt: skip
        return MessageRow(
            id=id, thread=thread, peer=peer(channel, thread), external_id=str(id),
            direction="out" if ours else "in", at=self.now - ago, text=self.words.get(text, text),
            status=status or ("read" if ours else None), seq=id, **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def _deal(self) -> list[MessageRow]:
        w, m = self.words, self._message
        file = AttachmentRow(index=0, kind="document", name=w["kp"], path="/x")
        kp = _with(file, size=248_000, pages=2)
        tz = _with(file, name=w["tz"], size=1_310_000, pages=3, path=self.pdf or "/x")
        voice = _with(file, kind="voice", name="", size=48_000, seconds=14,
                      path=self.voice or "/x")  # fmt: skip
        heard = ""
        if self.voice:
            voice = _with(voice, parts=((0, w["v1"]), (4200, w["v2"]), (9800, w["v3"])))
            heard = " ".join(words for _, words in voice.parts)
        image = _with(file, kind="image", name="object.jpg", size=420_000, path=self.picture)
        return [
            m(11, 26 * HOUR, "m1", channel=WA),
            m(12, 26 * HOUR - 6 * MINUTE, "m2", channel=WA, ours=True),
            m(13, 26 * HOUR - 20 * MINUTE, "m3", channel=WA, edited_at=self.now - 25 * HOUR),
            m(14, 25 * HOUR, "m4", channel=WA, ours=True, attachments=(kp,),
              reactions=(("client", "👍"),)),
            m(15, 2 * HOUR, "m5", channel=WA, reply_to=14, reply_text=w["m4"],
              reply_at=self.now - 25 * HOUR),
            m(16, 118 * MINUTE, "m6", channel=WA, attachments=(tz,)),
            m(17, 80 * MINUTE, "m7", channel=WA, ours=True, status="delivered"),
            m(18, 44 * MINUTE, "", attachments=(image,)),
            m(19, 43 * MINUTE, heard, attachments=(voice,)),
            m(20, 5 * MINUTE, "m8"),
            m(21, 4 * MINUTE, "m9"),
        ]  # fmt: skip

    def _closed(self) -> list[MessageRow]:
        m = self._message
        return [
            m(71, 28 * HOUR, "closed1", thread=7, channel=WA),
            m(72, 27 * HOUR + 30 * MINUTE, "closed2", thread=7, channel=WA, ours=True),
            m(73, 27 * HOUR, "closed3", thread=7, channel=WA),
        ]

    def _oleg(self) -> list[MessageRow]:
        m = self._message
        failed = Problem("whatsapp-unsure").encode()
        return [
            m(51, 3 * HOUR, "oleg1", thread=2, channel=WA),
            m(52, 2 * HOUR, "oleg2", thread=2, channel=WA, ours=True),
            m(53, 90 * MINUTE, "", thread=2, channel=WA, note="location"),
            m(54, 26 * MINUTE, "l_oleg", thread=2, channel=WA),
            m(55, 12 * MINUTE, "oleg2", thread=2, channel=WA, ours=True, status="failed",
              problem=failed, client_ref="ref-55"),
        ]  # fmt: skip

    def fact(
        self, id: str, kind: str, value: str, message: int, quote: str, confidence: float = 0.9,
        **more: object,
    ) -> FactRow:  # fmt: skip
        """A standing fact whose quote is found in its message (or the document's page)."""
        row = next(r for r in self._deal() if r.id == message)
        page = more.get("page")
        where = (PAGE_RU if self.lang == "ru" else PAGE_EN) if page else row.text
        words = self.words.get(quote, quote)
        start = where.index(words)
        history = more.pop("history", ())
        document = str(more.pop("document", ""))
        made = Fact(
            id=id, kind=kind, value=value, quote=words, message=str(message), start=start,
            end=start + len(words), confidence=confidence, source="model", at=row.at,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return FactRow(
            fact=made, message=message, message_at=row.at, channel=row.peer.channel,
            document=document, history=history,  # type: ignore[arg-type]
        )  # fmt: skip

    def _facts(self) -> list[FactRow]:
        w = self.words
        old = self.fact("f0", "quantity", "500", 11, "qty1", unit=w["pcs"], status="superseded")
        return [
            self.fact("f1", "budget", "450000 RUB", 15, "budget5", review="confirmed"),
            self.fact("f2", "quantity", "800", 15, "quote5", unit=w["pcs"], history=(old,)),
            self.fact("f3", "product", w["prod1"], 11, "prod1"),
            self.fact("f4", "deadline", "2026-12-05", 13, "date3"),
            self.fact("f5", "meeting_at", "2026-11-24T15:00", 20, "meet8", 0.86),
            self.fact("f6", "document", "invoice", 21, "doc9", 0.41),
            self.fact("f7", "company", w["company6"], 16, "company6", page=1, attachment=0,
                      document=w["tz"]),
            self.fact("f8", "inn", "7707083893", 16, "7707083893", page=1, attachment=0,
                      document=w["tz"]),
        ]  # fmt: skip

    # Reading.

    async def threads(self, queue: str | None, search: str, limit: int) -> list[ThreadRow]:
        await asyncio.sleep(0)
        rows = sorted(self.rows.values(), key=lambda r: -r.last_at)
        rows = [r for r in rows if queue is None or r.queue == queue]
        low = search.casefold()
        rows = [r for r in rows if low in f"{r.name} {r.last_text}".casefold()]
        return rows[:limit]

    async def listed(self, wanted: ThreadFilter, limit: int) -> list[ThreadRow]:
        return (await self.stretch(wanted, limit, None)).rows

    async def stretch(
        self, wanted: ThreadFilter, limit: int, at: Spot | None, skip: int = 0, before: int = 0
    ) -> Stretch:
        await asyncio.sleep(0)
        self.asked.append((wanted, limit, at))
        rows, spots = self._placed(wanted)
        from_ = bisect_left(spots, at.keys, key=lambda spot: spot.keys) if at else 0
        above = min(before, from_)
        part = [*range(from_ - above, from_), *range(from_ + skip, len(rows))][: above + limit]
        return Stretch([rows[i] for i in part], [spots[i] for i in part], above)

    async def outline(self, wanted: ThreadFilter) -> Outline:
        await asyncio.sleep(0)
        rows, spots = self._placed(wanted)
        return Outline(len(rows), [(i, spots[i]) for i in range(49, len(rows), 50)])

    def _placed(self, wanted: ThreadFilter) -> tuple[list[ThreadRow], list[Spot]]:
        rows = [row for row in self.rows.values() if self._fits(row, wanted)]
        found = [(Spot(0, place(row, wanted, self.now)), row) for row in rows]
        found.sort(key=lambda pair: pair[0].keys)
        return [row for _, row in found], [spot for spot, _ in found]

    async def count(self, wanted: ThreadFilter, most: int) -> int:
        return min(most, sum(self._fits(row, wanted) for row in self.rows.values()))

    def _fits(self, row: ThreadRow, wanted: ThreadFilter) -> bool:
        held = not wanted.folder or self.chats.holds(wanted.folder, row)
        return held and fits(row, wanted, self.now)

    async def next_due(self) -> int | None:
        due = [at for row in self.rows.values() for at in (row.snoozed_until, row.follow_up_at)]
        return min((at for at in due if at is not None and at > self.now), default=None)

    async def owners(self) -> list[str]:
        return sorted({row.owner for row in self.rows.values() if row.owner})

    async def thread(self, thread: int) -> ThreadRow | None:
        return self.rows.get(self.merged.get(thread, thread))

    def merge(self, thread: int, into: int) -> None:
        """The phone of ``thread`` turns out to be that of ``into``."""
        self.merged[thread] = into
        del self.rows[thread]
        self.touch(thread, into)

    async def queues(self) -> list[QueueRow]:
        names = ["sales", "documents", "delivery", "support", "partners", "spam"]  # fmt: skip
        made = []
        for name in names:
            rows = [r for r in self.rows.values() if r.queue == name]
            rows = [r for r in rows if fits(r, ThreadFilter(), self.now)]
            made.append(QueueRow(
                id=name, threads=len(rows), waiting=sum(r.waiting_since is not None for r in rows),
                unread=sum(bool(r.unread) for r in rows),
            ))  # fmt: skip
        return made

    def _talk(self, thread: int) -> list[MessageRow]:
        rows = self.kept.get(thread, [] if thread in self.merged else None)
        if rows is None:
            row = self.rows[thread]
            rows = [] if not row.last_text else [
                self._message(thread * 1000, self.now - row.last_at, row.last_text, thread=thread,
                              channel=row.last_channel)
            ]  # fmt: skip
        return sorted(rows, key=_stand)

    async def messages(self, thread: int, before: Stand | None, limit: int) -> list[MessageRow]:
        await asyncio.sleep(0)
        rows = self._talk(thread)
        if before is not None:
            rows = rows[: bisect_left(rows, before, key=_stand)]
        return rows[-limit:]

    async def stand(self, message: int) -> Stand | None:
        await asyncio.sleep(0)
        rows = (row for thread in self.rows for row in self._talk(thread))
        return next((row.stand for row in rows if row.id == message), None)

    async def first_since(self, thread: int, at: int) -> tuple[int, int] | None:
        rows = sorted(self.kept.get(thread, []), key=lambda row: row.stand)
        row = next((one for one in rows if one.at >= at), rows[-1] if rows else None)
        return (row.id, row.at) if row is not None else None

    async def spoken_on(self, thread: int, bounds: Sequence[int]) -> tuple[bool, ...]:
        times = [row.at for row in self.kept.get(thread, [])]
        return tuple(any(a <= at < z for at in times) for a, z in pairwise(bounds))

    async def pinned(self, thread: int) -> list[MessageRow]:
        await asyncio.sleep(0)
        return [row for row in self._talk(thread) if row.pinned][::-1]

    async def messages_after(self, thread: int, after: Stand, limit: int) -> list[MessageRow]:
        await asyncio.sleep(0)
        rows = self._talk(thread)
        first = bisect_right(rows, after, key=_stand)
        return rows[first : first + limit]

    async def facts(self, thread: int) -> list[FactRow]:
        return with_conflicts(self.found.get(thread, ()))

    async def told(self, thread: int) -> Told:
        await asyncio.sleep(0)
        said = []
        for m in self._talk(thread):
            said.append(SaidText(message=m.id, at=m.at, channel=m.peer.channel,
                                 direction=m.direction, text=m.text))  # fmt: skip
            said += [
                SaidText(message=m.id, at=m.at, channel=m.peer.channel, direction="in", text=page,
                         page=1, attachment=a.index, document=a.name)
                for a in m.attachments if m.direction == "in" and a.kind == "document"
                for page in (PAGE_RU if self.lang == "ru" else PAGE_EN,)
            ]  # fmt: skip
        facts = self.found.get(thread, ())
        return Told(said=said, facts=[f for f in facts if f.fact.status == "standing"],
                    rejected=[f.fact for f in facts if f.fact.status == "rejected"])  # fmt: skip

    async def last_words(self, thread: int) -> list[Said]:
        said = [
            Said(sender="client" if m.direction == "in" else "us", at=m.at, text=m.text,
                 files=sum(a.kind in ("document", "image") for a in m.attachments))
            for m in self.kept.get(thread, ()) if m.status != "failed"
        ]  # fmt: skip
        return with_questions(said)

    async def files(self, thread: int) -> ThreadFiles:
        kept = self.kept.get(thread, ())
        every = [(m, a) for m in reversed(kept) for a in m.attachments]
        kinds = [a.kind for _, a in every]
        papers = [
            FileRow(message=m.id, at=m.at, direction=m.direction, channel=m.peer.channel, file=a)
            for m, a in every if a.kind == "document"
        ]  # fmt: skip
        return ThreadFiles(
            documents=tuple(papers[:100]), total=len(papers), images=kinds.count("image"),
            videos=kinds.count("video"), voices=kinds.count("voice"),
            links=sum("://" in m.text for m in kept),
        )  # fmt: skip

    async def peers(self, thread: int) -> list[PeerRow]:
        if thread not in self.rows:
            return []
        if thread in self.groups:
            return [self.groups[thread]]
        row = self.rows[thread]
        return [
            PeerRow(
                peer=peer(channel, thread), name=row.name, phone="+79161112233",
                username="irina_k" if channel == TG and thread == 1 else "",
                has_window=channel == WA,
                window_closes=row.window_closes if channel == WA else None,
                ad=self.ads.get(thread, NO_AD) if channel == WA else NO_AD,
                last_at=row.last_at, blocked=peer(channel, thread) in self.people.blocked,
            )
            for channel in row.channels
        ] + self.also.get(thread, [])  # fmt: skip

    async def search(self, query: Query) -> Found | None:
        await asyncio.sleep(0)
        return find(self, query, PAGE_RU if self.lang == "ru" else PAGE_EN)

    async def postpone(self, thread: int, peer: Peer, text: str, at: int) -> None:
        await self._act("postpone", thread, text, at)
        self.later.append(Later(str(len(self.later) + 1), at, text))

    async def waiting(self, peer: Peer) -> list[Later]:
        return sorted(self.later, key=lambda one: one.at)

    async def move_waiting(self, peer: Peer, waiting: str, at: int) -> None:
        await self._act("move_waiting", waiting, at)
        self.later = [_with(one, at=at) if one.id == waiting else one for one in self.later]

    async def cancel_waiting(self, peer: Peer, waiting: str) -> None:
        await self._act("cancel_waiting", waiting)
        self.later = [one for one in self.later if one.id != waiting]

    async def versions(self, message: int) -> list[VersionRow]:
        row = next(r for rows in self.kept.values() for r in rows if r.id == message)
        return [VersionRow(row.at, "Было так"), VersionRow(row.edited_at or row.at, row.text)]

    async def find_at_messengers(self, words: str) -> int:
        await self._act("find_at_messengers", words)
        return 0

    async def page_texts(self, message: int, attachment: int) -> tuple[str, ...]:
        return (PAGE_RU if self.lang == "ru" else PAGE_EN, "")

    async def find(self, thread: int, words: str) -> list[FoundRow]:
        await asyncio.sleep(0)
        wanted = fold(words)
        return [
            FoundRow(row.id, row.at, at.start(), at.end())
            for row in self._talk(thread)
            for at in re.finditer(re.escape(wanted), fold(row.text))
        ]

    async def pictures(self, thread: int) -> list[PictureRow]:
        await asyncio.sleep(0)
        return [
            PictureRow(row.id, row.at, row.direction, item, row.author)
            for row in self._talk(thread)
            for item in row.attachments
            if item.kind == "image" and item.path
        ]

    def can_write(self) -> bool:
        return bool(self.written)

    async def suggest(self, thread: int, lang: str) -> str:
        self.calls.append(("suggest", thread, lang))
        await asyncio.sleep(0)
        return self.written.get(thread, "")

    async def misspelt(self, words: Sequence[str]) -> list[str]:
        return [word for word in words if word.casefold() in self.typos]

    async def spellings(self, word: str) -> list[str]:
        return self.typos.get(word.casefold(), [])

    async def templates(self, peer: Peer) -> list[TemplateRow]:
        await asyncio.sleep(0)
        if self.templates_fail is not None:
            raise ProblemError(self.templates_fail)
        return sample_templates(self.words, self.lang) if self.with_templates else []

    async def crm_preview(self, thread: int) -> list[CrmWrite]:
        w = self.words
        return [
            CrmWrite("party.party", "name", w["company6"]),
            CrmWrite("sale.opportunity", "party", w["irina"]),
            CrmWrite("sale.opportunity", "amount", "450000 RUB"),
            CrmWrite("sale.opportunity", "end_date", "2026-12-05"),
            CrmWrite("sale.opportunity", "comment", f"{w['prod1']}: {w['quote5']} — «{w['m5']}»"),
        ]

    async def crm_state(self, thread: int) -> CrmState:
        return self.crm.get(thread, CrmState(target="Tryton", state="none"))

    async def health(self) -> list[HealthRow]:
        return list(self.states)

    # Acting.

    async def _act(self, *call: object) -> None:
        self.calls.append(call)
        await asyncio.sleep(0)
        if self.fail is not None:
            problem, self.fail = self.fail, None
            raise ProblemError(problem)

    def touch(self, *threads: int, kind: str = "message") -> None:
        """Tell the feed that threads changed."""
        self.seq += 1
        self.feed.push(Change(frozenset({kind}), frozenset(threads), self.seq))

    def receive(self, thread: int, text: str) -> None:
        """A client writes."""
        self.seq += 1
        row = self.rows[thread]
        at = self.now + self.seq
        self.rows[thread] = _with(row, last_text=text, last_at=at, unread=row.unread + 1)
        message = self._message(self.seq, 0, text, thread=thread, channel=row.channels[0])
        message = _with(message, at=at)
        self.kept.setdefault(thread, []).append(message)
        self.touch(thread)

    async def send(
        self, thread: int, peer: Peer, text: str, reply_to: str | None, *,
        quote: Quote | None = None, silent: bool = False,
    ) -> None:  # fmt: skip
        more = [one for one in (quote, "silent" if silent else None) if one is not None]
        await self._act("send", thread, peer.channel, text, reply_to, *more)
        self.seq += 1
        row = self._message(self.seq, 0, text, thread=thread, channel=peer.channel, ours=True,
                            status="queued", client_ref=f"ref-{self.seq}",
                            goes_at=self.now + self.hold_ms if self.hold_ms else 0)  # fmt: skip
        self.kept.setdefault(thread, []).append(row)
        self.touch(thread)

    async def send_file(
        self, thread: int, peer: Peer, path: Path, caption: str, *, silent: bool = False
    ) -> None:
        await self._act("send_file", thread, peer.channel, path, caption)

    async def send_voice(self, thread: int, peer: Peer, path: Path, wave: bytes) -> None:
        await self._act("send_voice", thread, peer.channel, path, wave)

    async def send_files(
        self, thread: int, peer: Peer, paths: Sequence[Path], caption: str, *, silent: bool = False
    ) -> None:
        await self._act("send_files", thread, peer.channel, tuple(paths), caption)

    async def send_template(
        self, thread: int, peer: Peer, template: TemplateRow, filling: Filling
    ) -> None:
        given = [param.text for param in filling.values.body]
        await self._act("send_template", thread, template.name, given)
        self.filled = filling

    async def send_content(
        self, thread: int, peer: Peer, content: Content, reply_to: str | None
    ) -> None:
        await self._act("send_content", thread, peer.channel, content, reply_to)
        self.seq += 1
        note = {Place: "location", Cards: "contacts", Buttons: "buttons", Menu: "list"}
        row = self._message(self.seq, 0, shown(content), thread=thread, channel=peer.channel,
                            ours=True, status="sent", note=note[type(content)])  # fmt: skip
        self.kept.setdefault(thread, []).append(row)
        self.touch(thread)

    async def edit(
        self, thread: int, peer: Peer, message: str, text: str, file: Path | None = None
    ) -> None:
        await self._act("edit", thread, message, text, *([file] if file is not None else []))
        self.kept[thread] = [
            _with(row, text=text, edited_at=self.now) if row.external_id == message else row
            for row in self.kept[thread]
        ]
        self.touch(thread)

    async def delete(self, thread: int, peer: Peer, messages: Sequence[str]) -> None:
        await self._act("delete", thread, tuple(messages))
        self.kept[thread] = [r for r in self.kept[thread] if r.external_id not in messages]
        self.touch(thread)

    async def forward(self, rows: Sequence[MessageRow], thread: int, *, named: bool) -> None:
        await self._act("forward", thread, tuple(row.id for row in rows), named)

    async def vote(self, thread: int, peer: Peer, message: str, options: Sequence[bytes]) -> None:
        await self._act("vote", thread, message, tuple(options))
        self.kept[thread] = [
            voted(row, options) if row.external_id == message else row for row in self.kept[thread]
        ]
        self.touch(thread)

    async def pin_message(
        self, thread: int, peer: Peer, message: str, *, pinned: bool, both: bool
    ) -> None:
        await self._act("pin_message", thread, message, pinned, both)
        self.kept[thread] = [
            _with(row, pinned=pinned) if row.external_id == message else row
            for row in self.kept[thread]
        ]
        self.touch(thread)

    async def reactions(self, peer: Peer) -> tuple[str, ...]:
        return ("👍", "👎", "❤", "🔥", "🙏") if peer.channel is Channel.TELEGRAM else ()

    async def react(self, thread: int, peer: Peer, message: str, emoji: str) -> None:
        await self._act("react", thread, message, emoji)
        mine = (("us", emoji),) if emoji else ()
        self.kept[thread] = [
            _with(row, reactions=(*(r for r in row.reactions if r[0] != "us"), *mine))
            if row.external_id == message else row
            for row in self.kept[thread]
        ]  # fmt: skip
        self.touch(thread)

    async def typing(self, thread: int, peer: Peer) -> None:
        self.calls.append(("typing", thread, peer.channel))

    async def stop_upload(self, client_ref: str) -> bool:
        await self._act("stop_upload", client_ref)
        return True

    async def mark_read(self, thread: int) -> None:
        await self._act("mark_read", thread)
        self.rows[thread] = _with(self.rows[thread], unread=0)
        self.touch(thread)

    async def review_fact(
        self, thread: int, fact: Fact, verdict: Verdict, value: str, unit: str
    ) -> None:
        await self._act("review_fact", fact.id, verdict, value, unit)
        kept = []
        for row in self.found[thread]:
            older = next((old for old in row.history if old.fact.id == fact.id), None)
            if older is not None and verdict == "confirmed":
                # the operator holds with the earlier one
                stands = _with(older.fact, review=verdict, status="standing", by="")
                kept.append(_with(older, fact=stands))
            elif row.fact.id != fact.id:
                kept.append(row)
            elif verdict != "rejected":
                changed = _with(fact, review=verdict, value=value or fact.value,
                                unit=unit or fact.unit)  # fmt: skip
                kept.append(_with(row, fact=changed))
        self.found[thread] = kept
        self.touch(thread)

    async def correct_intents(self, thread: int, tags: Sequence[str]) -> None:
        await self._act("correct_intents", thread, list(tags))
        intents = tuple(Intent(tag, 1.0) for tag in tags)
        self.rows[thread] = _with(self.rows[thread], intents=intents)
        self.touch(thread)

    async def move(self, thread: int, queue: str) -> None:
        await self._act("move", thread, queue)
        self.rows[thread] = _with(self.rows[thread], queue=queue, queue_by="operator")
        self.touch(thread)

    async def _mark(self, call: str, threads: Sequence[int], said: object, **marks: object) -> None:
        await self._act(call, tuple(threads), said)
        for thread in threads:
            self.rows[thread] = _with(self.rows[thread], **marks)
        kind = {"snooze": "snoozed", "pin": "pinned", "assign": "assigned"}.get(call, call)
        self.seq += 1
        self.feed.push(Change(frozenset({kind}), frozenset(threads), self.seq))

    async def pin(self, threads: Sequence[int], pinned: bool) -> None:
        await self._mark("pin", threads, pinned, pinned_at=self.now if pinned else None)

    async def snooze(self, threads: Sequence[int], until: int) -> None:
        await self._mark("snooze", threads, until, snoozed_until=until or None, done_at=None)

    async def done(self, threads: Sequence[int], done: bool) -> None:
        at = self.now if done else None
        await self._mark("done", threads, done, done_at=at, snoozed_until=None)

    async def follow_up(self, threads: Sequence[int], due: int, note: str) -> None:
        marks = {"follow_up_at": due or None, "follow_up_note": note}
        await self._mark("follow_up", threads, due, **marks)

    async def assign(self, threads: Sequence[int], owner: str) -> None:
        await self._mark("assign", threads, owner, owner=owner)

    async def move_all(self, threads: Sequence[int], queue: str) -> None:
        await self._mark("move_all", threads, queue, queue=queue, queue_by="operator")

    async def mark_all_read(self, threads: Sequence[int]) -> None:
        await self._mark("mark_all_read", threads, 0, unread=0)

    @property
    def begun(self) -> dict[int, str]:
        """The newest draft of each thread."""
        return {thread: one.text for (thread, _), one in self.drafts_kept.items()}

    async def drafts(self, thread: int | None = None) -> Sequence[Draft]:
        await asyncio.sleep(0)
        kept = [
            _with(one, thread=self.merged.get(one.thread, one.thread))
            for one in self.drafts_kept.values()
        ]
        return [one for one in kept if thread in (None, one.thread)]

    async def keep_draft(
        self, thread: int, text: str, peer: Peer | None = None, reply_to: str = "", *,
        quiet: bool = False,
    ) -> None:  # fmt: skip
        await asyncio.sleep(0)
        held = [chat for at, chat in self.drafts_kept if at == thread]
        chat = peer or next(iter(held), None) or (await self.peers(thread))[0].peer
        self.drafts_kept.pop((thread, chat), None)
        if text.strip():
            self.drafts_kept[thread, chat] = Draft(thread, chat, text, reply_to)
        if thread in self.rows and not quiet:
            self.rows[thread] = _with(self.rows[thread], draft=self.begun.get(thread, ""))
            self.touch(thread, kind="drafts")

    def typing_draft(self, peer: Peer) -> None:
        """Nothing else writes here."""

    async def left_draft(self, peer: Peer) -> None:
        self.left.append(peer)

    async def message(self, peer: Peer, external_id: str) -> MessageRow | None:
        await asyncio.sleep(0)
        rows = (row for listed in self.kept.values() for row in listed)
        return next((r for r in rows if (r.peer, r.external_id) == (peer, external_id)), None)

    async def undo_merge(self, thread: int, other: int) -> None:
        await self._act("undo_merge", thread, other)
        self.rows[thread] = _with(self.rows[thread], merged=())
        self.touch(thread)

    async def export_crm(self, thread: int) -> None:
        await self._act("export_crm", thread)
        self.crm[thread] = CrmState(target="Tryton", state="pending")
        self.touch(thread)

    async def retry_send(self, client_ref: str) -> None:
        await self._act("retry_send", client_ref)

    async def discard_send(self, client_ref: str) -> None:
        await self._act("discard_send", client_ref)

    async def unsent(self, threads: Collection[int]) -> list[Unsent]:
        await asyncio.sleep(0)
        closed = Problem("whatsapp-window-closed").encode()
        return [
            Unsent(row.client_ref or "", thread, self.rows[thread].name, row.text)
            for thread in threads
            for row in self.kept.get(thread, [])
            if row.status == "failed" and row.problem == closed
        ]

    async def fetch_missing(self, peer: Peer) -> None:
        await self._act("fetch_missing", peer)

    async def take_back(self, client_ref: str) -> None:
        await self._act("take_back", client_ref)
        for thread, rows in self.kept.items():
            kept = [row for row in rows if row.client_ref != client_ref]
            if len(kept) != len(rows):
                self.kept[thread] = kept
                self.touch(thread)

    # Signing in: code 11111, password "secret".

    async def telegram_state(self) -> SignInStep:
        return self.step

    async def devices(self) -> list[DeviceRow]:
        await asyncio.sleep(0)
        return list(self.signed_in)

    async def end_device(self, ident: str) -> None:
        await self._act("end_device", ident)
        self.signed_in = [
            row for row in self.signed_in if not row.id or (ident and row.id != ident)
        ]

    async def sign_out(self) -> None:
        await self._act("sign_out")

    async def safety(self) -> Safety:
        return self.accounts.safety

    async def scan(self, show: Callable[[str], None]) -> SignInStep:
        show("tg://login?token=" + "c2FtcGxl" * 5)
        await self.scanned.wait()
        return "done"

    async def resend_code(self) -> SignInStep:
        await self._act("resend_code")
        return "code"

    def code_delivery(self) -> tuple[str, str]:
        return "app", "sms"

    async def request_code(self, phone: str) -> SignInStep:
        await self._act("request_code", phone)
        if not phone.startswith("+"):
            raise ProblemError(Problem("telegram-phone-invalid"))
        self.step = "code"
        return self.step

    async def submit_code(self, code: str) -> SignInStep:
        await self._act("submit_code", code)
        if code != "11111":
            raise ProblemError(Problem("telegram-code-invalid"))
        self.step = "password"
        return self.step

    async def submit_password(self, password: str) -> SignInStep:
        await self._act("submit_password")
        if password != "secret":
            raise ProblemError(Problem("telegram-password-invalid"))
        self.step = "done"
        return self.step

    async def settings(self) -> Mapping[str, str]:
        return dict(self.saved)

    async def save_settings(self, changed: Mapping[str, str]) -> None:
        await self._act("save_settings", dict(changed))
        self.saved.update(changed)


def _reason(tag: str, quote: str) -> str:
    sale = ("price_request", "product_question", "meeting", "objection", "refusal")
    code = "sales" if tag in sale else tag
    return Problem(f"route-{code}", {"intent": tag, "quote": quote}).encode()


def _stand(row: MessageRow) -> Stand:
    return row.stand


def _with(row: Row, **changes: object) -> Row:
    return msgspec.structs.replace(row, **changes)
