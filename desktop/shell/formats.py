"""Numbers, dates and fact values as the operator reads them. Times in are ms UTC, shown local."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from core.domain.reading import Fact
from desktop.shell.i18n import I18n

NBSP = "\u00a0"
_SYMBOLS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "CNY": "¥", "BYN": "Br"}


def local(ms: int) -> datetime:
    """A moment in the operator's zone."""
    return datetime.fromtimestamp(ms / 1000).astimezone()


def clock(ms: int) -> str:
    """``14:05``."""
    return local(ms).strftime("%H:%M")


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, lang: str) -> str:
    text: str = format_date(day, pattern, locale=lang)
    return text


def day(i18n: I18n, when: date, today: date) -> str:
    """A day for dividers: today, yesterday, ``5 декабря``, with the year when it is another."""
    ago = (today - when).days
    if ago == 0:
        return i18n.say("day-today")
    if ago == 1:
        return i18n.say("day-yesterday")
    return _date(when, "d MMMM" if when.year == today.year else "d MMMM y", i18n.lang)


def birthday(i18n: I18n, born: date, *, with_year: bool) -> str:
    """``5 марта``, ``5 марта 1990``."""
    return _date(born, "d MMMM y" if with_year else "d MMMM", i18n.lang)


def stamp(i18n: I18n, ms: int, now: int) -> str:
    """For the thread list: the time today, else the weekday, else the date."""
    if not ms:
        return ""
    when, today = local(ms), local(now).date()
    ago = (today - when.date()).days
    if ago == 0:
        return when.strftime("%H:%M")
    if ago == 1:
        return i18n.say("day-yesterday-short")
    if 1 < ago < 7:
        return _date(when.date(), "EEE", i18n.lang)
    pattern = "d MMM" if when.year == today.year else "d MMM y"
    return _date(when.date(), pattern, i18n.lang)


def moment(i18n: I18n, ms: int, now: int) -> str:
    """Day and time, for sources: ``14:05``, ``вчера, 14:05``, ``5 дек., 14:05``."""
    when, today = local(ms), local(now).date()
    if when.date() == today:
        return when.strftime("%H:%M")
    if (today - when.date()).days == 1:
        return f"{i18n.say('day-yesterday-short')}, {when:%H:%M}"
    return f"{_date(when.date(), 'd MMM', i18n.lang)}, {when:%H:%M}"


def until(i18n: I18n, when: datetime) -> str:
    """Weekday and time of a moment of the next days: ``пн, 09:00``."""
    return f"{_date(when.date(), 'EEE', i18n.lang)}, {when:%H:%M}"


def full(i18n: I18n, ms: int) -> str:
    """Day, year and time, for what leaves the window: ``5 дек. 2026, 14:05``."""
    when = local(ms)
    return f"{_date(when.date(), 'd MMM y', i18n.lang)}, {when:%H:%M}"


def duration(i18n: I18n, ms: int) -> str:
    """A wait, coarse: ``5 мин``, ``2 ч``, ``3 дн``."""
    minutes = max(60_000, ms) // 60_000
    if minutes < 60:
        return i18n.say("span-minutes", n=int(minutes))
    if minutes < 48 * 60:
        return i18n.say("span-hours", n=int(minutes // 60))
    return i18n.say("span-days", n=int(minutes // 1440))


def countdown(i18n: I18n, ms: int) -> str:
    """What is left of a window: ``23 ч``, ``1 ч 42 мин``, and ``9:58`` in the last ten minutes."""
    seconds = max(0, ms) // 1000
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if seconds < 600:
        return f"{minutes}:{seconds % 60:02d}"
    if hours >= 2:
        return i18n.say("span-hours", n=int(hours))
    if hours:
        return i18n.say("span-hours-minutes", h=int(hours), m=int(minutes))
    return i18n.say("span-minutes", n=int(minutes))


def size(i18n: I18n, count: int) -> str:
    """A file's size in bytes, for people."""
    if count < 1024 * 1024:
        return i18n.say("size-kb", n=str(max(1, round(count / 1024))))
    unit, key = (1 << 20, "size-mb") if count < 1 << 30 else (1 << 30, "size-gb")
    value = f"{count / unit:.1f}"
    return i18n.say(key, n=value.replace(".", ",") if i18n.lang == "ru" else value)


def seconds(count: int) -> str:
    """Length of a voice message, ``1:05``."""
    return f"{count // 60}:{count % 60:02d}"


def speed(i18n: I18n, times: float) -> str:
    """``1,5×``."""
    text = f"{times:g}"
    return f"{text.replace('.', ',') if i18n.lang == 'ru' else text}×"


def number(i18n: I18n, value: str) -> str:
    """Digits in groups of three as the language groups them; other text is left as it is."""
    whole, _, part = value.partition(".")
    if not whole.lstrip("-").isdigit():
        return value
    russian = i18n.lang == "ru"
    text = f"{int(whole):,}"
    if russian:
        text = text.replace(",", NBSP) if len(whole) > 4 else whole
    part = part.rstrip("0")
    return text + (("," if russian else ".") + part if part else "")


def money(i18n: I18n, value: str) -> str:
    """``450000 RUB`` as ``450 000 ₽``."""
    amount, _, code = value.partition(" ")
    symbol = _SYMBOLS.get(code, code)
    text = number(i18n, amount)
    if i18n.lang == "ru" or len(symbol) > 1:
        return f"{text}{NBSP}{symbol}"
    return f"{symbol}{text}"


def phone(value: str) -> str:
    """``+79161112233`` as ``+7 916 111-22-33``."""
    import phonenumbers  # 50 ms that the first paint does without

    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    shape = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    text: str = phonenumbers.format_number(parsed, shape)
    return text.replace(" ", NBSP)


def _when(i18n: I18n, value: str, now: int) -> str:
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    same = when.year == local(now).year
    if "T" not in value:
        return _date(when.date(), "d MMMM" if same else "d MMMM y", i18n.lang)
    text = _date(when.date(), "EEE, d MMMM" if same else "EEE, d MMMM y", i18n.lang)
    return f"{text}, {when:%H:%M}"


def fact_value(i18n: I18n, fact: Fact, now: int) -> str:
    """The value of a fact as people write it."""
    value = fact.value
    match fact.kind:
        case "budget":
            return money(i18n, value)
        case "quantity":
            return f"{number(i18n, value)}{NBSP}{fact.unit}".rstrip()
        case "deadline" | "meeting_at":
            return _when(i18n, value, now)
        case "phone":
            return phone(value)
        case "decision" | "document":
            key = f"{fact.kind}-{value}"
            return i18n.say(key) if i18n.has(key) else value
        case "product":
            return value[:1].upper() + value[1:]
        case _:
            return value
