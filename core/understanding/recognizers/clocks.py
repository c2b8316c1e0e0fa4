"""Times of day, in Russian and English."""

# ruff: noqa: E501 (patterns read better whole)

import re
from dataclasses import dataclass
from datetime import time

from core.understanding.recognizers.numbers import WORD_VALUES
from core.understanding.text import Span


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at [start, end)."""

    start: int
    end: int
    time: time


_HALF_HOURS = {
    "первого": 0, "второго": 1, "третьего": 2, "четвертого": 3, "пятого": 4, "шестого": 5,
    "седьмого": 6, "восьмого": 7, "девятого": 8, "десятого": 9, "одиннадцатого": 10,
    "двенадцатого": 11,
}  # fmt: skip
_HOUR_WORD = "|".join(
    w for w, v in sorted(WORD_VALUES.items(), key=lambda i: -len(i[0]))
    if 1 <= v <= 23 and v == int(v) and w not in {"пару", "пара", "пары", "десяток", "десятка", "дюжина", "дюжину", "dozen"}
)  # fmt: skip
_LEAD = r"(?:(?P<lead>ровно\s+в|часам\s+к|часов\s+в|часа\s+в|в|во|к|с|после|на|около|at|around|after|from|by|@|~)\s*)"
_DAYPART = r"(?P<part>утра|дня|вечера|ночи|a\.?m\.?|p\.?m\.?|o'?clock|in the (?:morning|afternoon|evening))"
_CLOCKS = (
    re.compile(r"(?<!\w)(?P<lead>с|from|between)\s+(?P<h>[01]?\d|2[0-3])(?:[:.](?P<min>[0-5]\d))?\s+(?:до|to|till|and)\s+(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?P<part>(?!))?(?!\w|[.,]\d|\s*(?:тыс|млн|шт|руб|%|[kк]\b))"),
    re.compile(rf"(?<![\w.,:]){_LEAD}?(?P<h>[01]?\d|2[0-3])\s?[:]\s?(?P<min>[0-5]\d)(?![\d:])(?:\s*{_DAYPART}(?!\w))?"),
    re.compile(rf"(?<![\w.,:]){_LEAD}(?P<h>[01]?\d|2[0-3])[.\-](?P<min>[0-5]0|15|45)(?![\d.]|\s*(?:мм|кг|руб|тыс|млн|%|м\b))(?:\s*{_DAYPART}(?!\w))?"),
    re.compile(rf"(?<![\w.,:$€£]){_LEAD}?(?P<h>1[0-2]|\d)(?P<min>(?!))?\s?{_DAYPART}(?!\w)"),
    re.compile(rf"(?<![\w.,:$€£]){_LEAD}?(?P<h>[01]?\d|2[0-3])(?P<min>(?!))?\s?(?:час(?:а|ов|ам)?|ч\.?)(?:\s+{_DAYPART})?(?!\w)"),
    re.compile(rf"(?<!\w){_LEAD}(?<=[\s@~])(?P<hw>{_HOUR_WORD})(?!\s+(?:\w+сот\b|сто\b|\d))(?P<min>(?!))?(?:\s+(?:час(?:а|ов|ам)?))?(?:\s+{_DAYPART})?(?!\w)(?!\s+(?!утра|дня|вечера|ночи|часов|часа)\w{{2,}}(?:ов|ев|ей|ами|ями|ах|ях|ых|их|ым|ими|ом|ого|ому|ы|и|у|а)(?!\w))"),
    re.compile(rf"(?<!\w)(?P<hw>{_HOUR_WORD})(?P<min>(?!))?\s+(?P<part>o'?clock)(?!\w)"),
    re.compile(
        r"(?<!\w)(?P<lead>в|к|после|at|around|after|from|на)\s+(?P<h>[01]?\d|2[0-3])(?P<min>(?!))?(?P<part>(?!))?"
        r"(?!\w|[.,:/]\d|-\w|\s*(?:%|\$|€|₽|[a-zа-я]{2,}))"
    ),
    re.compile(
        r"(?<!\w)(?P<lead>в|к|после|at|around|after|from|на)\s+(?P<h>[01]?\d|2[0-3])(?P<min>(?!))?(?P<part>(?!))?"
        r"(?=\s+(?:по|или|or|можно|удобно|могу|смогу|сможем|нам|мне|жду|ок\b|хорошо|подойд|устро|созвон|встре|please|пожалуйста|норм|ждем|подходит|thanks|спасибо|let|будет|msk|мск|gmt|cet|"
        r"est|pst|москв|works|is|if|for|вас|есть|окош\w+|найд\w+|как\b|набер\w*|отлич\w*|годится|прие\w+|подъед\w+|позвон\w*|звон\w*|приход\w+|жд[уе]\w*|suits|good|fine|great|perfect|sounds|possible|же\b|тоже|точно|супер|идет|самое|yes|да\b|но\b|давайте|завтра|послезавтра|сегодня|во?\s|on|tomorrow|и\b|а\b|у\s|буду))"
    ),
)  # fmt: skip
_HALF = re.compile(
    rf"(?<!\w)(?P<lead>в|к)?\s*(?:половин[ауе]\s+|пол[\s-]*)(?P<o>{'|'.join(_HALF_HOURS)})(?!\w)"
)
_PAST = re.compile(
    rf"(?<!\w)(?:(?:at|в|к)\s+)?(?:(?P<past>half|(?:a\s+)?quarter)\s+(?P<to>past|to)\s+(?P<h>{_HOUR_WORD}|1[0-2]|\d)"
    rf"|(?P<less>без\s+четверти)\s+(?P<hl>{_HOUR_WORD}|1[0-2]|\d)|четверть\s+(?P<o>{'|'.join(_HALF_HOURS)}))(?:\s+{_DAYPART})?(?!\w)"
)
_ONE = re.compile(r"(?<!\w)(?:в|к)\s+час(?:\s+дня)?(?!\w)")
_NOON = re.compile(r"(?<!\w)(?:(?:в|к|at)\s+)?(?:полдень|noon|midday)(?!\w)")


def clocks(low: str, taken: list[Span]) -> list[Clock]:
    """Times of day in a folded text. One to six without a part of day is the afternoon."""
    found: list[Clock] = []

    def add(start: int, end: int, at: time) -> None:
        span = Span(start, end)
        if not any(span.start < c.end and c.start < span.end for c in found) and not any(
            span.overlaps(t) for t in taken
        ):
            found.append(Clock(start, end, at))

    for m in _HALF.finditer(low):
        hour = _HALF_HOURS[m["o"]]
        add(m.start(), m.end(), time(hour + 12 if hour < 7 else hour, 30))
    for m in _PAST.finditer(low):
        add(m.start(), m.end(), _quarter(m))
    for m in _ONE.finditer(low):
        add(m.start(), m.end(), time(13))
    for m in _NOON.finditer(low):
        add(m.start(), m.end(), time(12))
    for pattern in _CLOCKS:
        for m in pattern.finditer(low):
            groups = m.groupdict()
            raw = groups.get("h")
            hour = int(raw) if raw else int(WORD_VALUES[groups["hw"] or "ноль"])
            minute = int(groups["min"]) if groups.get("min") else 0
            part = groups.get("part") or _part_before(low, m.start())
            hour = _afternoon(hour, part, groups.get("min") is None)
            if hour > 23:
                continue
            lasting = re.search(r"(?:\bна|\bза|через|около|эти)\s*$", low[: m.start()][-8:])
            if groups.get("part") == "дня" and (lasting or re.match(r"\s*(?:на|за)\s", m.group())):
                continue  # «на два дня» is how long
            start = m.start() + len(m.group()) - len(m.group().lstrip())
            add(start, m.end(), time(hour, minute))
    return sorted(found, key=lambda c: c.start)


_PART_BEFORE = re.compile(
    r"(?:(?P<pm>вечером|this\s+evening|tonight|in\s+the\s+(?:evening|afternoon))|(?P<am>утром|in\s+the\s+morning))[\s,]+(?:часов\s+|часам\s+)?$"
)


def _part_before(low: str, start: int) -> str:
    """«Вечером в семь»: the part of the day that stands before the hour."""
    m = _PART_BEFORE.search(low, max(0, start - 40), start)
    return ("pm" if m["pm"] else "am") if m else ""


def _quarter(m: re.Match[str]) -> time:
    """“Half past two”, “quarter to three”, «без четверти три», «четверть третьего»."""
    if m["o"]:
        minutes = _HALF_HOURS[m["o"]] * 60 + 15
    else:
        said = m["h"] or m["hl"]
        hour = int(said) if said.isdigit() else int(WORD_VALUES[said])
        step = 30 if m["past"] == "half" else 15
        minutes = hour % 24 * 60 + (-step if m["less"] or m["to"] == "to" else step)
    hour, minute = divmod(minutes % 1440, 60)
    return time(_afternoon(hour, m["part"] or "", True) % 24, minute)


def _afternoon(hour: int, part: str, whole: bool) -> int:
    part = part.replace(".", "")
    if part in {"дня", "вечера", "pm", "in the afternoon", "in the evening"}:
        return hour + 12 if hour < 12 else hour
    if part in {"утра", "am", "ночи", "in the morning"}:
        return 0 if hour == 12 else hour
    return hour + 12 if 1 <= hour <= 6 else hour
