"""When to meet or call: days with hours, in the light of what was proposed before."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from core.domain.reading import Candidate, Turn
from core.understanding.context import Passage
from core.understanding.recognizers import when_words as words
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.dates import Clock, When, clocks, dates
from core.understanding.text import Span, around, clause, fold

WITH_CUE, DAY_AND_HOUR, HOUR, MOVED, ACCEPTED = 0.95, 0.9, 0.7, 0.75, 0.8
"""How often each way of reading is right, measured on labelled threads."""
_MOST_TIMES = 24
"""Clock times of one message that are weighed; a timetable is no invitation."""


def invited(place: Passage) -> bool:
    """Whether our last words set or offer a time to meet, asking or not."""
    ours = place.context.ours
    if "meeting" in place.context.asked:
        return True
    if not (words.MEETING.search(ours) or words.INVITES.search(ours)):
        return False
    return bool(_HOUR_OR_DAY.search(ours)) and not words.GOODS.search(ours)


_HOUR_OR_DAY = re.compile(
    r"\d:\d\d|(?<!\w)(?:в|at|с|к)\s+\d{1,2}(?!\w)|\d\s?[ap]m(?!\w)|(?<!\w)(?:понедельник|вторник|сред[ауы]|четверг|пятниц[ауы]|суббот[ауы]|воскресенье|завтра|сегодня|\d{1,2}-?го|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|the\s+\d{1,2}(?:st|nd|rd|th))(?!\w)"
)
_BARE_HOUR = re.compile(
    r"\s*(?:,|в|at|@|-)?\s*(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d)|h\b)?(?![\d:]|[.,]\d|-?(?:го|е|th|st|nd|rd)\b|\s*(?:%|₽|\$|€|£|руб|тыс|млн|шт|кг|т\b|м\b|м2|см|мм|человек|дн|час|мин|к\b|k\b|янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec))"
)
_HOUR_FIRST = re.compile(r"(?<![\d.,:/-])(?P<h>[1-9]|1\d|2[0-3])\s+(?:on\s+)?$")
_MAKE_IT = re.compile(
    r"(?<!\w)(?:make\s+it|push\s+(?:it\s+|this\s+)?to|move\s+(?:it\s+|this\s+)?to|how\s+about|what\s+about|let's\s+say|say|лучше|давайте|перенес\w+|сдвин\w+|можно)\s+(?:на\s+|в\s+|к\s+|at\s+)?(?P<h>[1-9]|1\d|2[0-3])(?![\d:]|[.,]\d|\s*[а-яa-z]{3,})|(?:^|[\s,.])(?P<h2>[1-9]|1\d|2[0-3])\s+(?:instead|лучше|удобнее)(?!\w)"
)


_HOUR_OPENS = re.compile(
    r"\W*(?:(?:да|ок|ok|yes|нет|no|лучше|а|and)[\s,]+)?(?:в\s+|at\s+|к\s+)?(?P<h>[1-9]|1\d|2[0-3])(?:\s*(?:[,?!]|$|\.(?!\d))|\s+(?:good|it\s+is|ok|ок|works|sharp|fine|же|лучше|rather|instead|подойдет|удобно|норм)(?!\w))"
)


def _hours_by_days(place: Passage, days: list[When]) -> list[Clock]:
    """«Пятница 11», “monday 8 works”, “7 tuesday”: bare hours beside a day."""
    found = []
    for d in days:
        m = _BARE_HOUR.match(place.low, d.end)
        start = m.start("h") if m else 0
        if m is None:
            m = _HOUR_FIRST.search(place.low, max(0, d.start - 6), d.start)
            start = m.start("h") if m else 0
        if m is None:
            continue
        hour = int(m["h"])
        minute = int(m.groupdict().get("m") or 0)
        if hour > 0:
            hour += 12 * (hour <= 6 and minute == 0)
            found.append(Clock(start, m.end("m") if minute else m.end("h"), time(hour, minute)))
    return found


def _another_hour(place: Passage) -> list[Clock]:
    """“Make it 3”, “2 instead?”: another hour of the meeting we spoke of."""
    m = _MAKE_IT.search(place.low) or _HOUR_OPENS.match(place.low)
    if m is None or not any(times for _turn, _days, times in _spoken(place)):
        return []
    name = "h" if m["h"] else "h2"  # the pattern that opens a turn has but one
    hour = int(m[name])
    return [Clock(m.start(name), m.end(name), time(hour + 12 * (hour <= 6)))]


def meetings(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Meetings and calls with their time; a bare time takes the day we spoke of."""
    days = [d for d in dates(place.low, place.context.at) if free(Span(d.start, d.end), taken)]
    times = clocks(place.low, taken + [Span(d.start, d.end) for d in days])[:_MOST_TIMES]
    asked = invited(place)
    if not times and (asked or words.MEETING.search(place.low)):
        times = _hours_by_days(place, days) or (_another_hour(place) if asked else [])
    found: list[Candidate] = []
    for clock in times:
        made = _meeting(place, clock, days, asked)
        if made is None:
            continue
        if found and _BOUND.match(found[-1].quote[-12:]) and not _BOUND.match(made.quote[-12:]):
            found.pop()  # «после 15, в 15:30 например»
        if not _alternative(place, found, made):
            found.append(made)
    if not found and not times:
        moved = _moved(place, days, asked) if days else _accepted(place, asked)
        if moved is None and days and {d.day for d in days} == {_day_spoken_of(place)}:
            moved = _accepted(place, asked)  # “Monday is fine”, after our “Monday at 9?”
        found += [moved] if moved else []
    return found


_BOUND = re.compile(r".*(?:после|after|before|до|until|till)\s+[\d:.]+$", re.IGNORECASE)


def _alternative(place: Passage, found: list[Candidate], made: Candidate) -> bool:
    if not found:
        return False
    between = place.low[found[-1].end : made.start]
    return bool(re.search(r"\b(?:или|or|либо)\b", between)) or len(between.strip()) <= 3


def _meeting(place: Passage, clock: Clock, days: list[When], asked: bool) -> Candidate | None:
    low = place.low
    sentence = around(place.sentences, clock.start, clock.end)
    near = clause(low, clock.start, clock.end)
    here = low[near.start : near.end]
    whole = low[sentence.start : sentence.end]
    cue = bool(words.MEETING.search(whole)) or asked
    if replaced(low, clock.start) or words.CANNOT.search(here) or words.PAST.search(whole):
        return None
    if low[max(0, clock.start - 4) : clock.start].endswith(("до ", "till")):
        return None
    if re.search(r"работа[ею]|график|открыт", whole) or (words.DELIVERY.search(whole) and not cue):
        return None
    if not cue and (words.WANTED.search(whole) or _for_goods(place, clock, whole)):
        return None  # «надо пять кубов завтра к девяти»: when the goods are to be there
    if not cue and words.COMPLAINS.search(whole):
        return None
    same = [d for d in days if d.start >= sentence.start and d.end <= sentence.end]
    same = [d for d in same if d.prep not in {"до", "by", "before"} and not d.relative] or same
    same = [
        d
        for d in same
        if not words.CANNOT.search(_clause_of(low, d)) and not replaced(low, d.start)
    ]
    if same:
        when = min(same, key=lambda d: min(abs(d.end - clock.start), abs(d.start - clock.end)))
        start, end = min(when.start, clock.start), max(when.end, clock.end)
        if end - start > 45 or "\n" in low[start:end]:
            start, end = clock.start, clock.end
        sure = WITH_CUE if cue else DAY_AND_HOUR
        return _at(place, when.day, clock.time, start, end, sure)
    if not cue and not words.RATHER.search(here):
        return None
    elsewhere = [d for d in days if not words.CANNOT.search(_clause_of(low, d)) and not d.relative]
    if elsewhere:
        day: date | None = elsewhere[-1].day
    else:
        day = _day_spoken_of(place)
        if day is None and not cue:
            return None
    if day is None or day < place.context.at.date():
        now = place.context.at
        day = now.date() + timedelta(days=0 if clock.time > now.time() else 1)
    return _at(place, day, clock.time, clock.start, clock.end, HOUR)


def _for_goods(place: Passage, clock: Clock, whole: str) -> bool:
    """Whether the hour is when things are to be brought or done."""
    if "deadline" in place.context.asked or words.GOODS.search(place.context.ours):
        return True
    led = re.search(r"(?<!\w)(?:к|до|by|before|часам\s+к)\s*$", place.low[: clock.start][-10:])
    led = led or re.match(r"(?:к|до|by|before|часам\s+к)\s", place.low[clock.start : clock.end])
    by_day = re.search(
        r"(?<!\w)(?:by|before|до|не\s+позднее)\s+(?:\w+\s+)?$", place.low[: clock.start][-24:]
    )
    return bool(led or by_day or words.GOODS.search(whole))


def _clause_of(low: str, when: When) -> str:
    near = clause(low, when.start, when.end)
    return low[near.start : near.end]


def _at(
    place: Passage, day: date, clock: time, start: int, end: int, confidence: float
) -> Candidate | None:
    if day < place.context.at.date():
        return None
    value = datetime.combine(day, clock).isoformat(timespec="minutes")
    return candidate(place, "meeting_at", value, start, end, confidence)


def _spoken(place: Passage) -> Iterator[tuple[Turn, list[When], list[Clock]]]:
    """Earlier turns about a meeting, newest first, with their days and times."""
    for turn in reversed(place.context.earlier[-12:]):
        low = fold(turn.text[:1500])
        days = [d for d in dates(low, turn.at) if d.prep not in {"до", "by", "before"}]
        times = clocks(low, [Span(d.start, d.end) for d in days])
        ours = turn.sender == "us" and (
            "meeting" in place.context.asked or words.INVITES.search(low)
        )
        if (days or times) and (ours or words.MEETING.search(low) or (days and times)):
            yield turn, days, times


def _day_spoken_of(place: Passage) -> date | None:
    for _turn, days, _times in _spoken(place):
        if days:
            return days[-1].day
    return None


_SAME_HOUR = re.compile(
    r"(?<!\w)(?:в\s+)?(?:то\s+же\s+время|(?:at\s+)?(?:the\s+)?same\s+time)(?!\w)"
)


def _moved(place: Passage, days: list[When], asked: bool) -> Candidate | None:
    """«Давайте лучше в пятницу»: another day, the hour we had agreed on."""
    same = _SAME_HOUR.search(place.low)
    if not (asked or same or words.MEETING.search(place.low)):
        return None
    if not (same or words.RATHER.search(place.low)):
        return None
    usable = [
        d for d in days if not words.CANNOT.search(_clause_of(place.low, d)) and not d.relative
    ]
    if same and not usable:
        usable = [d for d in days if 0 <= same.start() - d.end <= 6][:1]
    usable = [d for d in usable if not d.vague]
    if not usable:
        return None
    for _turn, _days, times in _spoken(place):
        if len(times) == 1:
            when = usable[-1]
            return _at(place, when.day, times[0].time, when.start, when.end, MOVED)
    return None


def _accepted(place: Passage, asked: bool) -> Candidate | None:
    """A yes to the one time that we offered."""
    yes = words.YES.search(place.low)
    if not asked or not yes or len(place.text) > 120 or words.NO.search(place.low):
        return None
    if "?" in place.low[: yes.start()]:
        return None
    for turn, days, times in _spoken(place):
        if turn.sender != "us":
            return None
        if len(times) != 1:
            return None
        day = days[-1].day if len({d.day for d in days}) == 1 else None
        if day is None and not days:
            now = turn.at
            day = now.date() + timedelta(days=0 if times[0].time > now.time() else 1)
        if day is None:
            return None
        return _at(place, day, times[0].time, yes.start("yes"), yes.end("yes"), ACCEPTED)
    return None
