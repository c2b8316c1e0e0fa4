"""Values of filters: money, days, and the words that a filter knows, in English and Russian."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

Value = str
"""A known word or free text; an amount as ``300000`` or ``5000 USD``; a day as typed."""

HAS: Final = {
    "pdf": "pdf", "пдф": "pdf", "voice": "voice", "голос": "voice", "голосовое": "voice",
    "image": "image", "photo": "image", "picture": "image", "фото": "image",
    "картинка": "image", "doc": "doc", "document": "doc", "file": "doc", "документ": "doc",
    "док": "doc", "файл": "doc", "link": "link", "ссылка": "link", "video": "video",
    "видео": "video",
}  # fmt: skip
IS: Final = {
    "unread": "unread", "непрочитанные": "unread", "непрочитанное": "unread",
    "waiting": "waiting", "ждут": "waiting", "ждет": "waiting", "ждёт": "waiting",
    "done": "done", "готово": "done", "сделано": "done", "pinned": "pinned",
    "закрепленные": "pinned", "закреплённые": "pinned",
}  # fmt: skip
CHANNELS: Final = {
    "telegram": "telegram", "tg": "telegram", "телеграм": "telegram", "тг": "telegram",
    "телеграмм": "telegram", "whatsapp": "whatsapp", "wa": "whatsapp", "ватсап": "whatsapp",
    "вотсап": "whatsapp", "вацап": "whatsapp",
}  # fmt: skip
_TIMES: Final = {
    "": 1, "k": 1e3, "к": 1e3, "т": 1e3, "тыс": 1e3, "тысяч": 1e3, "thousand": 1e3,
    "m": 1e6, "м": 1e6, "млн": 1e6, "mln": 1e6, "миллион": 1e6, "миллиона": 1e6,
}  # fmt: skip
_MONEY = re.compile(r"([$€₽£]?)([\d ]{1,15}(?:[.,]\d{1,6})?) ?([^\W\d_]{0,8})\.?([$€₽£]?)")
_SIGNS: Final = {"$": " USD", "€": " EUR", "£": " GBP"}
_DAYS: Final = {
    "today": (0, 1), "сегодня": (0, 1), "yesterday": (-1, 0), "вчера": (-1, 0),
    "tomorrow": (1, 2), "завтра": (1, 2), "week": (0, 7), "неделя": (0, 7), "неделю": (0, 7),
    "month": (0, 31), "месяц": (0, 31),
}  # fmt: skip
"""Days from today on and after; a week is the next seven days."""
_YEARS: Final = range(1980, 2200)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\.?")


def money(text: str) -> str | None:
    """``300k``, ``1,5 млн``, ``$5k``: the amount as facts have it (``5000 USD``; roubles bare)."""
    found = _MONEY.fullmatch(text.strip().casefold())
    if found is None or found[3] not in _TIMES:
        return None
    digits = "".join(found[2].split()).replace(",", ".")
    if not digits[:1].isdigit():
        return None
    return f"{float(digits) * _TIMES[found[3]]:.15g}{_SIGNS.get(found[1] or found[4], '')}"


def days(text: str, today: date) -> tuple[date, date] | None:
    """The first day meant and the one after the last: ``2026-12-05``, ``2026-12``, ``5.12``,
    ``today``, ``неделя``. Years that nobody means are none."""
    found = _days(text, today)
    return found if found is not None and found[0].year in _YEARS else None


def _days(text: str, today: date) -> tuple[date, date] | None:
    try:
        word = _DAYS.get(text.casefold())
        if word is not None:
            return today + timedelta(word[0]), today + timedelta(word[1])
        if iso := _ISO.fullmatch(text):
            return _iso(int(iso[1]), iso[2], iso[3])
        if dotted := _DOTTED.fullmatch(text):
            year = int(dotted[3]) if dotted[3] else today.year
            first = date(year + 2000 if year < 100 else year, int(dotted[2]), int(dotted[1]))
            return first, first + timedelta(1)
    except (ValueError, OverflowError):
        pass
    return None


def _iso(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if day is None:
        first = date(year, int(month), 1)
        return first, (first + timedelta(32)).replace(day=1)
    first = date(year, int(month), int(day))
    return first, first + timedelta(1)


def _day(text: str) -> Value | None:
    # a leap year, so that 29.2 is a day: whether it is one this year is seen when it is looked for
    return text if days(text, date(2024, 1, 1)) is not None else None


def _of(known: dict[str, str]) -> Callable[[str], Value | None]:
    return lambda text: known.get(text.casefold())


def _text(text: str) -> Value | None:
    return text if any(c.isalnum() for c in text) else None


VALUES: Final[dict[str, Callable[[str], Value | None]]] = {
    "from": _text, "queue": _text, "intent": _text, "has": _of(HAS), "channel": _of(CHANNELS),
    "is": _of(IS), "budget": money, "deadline": _day, "after": _day, "before": _day,
}  # fmt: skip
"""What a filter's value means by its name; None: it means nothing."""
