"""Small readers that everything of a message is put into words with. They never raise: a server of
another version may leave out what ours sends."""

import math
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

_WHOLE: Final = frozenset(
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
        "VUV", "XAF", "XOF", "XPF",
    }
)  # fmt: skip
"""Currencies without a smaller unit (https://core.telegram.org/bots/payments/currencies.json)."""
STARS: Final = "XTR"
LONGEST: Final = 400


def ms(moment: datetime | None) -> int:
    """Milliseconds since the epoch; 0 for None. Naive times are UTC, as Telethon's are."""
    if moment is None:
        return 0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


def said(thing: Any) -> str:
    """A string, or the text of a textWithEntities; '' for what is neither."""
    text = getattr(thing, "text", thing)
    return text.strip() if isinstance(text, str) else ""


def number(thing: Any) -> int:
    """A whole number of what ought to be one; 0 for what is none."""
    if isinstance(thing, int | float) and math.isfinite(thing):
        return int(thing)
    return 0


def lines(*parts: str) -> str:
    """Each that says something on a line of its own, once."""
    return "\n".join(dict.fromkeys(part for part in parts if part))


def money(amount: Any, currency: Any) -> str:
    """An amount in the smallest units of its currency, as people write it; stars by their sign."""
    units, name = number(amount), said(currency).upper()
    if name == STARS:
        return f"⭐ {units}"
    if name in _WHOLE:
        return f"{_grouped(units)} {name}".strip()
    whole, rest = divmod(abs(units), 100)
    sign = "-" if units < 0 else ""
    return f"{sign}{_grouped(whole)}{f'.{rest:02}' if rest else ''} {name}".strip()


def _grouped(units: int) -> str:
    return f"{units:,}".replace(",", "\u00a0")


def clock(seconds: Any) -> str:
    """A length as ``m:ss``; '' for none."""
    length = max(0, number(seconds))
    return f"{length // 60}:{length % 60:02}" if length else ""


def phone(digits: Any) -> str:
    """A number as E.164; '' for none."""
    number_ = said(digits).lstrip("+")
    return f"+{number_}" if number_ else ""


def link(address: Any) -> str:
    """A link that may be opened: http or https with a host; '' for any other."""
    try:
        parts = urlsplit(said(address))
        whole = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return parts.geturl() if whole else ""


def each(things: Any) -> tuple[Any, ...]:
    """The members of a vector; none of what is none."""
    return tuple(things) if isinstance(things, list | tuple) else ()
