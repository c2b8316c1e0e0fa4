"""Amounts of money, in every way people write them; whose money it is, budget.py decides."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.understanding.recognizers.numbers import Number, numbers, plain

_NO_NOUN = r"(?!\s+[a-zа-я]{3,}(?:s|а|ов|ей|ы)(?!\w))"
"""After a code that is a word too: “3 CAD seats”, “10 gel pens”, «2 AMD сервера» are no money."""

_CURRENCIES = (
    ("RUB", r"руб(?:\.|лей|лев|ля|ль|лях|лями|лям)?|р\.|р(?![\w./])|₽|rub(?:les?)?|rur|рублик\w*"),
    ("USD", r"us\$|usd|\$|долл?(?:ар\w*|\.)?|бакс\w*|dollars?|bucks"),
    ("EUR", r"eur(?:os?)?|€|евро"),
    ("GBP", r"gbp|£|quid|фунт\w*|pounds?(?: sterling)?"),
    ("CNY", r"cny|rmb|yuan|¥|юан\w*"),
    ("KZT", r"kzt|₸|тенге|тг\b"),
    ("BYN", r"byn|бел(?:\.|орус\w*)? ?руб\w*"),
    ("AED", r"aed|дирхам\w*|dirhams?"),
    ("TRY", rf"try{_NO_NOUN}|₺|лир\w*|liras?"),
    ("INR", r"inr|₹|рупи\w*|rupees?"),
    ("UZS", r"uzs|сум(?:ов)?\b"),
    ("CHF", r"chf|франк\w*|francs?"),
    ("UAH", r"uah|грн|гривен\w*|₴"),
    ("NOK", r"nok|норв\w*\.? крон\w*|norwegian kron\w+"),
    ("SEK", r"sek|шведск\w* крон\w*|swedish kron\w+"),
    ("DKK", r"dkk|датск\w* крон\w*|danish kron\w+"),
    ("CZK", r"czk|чешск\w* крон\w*|czech (?:crowns?|korun\w*)"),
    ("PLN", r"pln|zł|злот\w*|zlot\w+"),
    ("JPY", r"jpy|[ий]ен(?:а|ы|у)?\b|yen"),
    ("KRW", r"krw|корейск\w* вон\w*|₩|korean won"),
    ("CAD", rf"ca\$|cad{_NO_NOUN}|канадск\w* долл\w*|canadian dollars?"),
    ("AUD", r"au?\$|aud|австралийск\w* долл\w*|australian dollars?"),
    ("SGD", r"s\$|sgd|singapore dollars?"),
    ("HKD", r"hk\$|hkd|гонконгск\w* долл\w*"),
    ("NZD", r"nz\$|nzd"),
    ("KGS", r"сом(?:ов|а)?\b"),
    ("GEL", rf"gel{_NO_NOUN}|₾|лари\b"),
    ("AMD", rf"amd{_NO_NOUN}|драм(?:ов|а)?\b|֏"),
    ("AZN", r"azn|манат\w*|₼"),
    ("TJS", r"tjs|сомони\b"),
    ("MNT", r"mnt|тугрик\w*"),
    ("ILS", r"ils|шекел\w*|shekels?|₪"),
    ("SAR", rf"sar{_NO_NOUN}|риял\w*|riyals?"),
    ("THB", r"thb|бат(?:ов|а)?\b|baht|฿"),
    ("ZAR", r"zar"),
    ("NGN", r"ngn|₦|naira"),
    ("GHS", r"ghs|cedis?"),
    ("KES", r"kes|ksh"),
    ("BRL", r"brl|r\$"),
    ("MXN", r"mxn"),
    ("HUF", r"huf|форинт\w*|forints?"),
    ("RON", rf"ron{_NO_NOUN}"),
    ("RSD", r"rsd|динар\w*|dinars?"),
)  # fmt: skip
_CURRENCY = "|".join(f"(?P<c{code}>(?:{pattern}))" for code, pattern in reversed(_CURRENCIES))
_AFTER_CURRENCY = re.compile(rf"\s*(?:{_CURRENCY})(?!\w)")
_SYMBOLS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "s$": "SGD",
    "hk$": "HKD", "nz$": "NZD", "r$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY",
    "₽": "RUB", "₸": "KZT", "₹": "INR", "₺": "TRY", "₩": "KRW", "₾": "GEL", "₼": "AZN",
    "₪": "ILS", "฿": "THB", "₴": "UAH",
}  # fmt: skip
_ALSO_WORDS = {"AMD", "GEL", "TRY", "RON", "KGS", "MNT"}
_CODES = "|".join(code.lower() for code, _ in _CURRENCIES if code not in _ALSO_WORDS)
_BEFORE_CURRENCY = re.compile(
    rf"(?P<s>(?<!\w)(?:{'|'.join(re.escape(s) for s in _SYMBOLS)}|(?:{_CODES}|rmb))|[$€£¥₽])\s?$"
)
_SAID_BEFORE = re.compile(
    r"(?<![\d.,] )(?<!\w)(?:(?P<BYN>бел(?:\.|орус\w*)?\s+рублей)|(?P<USD>долларов|баксов)|"
    r"(?P<EUR>евро)|(?P<CNY>юаней)|(?P<KZT>тенге))\s+(?:где-то\s+|около\s+|примерно\s+)?$"
)
"""«Долларов 500»: the currency in front, as Russian says what is only about so."""
_MULTIPLIERS = (
    (1e9, r"\s*(?:млрд\.?|миллиард\w*|billion|bn)(?!\w)"),
    (1e6, r"\s*(?:млн\.?|мил\.|миллион\w*|лям\w{0,2}|million|mln|mil|mio|кк|kk)(?!\w)"),
    (1e6, r"(?:кк|kk)(?!\w)"),
    (1e6, r"[mм](?=\s*(?:руб|р\b|₽|\$|€|usd|eur|rub|gbp|dollars|euro|рублей)|[\s.,;!?)]*$)"),
    (1e6, r"m(?!\w|\s*(?:run|long|wide|high|tall|deep|of|x|by|roll|length|reach|lift|ceiling)\b|\s*[+x×])"),  # noqa: E501
    (1e7, r"\s*(?:crores?|cr)(?!\w)"),
    (1e5, r"\s*(?:lakhs?|lacs?|lak)(?!\w)"),
    (1e3, r"\s*(?:тыс\.?|тысяч\w{0,3}|тыщ\w{0,2}|т\.\s?р\.?|тр|тыр\w*|косар\w{0,2}|кило?руб\w*|thousand|grand)(?!\w)"),  # noqa: E501
    (1e3, r"\s*т\.?(?=\s*руб)"),
    (1e3, r"[kк](?![a-zа-я0-9])"),
    (1e3, r"\s[kк](?=\s*(?:руб|р\b|р\.|₽|\$|€|usd|eur|rub)|\s*(?:[.,;!?)]|$))"),
)  # fmt: skip
_MULTIPLIER_RE = tuple((value, re.compile(pattern)) for value, pattern in _MULTIPLIERS)
_RUBLE_MULTIPLIER = re.compile(r"т\.\s?р|тр$|тыр|кило?руб")
_LONE = re.compile(
    r"\b(?P<half>полу?[ -]?(?=миллион|лям|млн)|half a |половин[ау] |"
    r"(?P<fourth>четверть |quarter of a |a quarter ))?"
    r"(?P<m>миллиард|миллион|лям|million|mil|mln|млн|косар[ьяю]|grand)"
    r"(?P<tail>а|ов|чик|ы|у)?\b(?! раз)"
)
_INVERTED = re.compile(
    r"\b(?P<m>тысяч|тыщ|миллион(?:а|ов)|лям(?:а|ов)|рублей)\s+(?P<p>в |до |за |на )?$"
)
_RANGE = re.compile(r"\s*(?:-|\.\.\.?|…|до|to|or|или)\s*(?:[$€£₽]\s?)?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` of ``currency`` ('' when not said) at [start, end). ``low`` is the other end of
    a range, ``scaled`` says that thousands or millions were named."""

    start: int
    end: int
    value: float
    currency: str = ""
    scaled: bool = False
    low: float | None = None

    @property
    def named(self) -> bool:
        """Whether it is money by itself, and not just a number."""
        return bool(self.currency) or self.scaled


def canonical(amount: Amount, currency: str) -> str:
    """``450000 RUB``; ``currency`` where the amount names none."""
    return f"{plain(round(amount.value, 2))} {amount.currency or currency}"


def amounts(low: str) -> list[Amount]:
    """Every number of a folded text as an amount; ranges are one, at their upper end."""
    return list(_amounts(low))


@lru_cache(maxsize=128)
def _amounts(low: str) -> tuple[Amount, ...]:
    """Kept, for several recognizers ask for the numbers of one text, and of the turns before."""
    found = [_amount(low, number) for number in numbers(low)]
    found += [a for a in _lone(low) if not any(a.start < b.end and b.start < a.end for b in found)]
    found.sort(key=lambda a: a.start)
    return tuple(_ranges(low, _sums(low, found)))


def _amount(low: str, number: Number) -> Amount:
    start, end, value = number.start, number.end, number.value
    scaled = False
    currency = ""
    for factor, pattern in _MULTIPLIER_RE:
        m = pattern.match(low, end)
        if m:
            value *= factor
            if _RUBLE_MULTIPLIER.search(m.group()):
                currency = "RUB"
            end = m.end()
            scaled = True
            break
    after = _AFTER_CURRENCY.match(low, end)
    if after:
        currency = next(name[1:] for name, hit in after.groupdict().items() if hit)
        end = after.end()
    before = _BEFORE_CURRENCY.search(low, max(0, start - 6), start)
    if before and not after:
        currency = _SYMBOLS.get(before["s"], before["s"].upper()).replace("RMB", "CNY")
        start = before.start("s")
    said = None if currency else _SAID_BEFORE.search(low, max(0, start - 30), start)
    counted = said and re.search(r"(?:\d|тыс\w*|млн|к)\s+$", low[: said.start()][-8:])
    if said and said.lastgroup and not counted:
        currency, start = said.lastgroup, said.start()
    if currency and not scaled and re.fullmatch(r"\d{1,3}\.\d{3}", low[number.start : number.end]):
        value *= 1000  # 1.500 EUR: the point parts thousands
    inverted = _INVERTED.search(low, max(0, start - 14), start)
    if inverted and not scaled and not after:
        word = inverted["m"]
        factor = 1e3 if word in {"тысяч", "тыщ"} else 1.0 if word == "рублей" else 1e6
        preceded = re.search(r"[\d]\s*$|\b(?:пол|пару|полторы)\s*$", low[: inverted.start()])
        if not preceded and (factor > 1 or value >= 100):
            value *= factor
            start = inverted.start()
            scaled = factor > 1
            currency = currency or ("RUB" if factor == 1 else "")
    return Amount(start, end, value, currency, scaled)


def _lone(low: str) -> list[Amount]:
    """«Миллион», «полмиллиона», “half a million” without a number in front."""
    found = []
    for m in _LONE.finditer(low):
        if (m["tail"] == "ов" or m["m"] in {"mil", "mln", "млн"}) and not m["half"]:
            continue
        value = 1e9 if m["m"] == "миллиард" else 1e3 if m["m"][:2] in {"ко", "gr"} else 1e6
        if m["m"] == "grand":
            couple = re.search(r"\ba\s+(?:(couple\s+of|few)\s+)?$", low[: m.start()])
            if couple is None or couple[1] == "few":
                continue
            found.append(Amount(couple.start(), m.end(), 2e3 if couple[1] else 1e3, "", True))
            continue
        if m["half"]:
            value /= 4 if m["fourth"] else 2
        currency, end = "", m.end()
        after = _AFTER_CURRENCY.match(low, end)
        if after:
            currency = next(name[1:] for name, hit in after.groupdict().items() if hit)
            end = after.end()
        article = re.search(r"\ba $", low[: m.start()])
        start = article.start() if article else m.start()
        found.append(Amount(start, end, value, currency, True))
    return found


def _sums(low: str, found: list[Amount]) -> list[Amount]:
    """«1 млн 200 тысяч», «два миллиона триста тысяч», «сто тысяч пятьсот рублей» are one."""
    merged: list[Amount] = []
    for amount in found:
        last = merged[-1] if merged else None
        if (
            last
            and last.scaled
            and not last.currency
            and low[last.end : amount.start].strip() in {"", "и", "and"}
            and amount.start - last.end <= 5
            and amount.value * 2 <= last.value
            and (amount.scaled or amount.currency or _tail_of_million(low, last, amount))
            and amount.value >= 1
        ):
            value = amount.value
            if last.value >= 1e6 and 100 <= value < 1000 and not amount.scaled:
                value *= 1000  # «миллион сто» is 1 100 000
            merged[-1] = Amount(last.start, amount.end, last.value + value, amount.currency, True)
        else:
            merged.append(amount)
    return merged


def _tail_of_million(low: str, last: Amount, amount: Amount) -> bool:
    """«миллион сто», «два миллиона триста»: hundreds of thousands, where no noun follows."""
    return (
        last.value >= 1e6
        and 100 <= amount.value < 1000
        and amount.value % 50 == 0
        and not re.match(r"\s*(?:шт|ед|м|кг|т)?\w", low[amount.end :][:8])
    )


_SAID_FIRST = re.compile(r"тысяч|тыщ|миллион(?:а|ов)|лям(?:а|ов)")


def _ranges(low: str, found: list[Amount]) -> list[Amount]:
    """«300-400 тысяч», «от 300 до 400 тысяч», “$10k to $12k”: the upper end."""
    merged: list[Amount] = []
    for amount in found:
        last = merged[-1] if merged else None
        gap = low[last.end : amount.start] if last else ""
        scale = _SAID_FIRST.match(low, last.start) if last and gap.strip() == "-" else None
        if last and scale and not amount.named:  # «тысяч 60-65»
            value = amount.value * (1e3 if scale.group().startswith("т") else 1e6)
            if last.value < value <= last.value * 4:
                merged[-1] = Amount(last.start, amount.end, value, last.currency, True, last.value)
                continue
        if last and last.low is None and amount.named and len(gap) <= 6 and _RANGE.fullmatch(gap):
            lower = last.value
            if not last.scaled and amount.scaled and lower < 1000:
                lower *= _scale(amount.value, last.value)
            if lower < amount.value and (not last.currency or last.currency == amount.currency):
                merged[-1] = Amount(
                    last.start, amount.end, amount.value, amount.currency, amount.scaled, lower
                )
                continue
            first_larger = gap.strip() in {"до", "to"} and lower > amount.value
            if first_larger:  # «урезали с 450 до 380 тысяч»: what holds is the second
                merged[-1] = Amount(
                    last.start, amount.end, amount.value, amount.currency, amount.scaled, lower
                )
                continue
        merged.append(amount)
    return merged


def _scale(upper: float, lower: float) -> float:
    for factor in (1e9, 1e6, 1e3):
        if upper >= factor and lower * factor <= upper * 100:
            return factor
    return 1.0
