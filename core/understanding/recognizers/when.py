"""What a day is for: the client's deadline, a meeting, or neither."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from core.domain.reading import Candidate, Turn
from core.understanding.context import Passage
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.dates import Clock, When, clocks, dates
from core.understanding.text import Span, around, clause, fold

MEETING = re.compile(
    r"созвон\w*|созвани\w*|встре[чт]\w*|(?:по|пере|на)звон\w*|звон[ок]\w*|набер\w+|набр\w+|\bzoom|\bзум\w*|\bдемо\b|демонстрац\w*|презентац\w*|"
    r"подъед\w*|подъех\w*|приед[уе]м?\b|приех\w*|заед[уе]м?\b|заех\w*|подойд[уе]м\b|показ\w*|на\s+объект|замер\w*|"
    r"переговор\w*|видео.?связ\w*|пообща\w*|обсудим|обсудить|google\s?meet|\bмит\b|\bмиту\b|teams|скайп\w*|skype|"
    r"\bcall\b|\bcalls\b|\bmeet\w*|\bdemo\b|\bvisit\w*|come\s+(?:by|over)|stop\s+by|\bchat\b|catch\s+up|\btalk\b|appointment|would\s+[^?.]{2,40}\s+work|(?:свободн\w+|удобн\w+)\s+время|"
    r"presentation|walkthrough|reschedul\w*|перенес\w*|перенос\w*"
)
_DELIVERY = re.compile(
    r"машин\w*|отгру\w*|достав\w*|груз\w*|курьер\w*|привез\w*|забер\w+|самовывоз\w*|разгру\w*|постав\w+|водител\w*|"
    r"работа(?:ем|ете|ет)\s+(?:с|до)|график|режим|deliver\w*|ship\w*|courier|truck|driver|pick\s?up|open\s+(?:until|from)|hours"
)
_CANNOT = re.compile(
    r"не\s+(?:могу|смогу|можем|сможем|получ\w+|подход\w+|подойд\w+|удобно|успе\w+|устраива\w*|выйдет|вариант|буду|будет)|"
    r"неудобно|занят\w*|отмен\w*|can(?:'t|not)|won't|doesn't\s+work|not\s+(?:available|free|good)|unavailable|busy|cancel\w*"
)
_WANTED = re.compile(r"(?<!\w)(?:нуж(?:ен|на|но|ны)|надо|необходим\w*|требу[ею]тся|need|order)\s")
_PAST = re.compile(
    r"вчера|позавчера|yesterday|\bбыл[аио]?\b|обсуждали|созванивались|прош\w+\s+встреч\w*"
)
_RATHER = re.compile(
    r"лучше|давайте|перенес\w*|вместо|может|сдвин\w*|instead|rather|move|how\s+about|let's|reschedul\w*|удобнее|можно"
)
_YES = re.compile(
    r"(?:^|[\s,.!])(?P<yes>да(?=[\s,.!)]|$)(?:[, ]+(?:конечно|удобно|давайте|подходит|подойдет|отлично|хорошо|могу|смогу|в\s+силе))?|"  # noqa: E501
    r"давайте|удобно|подходит|подойдет|договорились|хорошо|ок(?:ей)?|отлично|супер|идет|годится|согласен|согласна|подтвержда\w+|буду|"
    r"устраива\w+|устроит|в\s+силе|ладно|"
    r"yes|yep|yeah|sure|ok(?:ay)?|works(?:\s+for\s+(?:me|us))?|sounds?\s+good|perfect|great|confirmed?|see\s+you(?:\s+then)?|that\s+works|fine|"
    r"deal|agreed|👍|👌|✅|🤝)(?=[\s,.!?)]|$|👍)"
)
_NO = re.compile(
    r"(?:^|[\s,.!])(?:нет|неудобно|не|no|not|can't|cannot|но|but|лучше|перенес\w*|instead|👎)(?=[\s,.!?]|$)"
)

_HARD = {
    "до", "к", "ко", "не позднее", "не позднее чем", "не позже", "не позже чем", "самое позднее",
    "крайний срок", "by", "before", "no later than", "not later than", "due", "within",
    "в течение", "не позднее чем через", "не позже чем через", "until", "till",
    "максимум через",
}  # fmt: skip
_NOT_FOR = {"с", "со", "от", "from", "since"}
_NEED = re.compile(
    r"нуж[ен]\w*|надо|необходим\w*|требу\w*|срок\w*|срочн\w*|дедлайн\w*|привез\w*|достав\w*|отгру\w*|успе\w*|постав\w*|"
    r"получ(?!а)\w*|готов\w*|сда[тч]\w*|монтаж\w*|старт\w*|запуск\w*|открыва\w*|открыти\w*|должн\w*|изготов\w*|сдела\w*|заказ\w*|закуп\w*|"
    r"хотим|хотелось|хочу|ждем|жду|желательн\w*|крайн\w*|пришл\w*|прислать|отправ\w*|напечат\w*|произвест\w*|"
    r"мероприят\w*|корпоратив\w*|конференц\w*|фестивал\w*|банкет\w*|выставк\w*|свадьб\w*|юбиле\w*|ивент\w*|"
    r"deadline|need\w*|deliver\w*|ship\w*|arriv\w*|receiv\w*|ready|require\w*|\bdue\b|must|have\s+(?:it|them)|get\s+(?:it|them)|in\s+hand|"
    r"timeline|urgent\w*|launch\w*|event|want|order\w*|send|install\w*|done|latest|conference|wedding|anniversary|party|exhibition|expo|trade\s+(?:show|fair)|opening|festival"
)
_ACTS = re.compile(
    r"подпиш\w*|(?:при|от|вы|пере|за)шл(?:ю|ем)(?!\w)|отправ(?:лю|им)(?!\w)|скин(?:у|ем)(?!\w)|(?:we|i)(?:'ll|\s+will)\s+(?:send|sign|pay|confirm|check)|отвеч\w*|ответ\w*|дам\s+(?:ответ|знать)|верн[уе]\w*|дума\w*|подума\w*|реши\w*|решени\w*|сообщ\w*|отпиш\w*|напиш[уе]\w*|(?:по|пере|со)звон\w*|"
    r"отпуск\w*|командировк\w*|акци[яиюе]\w*|скидк\w*|действ\w*|оплат\w*|оплач\w*|платеж\w*|заплат\w*|работа[ею]\w*\s+до|свяж\w*|рассмотр\w*|"
    r"согласу[юе]\w*|узна\w*|уточн[юи]\w*|обсуд\w*|обеща\w*|должны\s+были|сломал\w*|заказывал\w*|получил\w*|вернут\w*|отлож\w*|откладыва\w*|не\s+раньше|замор[оа][жз]\w*|приостан\w*|frozen|freez\w*|froze|"
    r"не\s+актуальн\w*|прошл\w+|не\s+работа\w*|не\s+буд\w*|уезжа\w*|болн?[еи]\w*|гаранти\w*|"
    r"let\s+(?:you|u)\s+know|get\s+back|come\s+back|\bcall\b|reply|respond|decide|decision|discuss|vacation|holiday|out\s+of\s+office|"
    r"\bpay\b|payment|\bpaid\b|valid|meet\w*|\btalk\b|ping|promised|supposed\s+to|postpone\w*|delay\w*|touch\s+base|revisit|not\s+before|"
    r"broke\w*|ordered|received|last\s+\w+|warranty|expire\w*"
)


def deadlines(place: Passage, taken: list[Span]) -> list[Candidate]:
    """The days the client needs it by."""
    found = []
    for when in dates(place.low, place.context.at):
        confidence = _deadline(place, when, taken)
        if confidence:
            value = when.day.isoformat()
            found.append(candidate(place, "deadline", value, when.start, when.end, confidence))
    return found


def _deadline(place: Passage, when: When, taken: list[Span]) -> float:
    low = place.low
    if when.day < place.context.at.date() or not free(Span(when.start, when.end), taken):
        return 0.0
    if when.prep in _NOT_FOR or replaced(low, when.start):
        return 0.0
    sentence = around(place.sentences, when.start, when.end)
    near = clause(low, when.start, when.end)
    here = low[max(near.start, sentence.start) : min(near.end, sentence.end)]
    whole = low[sentence.start : sentence.end]
    # The words by the day itself («до пятницы») are not its purpose.
    about = here.replace(low[when.start : when.end], " ")
    answers = "deadline" in place.context.asked
    need = _NEED.search(about)
    acts = _ACTS.search(about)
    if re.search(r"обеща\w*|должны были|promised|supposed to|не раньше|not before", whole):
        return 0.0
    if acts and not re.search(
        r"нуж[ен]|надо\b|необходим|достав|привез|deliver|need|дедлайн|deadline", about
    ):
        return 0.0
    if re.search(r"вернемся|вернусь|отлож|postpone|get back|come back|обсуд", whole) and not need:
        return 0.0
    if re.search(r"\bназад|\bago\b", low[when.end : when.end + 8]):
        return 0.0
    if MEETING.search(here) and not re.search(r"нуж[ен]|достав|привез|deliver|need|отгру", about):
        return 0.0
    hard = when.prep in _HARD
    if hard and when.prep in {"до"} and when.relative and not need and not answers:
        return 0.0
    if hard and (need or answers):
        return 0.9
    if answers:
        return 0.85
    if hard:
        return 0.8 if not when.relative or _NEED.search(whole) else 0.6
    if need and when.prep != "за":
        return 0.65 if when.vague else 0.8
    if (when.prep == "за" or when.relative) and need:
        return 0.7
    if not when.vague and _NEED.search(whole) and not _ACTS.search(whole):
        return 0.65
    return 0.0


_MOST_TIMES = 24
"""Clock times of one message that are weighed; a timetable is no invitation."""


def meetings(place: Passage, taken: list[Span]) -> list[Candidate]:
    """Meetings and calls with their time; a bare time takes the day we spoke of."""
    days = [d for d in dates(place.low, place.context.at) if free(Span(d.start, d.end), taken)]
    times = clocks(place.low, taken + [Span(d.start, d.end) for d in days])[:_MOST_TIMES]
    asked = "meeting" in place.context.asked
    found: list[Candidate] = []
    for clock in times:
        made = _meeting(place, clock, days, asked)
        if made and not _alternative(place, found, made):
            found.append(made)
    if not found and not times:
        moved = _moved(place, days, asked) if days else _accepted(place, asked)
        if moved is None and days and {d.day for d in days} == {_day_spoken_of(place)}:
            moved = _accepted(place, asked)  # “Monday is fine”, after our “Monday at 9?”
        found += [moved] if moved else []
    return found


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
    cue = bool(MEETING.search(whole)) or asked
    if replaced(low, clock.start) or _CANNOT.search(here) or _PAST.search(whole):
        return None
    if low[max(0, clock.start - 4) : clock.start].endswith(("до ", "till")):
        return None
    if re.search(r"работа[ею]|график|открыт", whole) or (_DELIVERY.search(whole) and not cue):
        return None
    if not cue and _WANTED.search(whole):
        return None  # «надо пять кубов завтра к девяти»: when the goods are to be there
    same = [d for d in days if d.start >= sentence.start and d.end <= sentence.end]
    same = [d for d in same if d.prep not in {"до", "by", "before"} and not d.relative] or same
    same = [
        d for d in same if not _CANNOT.search(_clause_of(low, d)) and not replaced(low, d.start)
    ]
    if same:
        when = min(same, key=lambda d: min(abs(d.end - clock.start), abs(d.start - clock.end)))
        start, end = min(when.start, clock.start), max(when.end, clock.end)
        if end - start > 45 or "\n" in low[start:end]:
            start, end = clock.start, clock.end
        sure = 0.9 if cue else 0.75
        return _at(place, when.day, clock.time, start, end, sure)
    if not cue and not _RATHER.search(here):
        return None
    elsewhere = [d for d in days if not _CANNOT.search(_clause_of(low, d)) and not d.relative]
    if elsewhere:
        day: date | None = elsewhere[-1].day
    else:
        day = _day_spoken_of(place)
        if day is None and not cue:
            return None
    if day is None or day < place.context.at.date():
        now = place.context.at
        day = now.date() + timedelta(days=0 if clock.time > now.time() else 1)
    return _at(place, day, clock.time, clock.start, clock.end, 0.8)


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
        ours = turn.sender == "us" and "meeting" in place.context.asked
        if (days or times) and (ours or MEETING.search(low) or (days and times)):
            yield turn, days, times


def _day_spoken_of(place: Passage) -> date | None:
    for _turn, days, _times in _spoken(place):
        if days:
            return days[-1].day
    return None


def _moved(place: Passage, days: list[When], asked: bool) -> Candidate | None:
    """«Давайте лучше в пятницу»: another day, the hour we had agreed on."""
    if not (asked or MEETING.search(place.low)) or not _RATHER.search(place.low):
        return None
    usable = [d for d in days if not _CANNOT.search(_clause_of(place.low, d)) and not d.relative]
    usable = [d for d in usable if not d.vague]
    if not usable:
        return None
    for _turn, _days, times in _spoken(place):
        if len(times) == 1:
            when = usable[-1]
            return _at(place, when.day, times[0].time, when.start, when.end, 0.7)
    return None


def _accepted(place: Passage, asked: bool) -> Candidate | None:
    """A yes to the one time that we offered."""
    yes = _YES.search(place.low)
    if not asked or not yes or len(place.text) > 120 or _NO.search(place.low):
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
        return _at(place, day, times[0].time, yes.start("yes"), yes.end("yes"), 0.8)
    return None
