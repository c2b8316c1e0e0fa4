"""When to come back to a thread: what one usually chooses, and what one types, in Russian or
English. Moments are local and aware. Pure."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

MORNING: Final = time(9, 0)
EVENING: Final = time(18, 0)
_DAYS: Final = {
    "пн": 0, "понедельник": 0, "вт": 1, "вторник": 1, "ср": 2, "среда": 2, "среду": 2, "чт": 3,
    "четверг": 3, "пт": 4, "пятница": 4, "пятницу": 4, "сб": 5, "суббота": 5, "субботу": 5,
    "вс": 6, "воскресенье": 6, "mon": 0, "monday": 0, "tue": 1, "tuesday": 1, "wed": 2,
    "wednesday": 2, "thu": 3, "thursday": 3, "fri": 4, "friday": 4, "sat": 5, "saturday": 5,
    "sun": 6, "sunday": 6,
}  # fmt: skip
_MONTHS: Final = (
    ("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("мая", "май", "may"),
    ("июн", "jun"), ("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"),
    ("ноя", "nov"), ("дек", "dec"),
)  # fmt: skip
_SPANS: Final = (
    ("minutes", r"мин\w*|min\w*"), ("hours", r"час\w*|ч|hours?|h"),
    ("days", r"день|дня|дней|дн|days?|d"), ("weeks", r"недел\w*|нед|weeks?|w"),
)  # fmt: skip
_NEAR: Final = {
    "сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2, "вечером": 0,
    "tonight": 0,
}  # fmt: skip
_CLOCK: Final = re.compile(r"(?:\b(?:в|к|at|by)\s+)?\b(\d{1,2}):(\d{2})\b")
_HOUR: Final = re.compile(r"\b(?:в|к|at|by)\s+(\d{1,2})\b(?!\s*[./])|\b(\d{1,2})\s*(am|pm)\b")
_AHEAD: Final = re.compile(
    r"\b(?:через|in)\s+(?:(\d{1,4})\s+|an?\s+)?("
    + "|".join(part for _, part in _SPANS)
    + r")\b"
)  # fmt: skip
_ISO: Final = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DOTTED: Final = re.compile(r"\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\b")
_DAY_MONTH: Final = re.compile(r"\b(\d{1,2})\s+([а-яёa-z]{3,})(?:\s+(\d{4}))?\b")
_MONTH_DAY: Final = re.compile(r"\b([a-z]{3,})\s+(\d{1,2})\b(?:,?\s+(\d{4})\b)?")


def presets(now: datetime) -> list[tuple[str, datetime]]:
    """What one usually chooses, soonest first; names are ends of translation keys."""
    today = now.date()
    to_monday = 7 - today.weekday()
    made = [("hour", _up(now + timedelta(hours=1)))]
    if now.time() < time(16, 30):
        made.append(("evening", _at(now, today, EVENING)))
    made.append(("tomorrow", _at(now, today + timedelta(days=1), MORNING)))
    if 1 < to_monday < 7:
        made.append(("monday", _at(now, today + timedelta(days=to_monday), MORNING)))
    made.append(("week", _at(now, today + timedelta(days=7), MORNING)))
    return sorted(made, key=lambda one: one[1])


def days(now: datetime) -> list[datetime]:
    """The mornings of the week that follows tomorrow."""
    return [_at(now, now.date() + timedelta(days=ahead), MORNING) for ahead in range(2, 8)]


def parse(text: str, now: datetime) -> datetime | None:
    """``завтра 14:00``, ``через 2 часа``, ``in 3 days``, ``пт``, ``5.12 10:30``, ``Dec 5``. A day
    without a time means the morning. None where it is not clear or not ahead."""
    low = " ".join(text.casefold().replace("ё", "е").split())
    if not low:
        return None
    try:
        found = _parse(low, now)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found > now else None


def _parse(low: str, now: datetime) -> datetime | None:
    clock = _time(low)
    ahead = _AHEAD.search(low)
    if ahead is not None:
        many = int(ahead[1] or 1)
        unit = next(name for name, part in _SPANS if re.fullmatch(part, ahead[2]))
        if unit in ("minutes", "hours"):
            return _up(now + timedelta(**{unit: many}))
        return _at(now, now.date() + timedelta(**{unit: many}), clock or MORNING)
    rest = _CLOCK.sub(" ", low)
    day = _day(rest, now.date())
    if day is None:
        if clock is None or re.sub(r"[\W\d]|am|pm|at|by|в|к", "", rest):
            return None
        today = _at(now, now.date(), clock)
        return today if today > now else _at(now, now.date() + timedelta(days=1), clock)
    if clock is None:
        late = "вечером" in low or "tonight" in low or (day == now.date() and now.time() < EVENING)
        clock = EVENING if late else MORNING
    return _at(now, day, clock)


def _time(low: str) -> time | None:
    if (found := _CLOCK.search(low)) is not None:
        return time(int(found[1]), int(found[2]))
    if (found := _HOUR.search(low)) is None:
        return None
    hour = int(found[1] or found[2])
    if found[3]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, 0)


def _day(low: str, today: date) -> date | None:
    words = re.findall(r"[а-яa-z]+", low)
    for word in words:
        if word in _NEAR:
            return today + timedelta(days=_NEAR[word])
        if word in _DAYS:
            return today + timedelta(days=(_DAYS[word] - today.weekday() - 1) % 7 + 1)
    if (found := _ISO.search(low)) is not None:
        return date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DOTTED.search(low)) is not None:
        return _dated(int(found[1]), int(found[2]), found[3], today)
    if (found := _DAY_MONTH.search(low)) is not None and (month := _month(found[2])):
        return _dated(int(found[1]), month, found[3], today)
    if (found := _MONTH_DAY.search(low)) is not None and (month := _month(found[1])):
        return _dated(int(found[2]), month, found[3], today)
    return None


def _month(word: str) -> int:
    return next((n for n, names in enumerate(_MONTHS, 1) if word.startswith(names)), 0)


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    """Without a year the next such day."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    made = date(today.year, month, day)
    return made if made >= today else date(today.year + 1, month, day)


def _at(now: datetime, day: date, clock: time) -> datetime:
    """Local wall time, also where the clocks are changed before it."""
    return datetime.combine(day, clock).astimezone() if now.tzinfo else datetime.combine(day, clock)


def _up(moment: datetime) -> datetime:
    """To the next whole five minutes: nobody means 14:03:27."""
    over = moment.minute % 5 * 60 + moment.second
    exact = moment.replace(microsecond=0)
    return exact + timedelta(seconds=300 - over) if over else exact
