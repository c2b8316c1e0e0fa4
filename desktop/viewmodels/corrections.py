"""What an operator types over a fact, brought to the canonical value of its kind. Pure."""

import re
from datetime import date, datetime

import phonenumbers

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
            return (digits, "") if len(digits) in (10, 12) else None
        case "email":
            return (text.lower(), "") if "@" in text else None
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
    found = _DATE.search(text)
    if found is None:
        return None
    year = int(found[3]) if found[3] else today.year
    try:
        return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    except ValueError:
        return None


def _phone(text: str) -> tuple[str, str] | None:
    try:
        parsed = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    shape = phonenumbers.PhoneNumberFormat.E164
    return str(phonenumbers.format_number(parsed, shape)), ""
