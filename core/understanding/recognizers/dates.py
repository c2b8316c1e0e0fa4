"""Calendar dates, in Russian and English, relative to the message's own time."""

# ruff: noqa: E501 (patterns and sentences read better whole)

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from core.understanding.recognizers.clocks import Clock as Clock
from core.understanding.recognizers.clocks import clocks as clocks
from core.understanding.recognizers.numbers import WORD_VALUES

_MONTHS = (
    r"янв(?:ар[яьюе]|\.)?|jan(?:uary|\.)?", r"фев(?:рал[яьюе]|р?\.)?|feb(?:ruary|\.)?",
    r"март(?:а|у|е)?|mar(?:ch|\.)?", r"апр(?:ел[яьюе]|\.)?|apr(?:il|\.)?", r"ма[яйюе]|may",
    r"июн[яьюе]?|june?\.?", r"июл[яьюе]?|july?\.?", r"авг(?:уст[ауе]?|\.)?|aug(?:ust|\.)?",
    r"сент?(?:ябр[яьюе]|\.)?|sept?(?:ember|\.)?", r"окт(?:ябр[яьюе]|\.)?|oct(?:ober|\.)?",
    r"ноя(?:бр[яьюе]|б?\.)?|nov(?:ember|\.)?", r"дек(?:абр[яьюе]|\.)?|dec(?:ember|\.)?",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_MONTH_RE = tuple(re.compile(rf"(?:{m})$") for m in _MONTHS)
_WEEKDAYS = (
    r"понедельник[ауе]?|пн|monday|mon", r"вторник[ауе]?|вт|tuesday|tues?",
    r"сред[ауеы]|ср|wednesday|wed", r"четверг[ауе]?|чт|thursday|thurs?|thu",
    r"пятниц[ауеы]|пт|friday|fri", r"суббот[ауеы]|сб|saturday|sat",
    r"воскресень[еяю]|вс|sunday|sun",
)  # fmt: skip
_WEEKDAY = "|".join(_WEEKDAYS)
_WEEKDAY_RE = tuple(re.compile(rf"(?:{w})$") for w in _WEEKDAYS)
_ORDINALS = {
    "первого": 1, "второго": 2, "третьего": 3, "четвертого": 4, "пятого": 5, "пятому": 5, "первому": 1, "второму": 2, "третьему": 3, "десятому": 10,
    "пятнадцатому": 15, "двадцатому": 20, "шестого": 6,
    "седьмого": 7, "восьмого": 8, "девятого": 9, "десятого": 10, "одиннадцатого": 11,
    "двенадцатого": 12, "тринадцатого": 13, "четырнадцатого": 14, "пятнадцатого": 15,
    "шестнадцатого": 16, "семнадцатого": 17, "восемнадцатого": 18, "девятнадцатого": 19,
    "двадцатого": 20, "двадцать первого": 21, "двадцать второго": 22, "двадцать третьего": 23,
    "двадцать четвертого": 24, "двадцать пятого": 25, "двадцать шестого": 26,
    "двадцать седьмого": 27, "двадцать восьмого": 28, "двадцать девятого": 29,
    "тридцатого": 30, "тридцать первого": 31,
}  # fmt: skip
_ORDINALS |= {
    re.sub("ого$", "ое", said).replace("третьего", "третье"): day
    for said, day in tuple(_ORDINALS.items())
}
"""«Двадцать девятое ноября»."""
_DAY = rf"(?P<d>\d{{1,2}})(?:-?(?:го|ого|му|е|ое|th|st|nd|rd))?|(?P<o>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_PREP = (
    r"(?:(?P<prep>не\s+позднее(?:\s+чем)?|не\s+позже(?:\s+чем)?|самое\s+позднее|крайний\s+срок|до|к|ко|на|во|в|с|со|от|"
    r"no\s+later\s+than|not\s+later\s+than|by|before|until|till|due|within|on|for|from|since|at)\s+)?"
)
_SHIFT = (
    r"(?:(?P<next>следующ\w+|next|будущ\w+|след\.?)\s+|(?P<this>эт[уоаиойейму]+|ближайш\w+|this|coming|the\s+coming|текущ\w+)\s+"
    r"|the\s+)?"
)
_COUNT = (
    r"(?P<n>\d{1,3}|полтора|полторы|"
    + "|".join(w for w, v in sorted(WORD_VALUES.items(), key=lambda i: -len(i[0])) if 1 < v <= 60)
    + r"|(?<=\s)an?|one|одну|одного|одной|один)"
)
_WORKDAYS = r"(?P<work>раб(?:\.|оч\w+)\s+|business\s+|working\s+)?"
_PERIOD = r"(?P<unit>д(?:ень|ня|ней|н\.?)|сут\w+|недел\w*|нед\.?|месяц\w*|мес\.?|fortnight|day\w*|week\w*|month\w*)"


@dataclass(frozen=True, slots=True)
class When:
    """A day at [start, end); ``prep`` is the word in front of it («до», “by”, …) and inside the
    span, ``vague`` a period rather than a day, ``span`` («через», «в течение») a length of time."""

    start: int
    end: int
    day: date
    prep: str = ""
    vague: bool = False
    relative: bool = False


def _future(day: int, month: int, today: date, year: int | None = None) -> date | None:
    """That day in ``year``, or the next time it comes (three weeks back stays this year)."""
    try:
        if year is not None:
            return date(year + 2000 if year < 100 else year, month, day)
        for y in (today.year, today.year + 1, today.year + 4):
            try:
                found = date(y, month, day)
            except ValueError:
                continue
            if found >= today - timedelta(days=21):
                return found
    except ValueError:
        return None
    return None


def _month_of(word: str) -> int:
    return next(i for i, p in enumerate(_MONTH_RE, 1) if p.match(word))


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _day_of(m: re.Match[str]) -> int:
    return int(m["d"]) if m["d"] else _ORDINALS[m["o"]]


def _add_months(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_workdays(day: date, count: int) -> date:
    """``count`` working days (Monday to Friday) after ``day``."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def _day_month(m: re.Match[str], today: date) -> date | None:
    year = int(m["y"]) if m["y"] else None
    return _future(_day_of(m), _month_of(m["m"]), today, year)


def _numeric(m: re.Match[str], today: date) -> date | None:
    day, month = int(m["a"]), int(m["b"])
    if month > 12 and day <= 12:
        day, month = month, day
    return _future(day, month, today, int(m["y"]) if m["y"] else None)


def _iso(m: re.Match[str], today: date) -> date | None:
    return _future(int(m["d"]), int(m["m"]), today, int(m["y"]))


def _weekday(m: re.Match[str], today: date) -> date | None:
    target = next(i for i, p in enumerate(_WEEKDAY_RE) if p.match(m["w"]))
    if m["next"] or m["nextweek"]:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=target)
    ahead = (target - today.weekday()) % 7
    if ahead == 0 and not m["this"]:
        ahead = 7
    return today + timedelta(days=ahead)


def _near(m: re.Match[str], today: date) -> date | None:
    word = m["w"]
    if "послезавтра" in word or "after tomorrow" in word:
        return today + timedelta(days=2)
    return today + timedelta(
        days=1 if "завтра" in word or "tomorrow" in word or "tmrw" in word else 0
    )


def _length(m: re.Match[str], today: date) -> date | None:
    raw = m["n"]
    unit = m["unit"]
    if raw is None:
        if m["half"]:
            return today + timedelta(days=15 if re.match("мес|month", unit) else 3)
        count = 1.0
    elif raw in {"a", "an", "one", "одну", "одного", "одной", "один"}:
        count = 1.0
    else:
        count = float(raw) if raw.isdigit() else WORD_VALUES[raw]
    if re.match("д|сут|day", unit):
        days = int(count)
        return (
            add_workdays(today, days) if m["work"] and days <= 120 else today + timedelta(days=days)
        )
    if unit == "fortnight":
        return today + timedelta(days=14)
    if re.match("нед|week", unit):
        return today + timedelta(days=int(count * 7 + 0.5))
    whole = _add_months(today, int(count))
    return whole + timedelta(days=15) if count % 1 else whole


def _end_of(m: re.Match[str], today: date) -> date | None:
    part, what = m["part"], m["what"]
    shift = 1 if m["next"] else 0
    if re.match("недел|week", what):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * shift)
        if re.match("нач|start|begin|early", part):
            return monday
        if re.match("сер|mid", part):
            return monday + timedelta(days=2)
        friday = monday + timedelta(days=4)
        return friday if friday >= today else monday + timedelta(days=6)
    if re.match("год|year", what):
        return date(today.year + shift, 12, 31)
    if re.match("кварт|quarter", what):
        month = (today.month - 1) // 3 * 3 + 3 + 3 * shift
        return _last(today.year + (month - 1) // 12, (month - 1) % 12 + 1)
    if re.match("мес|month", what):
        base = _add_months(today.replace(day=1), shift)
    else:
        month = _month_of(what)
        year = int(m["y"]) if m["y"] else today.year + (1 if month < today.month else 0)
        base = date(year, month, 1)
    if re.match("нач|start|begin|early", part):
        return base
    if re.match("сер|mid", part):
        return base.replace(day=15)
    return _last(base.year, base.month)


def _holiday(m: re.Match[str], today: date) -> date | None:
    return date(today.year, 12, 25 if "christmas" in m.group() else 31)


def _whole_month(m: re.Match[str], today: date) -> date | None:
    month = _month_of(m["m"])
    year = int(m["y"]) if m["y"] else today.year + (1 if month < today.month else 0)
    if (m["prep"] or "").split(" ")[0] in {"к", "ко", "до", "by", "before", "until", "till"}:
        return date(year, month, 1)
    return _last(year, month)


def _number_of(m: re.Match[str], today: date) -> date | None:
    day = _day_of(m)
    base = today if day >= today.day else _add_months(today.replace(day=1), 1)
    try:
        return base.replace(day=day)
    except ValueError:
        return None


def _this_week(m: re.Match[str], today: date) -> date | None:
    friday = today - timedelta(days=today.weekday()) + timedelta(days=4)
    if m["next"]:
        return friday + timedelta(days=7)
    return max(friday, today)


_Resolve = Callable[[re.Match[str], date], date | None]
_YEAR = r"(?:,?\s+(?P<y>20\d\d)(?:\s*(?:года|г\.?|year))?(?!\d))?"
_PART = r"(?P<part>кон(?:ца|це|цу|ец)|начал[оауе]|середин[ауеы]|(?:the\s+)?end|start|beginning|middle|mid|early|late)"
_RULES: tuple[tuple[str, re.Pattern[str], _Resolve], ...] = tuple(
    (name, re.compile(pattern), resolve)
    for name, pattern, resolve in (
        ("nextweekday", rf"(?<!\w){_PREP}(?P<nextweek>следующей\s+недел\w|next\s+week)(?:\s*,)?\s+(?:во?\s+|on\s+)?(?P<next>(?!))?(?P<this>(?!))?(?P<w>{_WEEKDAY})(?!\w)", _weekday),
        ("day", rf"(?<!\w){_PREP}(?:the\s+)?(?:{_DAY})(?:\s+of)?\s*(?P<m>{_MONTH})(?!\w){_YEAR}", _day_month),
        (
            "day",
            rf"(?<!\w){_PREP}(?P<m>{_MONTH})\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:th|st|nd|rd)?(?P<o>(?!))?(?![\d:]){_YEAR}",
            _day_month,
        ),
        ("day", rf"(?<![\w.]){_PREP}(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _iso),
        (
            "day",
            rf"(?<![\w.,/]){_PREP}(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>20\d\d|\d\d)(?![\d/.-]\d|\d)(?:\s*г(?:ода|\.)?)?",
            _numeric,
        ),
        (
            "short",
            rf"(?<![\w.,/]){_PREP}(?P<a>\d{{1,2}})[./](?P<b>\d{{2}})(?P<y>(?!))?(?![\w/]|[.,]\d|\s*(?:%|х\d|руб|мм|кг|тыс|млн|тонн|т\b|м\b|см|шт|л\b|eur|usd|₽|\$))",
            _numeric,
        ),
        (
            "day",
            rf"(?<!\w){_PREP}{_SHIFT}(?P<w>{_WEEKDAY})(?!\w)\.?(?P<nextweek>\s+(?:на\s+)?(?:следующей\s+недел\w|next\s+week|of\s+next\s+week))?",
            _weekday,
        ),
        (
            "day",
            rf"(?<!\w){_PREP}(?P<w>(?:the\s+)?day\s+after\s+tomorrow|послезавтра(?:шнего)?|завтра(?:шнего\s+дня|шнему\s+дню)?|сегодня(?:шнего\s+дня)?|tomorrow|tmrw|today|tonight)(?!\w)",
            _near,
        ),
        (
            "length",
            rf"(?<!\w)(?P<prep>через|спустя|in|within|в\s+течение|не\s+позднее\s+чем\s+через|не\s+позже\s+чем\s+через|"
            rf"за|максимум\s+через|в\s+срок\s+до|до)\s+(?:(?:ближайш\w+|следующ\w+|the\s+next|примерно|about|около|максимум)\s+)?"
            rf"(?:(?P<half>пол)|{_COUNT}(?:\s*-\s*\d+)?\s*)?\s*{_WORKDAYS}{_PERIOD}(?!\w)",
            _length,
        ),
        ("length", rf"(?<!\w)(?P<prep>(?!))?(?P<half>(?!))?{_COUNT}\s+{_WORKDAYS}{_PERIOD}\s+(?:from\s+(?:now|today)|максимум)(?!\w)", _length),
        (
            "end",
            rf"(?<!\w){_PREP}(?:the\s+)?{_PART}(?:\s*-\s*|\s+)(?:of\s+)?(?:the\s+)?{_SHIFT}"
            rf"(?P<what>недели|месяца|года|квартала|{_MONTH}|week|month|year|quarter)(?!\w){_YEAR}",
            _end_of,
        ),
        ("end", rf"(?<!\w){_PREP}(?P<next>(?!))?(?P<y>(?!))?(?P<part>(?:eo|cob\s+)(?=[wm])|eo)(?P<what>w|m|y)(?!\w)", lambda m, t: _eo(m["what"], t)),
        (
            "day",
            rf"(?<!\w){_PREP}(?:нового\s+года|новому\s+году|нового\s+г\.|нг|new\s+year(?:'s)?(?:\s+eve)?|christmas)(?!\w)",
            _holiday,
        ),
        (
            "vague",
            rf"(?<!\w){_PREP}(?:(?P<next>следующей|next)\s+(?:недел[еи]|week)|(?:этой|this|текущей)\s+(?:недел[еи]|week))(?!\w)",
            _this_week,
        ),
        ("vague", r"(?<!\w)(?P<prep>до|к|before|by|at|on)\s+(?P<next>(?!))?(?:выходны[хм]|the\s+weekend|weekend)(?!\w)", _this_week),
        ("number", rf"(?<!\w){_PREP}(?:the\s+)?(?P<d>\d{{1,2}})(?P<o>(?!))?(?:-?(?:го|ого|му|th|st|nd|rd)(?:\s+числ[ауо])?|\s+числ[ауо])(?!\w)", _number_of),
        ("number", rf"(?<!\w)(?P<prep>до|к)\s+(?P<d>(?!))?(?P<o>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?:\s+числа)?(?!\w)", _number_of),
        (
            "month",
            rf"(?<![\w])(?P<prep>в|к|ко|до|на|in|by|before|until|till|for)\s+(?P<m>{_MONTH})(?!\w|\s+\d|\.){_YEAR}",
            _whole_month,
        ),
    )
)  # fmt: skip


def _eo(what: str, today: date) -> date:
    if what == "w":
        return max(today, today - timedelta(days=today.weekday()) + timedelta(days=4))
    return _last(today.year, today.month if what == "m" else 12)


def dates(low: str, at: datetime) -> list[When]:
    """Every day named in a folded text, in order, the longer reading of a place first."""
    return list(_dates(low, at.date()))


@lru_cache(maxsize=64)
def _dates(low: str, today: date) -> tuple[When, ...]:
    """Kept, for several recognizers ask for the days of one text."""
    found: list[When] = []
    months: list[date] = []  # days that were named with their month
    for name, pattern, resolve in _RULES:
        for m in pattern.finditer(low):
            if any(m.start() < w.end and w.start < m.end() for w in found):
                continue
            if name == "short" and not _plausible_short(m, low):
                continue
            if m.groupdict().get("sep") == "-" and not _plausible_dashes(m, low, today):
                continue
            try:
                day = resolve(m, today)
            except (ValueError, OverflowError):
                continue
            if day is None:
                continue
            prep = " ".join((m.groupdict().get("prep") or "").split())
            start = m.start() if prep else m.start() + len(m.group()) - len(m.group().lstrip())
            end = m.start() + len(m.group().rstrip(" ,"))
            vague = name in {"vague", "month"}
            if name == "number":
                day = _in_the_month(day, months, today)
            elif m.groupdict().get("m") or m.groupdict().get("b"):
                months.append(day)
            found.append(When(start, end, day, prep, vague, name == "length"))
    return tuple(sorted(found, key=lambda w: w.start))


def _in_the_month(day: date, named: list[date], today: date) -> date:
    """«Праздник 18 июля, привезите 17-го»: the day of a month that was just named."""
    if not named:
        return day
    try:
        said = named[-1].replace(day=day.day)
    except ValueError:
        return day
    return said if said >= today else day


_MODEL_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?!(?:дата|день|срок|числ\w|due|date|day)\s)\w{1,4}"
    r"|насос\w*|модел\w*|артикул\w*|марк\w*|кабел\w*|двигател\w*|pumps?|models?|articles?"
    r"|№)\.?\s+$"
)
"""«ЭЦВ 6-10-26», “model 6-10-26”: what goods are called, not when."""
_YEARS_NEAR = 5


def _plausible_dashes(m: re.Match[str], low: str, today: date) -> bool:
    """Whether 25-12-26 is a date and not a model of a pump."""
    if len(m["y"]) == 4:
        return True
    if abs(int(m["y"]) + 2000 - today.year) > _YEARS_NEAR or re.match(
        r"-?[^\W\d_]", low[m.end() :]
    ):
        return False
    return bool(m["prep"]) or not _MODEL_BEFORE.search(low, 0, m.start("a"))


def _plausible_short(m: re.Match[str], low: str) -> bool:
    """Whether 05.12 is a date and not a price, a size or a time."""
    a, b = int(m["a"]), int(m["b"])
    if not (1 <= a <= 31 and 1 <= b <= 12):
        return False
    if m["prep"] in {"в", "at"} and "." in m.group() and a < 24:
        return False
    return bool(m["prep"]) or len(m["a"]) == 2 or "/" not in m.group()
