"""Numbers, in digits and in Russian or English words, with where they stand."""

import re
from typing import NamedTuple

_UNITS_RU = {
    "ноль": 0, "один": 1, "одна": 1, "одно": 1, "одну": 1, "одного": 1, "одной": 1, "одним": 1,
    "два": 2, "две": 2, "двух": 2, "двумя": 2, "двум": 2,
    "три": 3, "трех": 3, "тремя": 3, "трем": 3,
    "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7,
    "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9,
}  # fmt: skip
_TEENS_RU = {
    "десять": 10, "десяти": 10, "одиннадцать": 11, "одиннадцати": 11, "двенадцать": 12,
    "двенадцати": 12, "тринадцать": 13, "тринадцати": 13, "четырнадцать": 14,
    "четырнадцати": 14, "пятнадцать": 15, "пятнадцати": 15, "шестнадцать": 16,
    "шестнадцати": 16, "семнадцать": 17, "семнадцати": 17, "восемнадцать": 18,
    "восемнадцати": 18, "девятнадцать": 19, "девятнадцати": 19,
}  # fmt: skip
_TENS_RU = {
    "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30, "сорок": 40, "сорока": 40,
    "пятьдесят": 50, "пятидесяти": 50, "шестьдесят": 60, "шестидесяти": 60, "семьдесят": 70,
    "семидесяти": 70, "восемьдесят": 80, "восьмидесяти": 80, "девяносто": 90, "девяноста": 90,
}  # fmt: skip
_HUNDREDS_RU = {
    "сто": 100, "ста": 100, "двести": 200, "двухсот": 200, "триста": 300, "трехсот": 300,
    "четыреста": 400, "четырехсот": 400, "пятьсот": 500, "пятисот": 500, "шестьсот": 600,
    "шестисот": 600, "семьсот": 700, "семисот": 700, "восемьсот": 800, "восьмисот": 800,
    "девятьсот": 900, "девятисот": 900,
}  # fmt: skip
_WHOLE_RU = {
    "полтора": 1.5, "полторы": 1.5, "полутора": 1.5, "пару": 2, "пара": 2, "пары": 2,
    "десяток": 10, "десятка": 10, "полсотни": 50, "сотню": 100, "сотня": 100, "полтинник": 50,
    "дюжина": 12, "дюжину": 12, "полдюжины": 6, "двое": 2, "двоих": 2, "трое": 3, "троих": 3,
    "четверо": 4, "четверых": 4, "пятеро": 5, "пятерых": 5, "шестеро": 6, "шестерых": 6,
    "семеро": 7, "семерых": 7,
}  # fmt: skip
_UNITS_EN = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS_EN = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS_EN = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip

WORD_VALUES: dict[str, float] = {
    **_UNITS_RU, **_TEENS_RU, **_TENS_RU, **_HUNDREDS_RU, **_WHOLE_RU,
    **_UNITS_EN, **_TEENS_EN, **_TENS_EN, "hundred": 100, "dozen": 12,
}  # fmt: skip
_RANK: dict[str, int] = (
    dict.fromkeys(_HUNDREDS_RU, 3)
    | dict.fromkeys(_TENS_RU, 2)
    | dict.fromkeys(_TENS_EN, 2)
    | dict.fromkeys(_TEENS_RU, 1)
    | dict.fromkeys(_TEENS_EN, 1)
    | dict.fromkeys(_UNITS_RU, 1)
    | dict.fromkeys(_UNITS_EN, 1)
)
_ANY_WORD = "|".join(sorted(WORD_VALUES, key=len, reverse=True))
_COUPLE = re.compile(
    r"(?<!\w)(?:half\s+an?\s+dozen|(?:an?\s+)?couple(?P<dozen>\s+(?:of\s+)?dozen)?(?:\s+of)?)(?!\w)"
)
"""“A couple of rolls”, “half a dozen”."""
_WORDS = re.compile(rf"\b(?:an?\s+)?(?:{_ANY_WORD})(?:(?:\s+and)?[\s-]+(?:{_ANY_WORD}))*\b")
_DIGITS = re.compile(
    r"(?<![\w.,])(?<![a-zа-я]-)(?P<n>\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,2}(?!\d))?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d+(?:[.,]\d+)?)"
)


_AND_A_HALF = re.compile(r"\s+(?:and\s+a\s+half|с\s+половиной)(?!\w)")


class Number(NamedTuple):
    """A number and where it stands; ``worded`` when in words."""

    start: int
    end: int
    value: float
    worded: bool = False


def parse_digits(text: str) -> float:
    """The value of a number in digits, thousands separated by space, comma, point or '."""
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        text = text.replace(".", "")
    return float(re.sub(r"[\s']", "", text).replace(",", "."))


def _parse_words(words: list[str]) -> float | None:
    total = 0.0
    last = 9
    for word in words:
        if word == "hundred":
            total = (total or 1) * 100
            last = 3
            continue
        if word == "dozen":
            total = (total or 1) * 12
            last = 0
            continue
        if word in _WHOLE_RU:
            if total:
                return None
            total, last = WORD_VALUES[word], 0
            continue
        rank = _RANK[word]
        if rank >= last:
            return None
        total += WORD_VALUES[word]
        last = rank if word not in _TEENS_RU and word not in _TEENS_EN else 0
    return total


def numbers(low: str) -> list[Number]:
    """All numbers of a folded text, in order. Words reach to 999; thousands are the caller's."""
    found = [
        _times(low, Number(m.start("n"), m.end("n"), parse_digits(m["n"])))
        for m in _DIGITS.finditer(low)
        if len(m["n"]) < 30
    ]
    fixed = [
        Number(m.start(), m.end(), 6 if m.group()[0] == "h" else 24 if m["dozen"] else 2, True)
        for m in _COUPLE.finditer(low)
    ]
    found += fixed
    for m in _WORDS.finditer(low):
        if any(m.start() < n.end and n.start < m.end() for n in fixed):
            continue
        if m.group() in {"dozen", "сотня"} and any(n.end == m.end() for n in found):
            continue  # “2 dozen”
        words = [w for w in re.split(r"[\s-]+", m.group()) if w not in {"and", "a", "an"}]
        value = _parse_words(words)
        if value is not None:
            half = _AND_A_HALF.match(low, m.end())
            end = half.end() if half and value == int(value) else m.end()
            found.append(Number(m.start(), end, value + 0.5 * (end > m.end()), True))
            continue
        # Two numbers side by side («сто двести»): each by itself.
        for part in re.finditer(rf"\b(?:{_ANY_WORD})\b", m.group()):
            start = m.start() + part.start()
            found.append(Number(start, m.start() + part.end(), WORD_VALUES[part.group()], True))
    return sorted(found)


_SCORES = re.compile(r"\s+(?:(?P<d>dozen)|(?P<t>десятк(?:а|ов))|(?P<h>сот(?:ни|ен)))(?!\w)")


def _times(low: str, number: Number) -> Number:
    """“2 dozen”, «3 десятка», «2 сотни»."""
    m = _SCORES.match(low, number.end)
    if m is None:
        return number
    times = 12 if m["d"] else 10 if m["t"] else 100
    return Number(number.start, m.end(), number.value * times)


def plain(value: float) -> str:
    """Without needless decimals: 500, 1.5."""
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0").rstrip(".")
