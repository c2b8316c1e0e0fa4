"""What an operator types over a fact, brought to the canonical value of its kind. Pure."""

import re
from datetime import date, datetime

from stdnum.ru import inn as ru_inn

_CURRENCIES = {
    "₽": "RUB", "р": "RUB", "руб": "RUB", "рублей": "RUB", "rub": "RUB", "$": "USD", "usd": "USD",
    "€": "EUR", "eur": "EUR", "евро": "EUR", "£": "GBP", "gbp": "GBP", "₸": "KZT", "kzt": "KZT",
    "cny": "CNY", "¥": "CNY", "byn": "BYN",
}  # fmt: skip
_THOUSANDS = {
    "тыс": 1_000,
    "тысяч": 1_000,
    "k": 1_000,
    "к": 1_000,
    "млн": 1_000_000,
    "m": 1_000_000,
}
_NUMBER = re.compile(r"\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{2,4}))?")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:\s*-?\s*(?:st|nd|rd|th|го|е))?\s+([^\W\d_]{3,})\.?(?:\s+(\d{4}))?"
)
_MONTHS = {
    name: i
    for names in (
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for i, name in enumerate(names.split(), 1)
} | {"май": 5}
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b")


def canonical(kind: str, text: str, today: date) -> tuple[str, str] | None:
    """(value, unit) of what was typed; None where it cannot be a value of that kind."""
    text = text.strip()
    if not text:
        return None
    match kind:
        case "budget":
            return _money(text)
        case "quantity":
            return _quantity(text)
        case "deadline" | "meeting_at":
            return _when(kind, text, today)
        case "phone":
            return _phone(text)
        case "inn":
            digits = re.sub(r"\D", "", text)
            return (digits, "") if ru_inn.is_valid(digits) else None
        case "email":
            return (text.lower(), "") if _EMAIL.fullmatch(text) else None
        case _:
            return (text, "")


def _amount(text: str) -> tuple[float, str] | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    digits = re.sub(r"[\s\u00a0\u202f]", "", found.group())
    if re.fullmatch(r"\d{1,3}(,\d{3})+", digits):  # 450,000 as English writes it
        digits = digits.replace(",", "")
    rest = (text[: found.start()] + " " + text[found.end() :]).strip()
    return float(digits.replace(",", ".")), rest


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.2f}".rstrip("0")


def _money(text: str) -> tuple[str, str] | None:
    found = _amount(text)
    if found is None:
        return None
    number, rest = found
    code = "RUB"
    for word in re.findall(r"[^\W\d_]+|[₽$€£₸¥]", rest.lower()):
        number *= _THOUSANDS.get(word, 1)
        code = _CURRENCIES.get(word, code)
    return f"{_plain(number)} {code}", ""


def _quantity(text: str) -> tuple[str, str] | None:
    found = _amount(text)
    return (_plain(found[0]), found[1]) if found else None


def _when(kind: str, text: str, today: date) -> tuple[str, str] | None:
    clock = _TIME.search(text)
    day = _day(text, today)
    if day is None:
        return None
    if kind == "deadline":
        return day.isoformat(), ""
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return None
    return f"{day.isoformat()}T{int(clock[1]):02d}:{clock[2]}", ""


def _day(text: str, today: date) -> date | None:
    try:
        return datetime.fromisoformat(text.replace(" ", "T")).date()
    except ValueError:
        pass
    if (found := _DATE.search(text)) is not None:
        month = int(found[2])
    elif (found := _DAY_MONTH.search(text.lower())) is not None:
        month = _MONTHS.get(found[2][:3], 0)
    else:
        return None
    year = int(found[3]) if found[3] else today.year
    try:
        day = date(year + 2000 if year < 100 else year, month, int(found[1]))
    except ValueError:
        return None
    # "5 января" said in November is the one that comes
    return day.replace(year=year + 1) if not found[3] and (today - day).days > 90 else day


def _phone(text: str) -> tuple[str, str] | None:
    import phonenumbers  # loaded by desktop.parts

    try:
        parsed = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    shape = phonenumbers.PhoneNumberFormat.E164
    return str(phonenumbers.format_number(parsed, shape)), ""
