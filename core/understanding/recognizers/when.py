"""The day by which the client needs it."""

import re
from typing import NamedTuple

from core.domain.reading import Candidate
from core.understanding.context import Passage
from core.understanding.recognizers import when_words as words
from core.understanding.recognizers.agreement import hired
from core.understanding.recognizers.base import candidate, free, replaced
from core.understanding.recognizers.dates import When, dates
from core.understanding.recognizers.meetings import invited
from core.understanding.recognizers.meetings import meetings as meetings
from core.understanding.text import Span, around, clause

NEEDED_BY, ANSWER, BY, BY_ALONE = 0.92, 0.8, 0.86, 0.82
NEEDED, BOOKED, PERHAPS = 0.78, 0.76, 0.5
"""How often each way of reading is right, measured on labelled threads."""


def deadlines(place: Passage, taken: list[Span]) -> list[Candidate]:
    """The days the client needs it by. Of several in one message the surest stands."""
    found = []
    named = dates(place.low, place.context.at)
    if not named:
        return []
    turn = _turn(place)
    for when in named:
        confidence = _deadline(place, when, taken, turn)
        if confidence:
            value = when.day.isoformat()
            found.append(candidate(place, "deadline", value, when.start, when.end, confidence))
    surest = max((c.confidence for c in found), default=0.0)
    return [c for c in found if c.confidence == surest or place.context.page]


class _Turn(NamedTuple):
    """What holds for the whole text, looked up once however many days it names: whether it is
    about work, whether we invited, whether it speaks of meeting, how many words it has, and whether
    our last words named a day for the goods or the work."""

    hired: bool
    invited: bool
    meets: bool
    words: int
    days: bool


def _turn(place: Passage) -> _Turn:
    meets = bool(words.MEETING.search(place.low))
    ours = place.context.ours
    met = invited(place)
    days = bool(dates(ours, place.context.at)) and not met and not words.MEETING.search(ours)
    return _Turn(hired(place), met, meets, len(place.low.split()), days)


_PICKS = re.compile(
    r"(?:^|[\s,.!])(?:тогда|давайте|давай|лучше|пусть|ок|хорошо|then|let's\s+(?:do|say|go\s+for)|ok|okay|make\s+it)[\s,]+(?:на\s+|the\s+)?$"
)
"""«Тогда 25 сентября»: of the days we named, or another."""


_REACH = 300
"""How far the words around a day are looked at."""


def _deadline(place: Passage, when: When, taken: list[Span], turn: _Turn) -> float:
    low = place.low
    if when.day < place.context.at.date() or not free(Span(when.start, when.end), taken):
        return 0.0
    answers = "deadline" in place.context.asked
    if (when.prep in words.NOT_FOR and not answers) or replaced(low, when.start):
        return 0.0
    sentence = around(place.sentences, when.start, when.end)
    near = clause(low, when.start, when.end)
    here = low[max(near.start, sentence.start) : min(near.end, sentence.end)]
    first, last = when.start - _REACH, when.end + _REACH
    whole = low[max(first, sentence.start) : min(last, sentence.end)]
    # The words by the day itself («до пятницы») are not its purpose.
    about = here.replace(low[when.start : when.end], " ")
    need = words.NEED.search(about)
    if _for_something_else(place, when, about, whole, turn):
        return 0.0
    hard = when.prep in words.HARD
    if hard and when.prep in {"до"} and when.relative and not need and not answers:
        return 0.0
    if hard and (need or answers):
        return NEEDED_BY
    if answers:
        return ANSWER
    if hard:
        return (BY if words.NEED.search(whole) else BY_ALONE) if not when.relative else 0.6
    if need and when.prep != "за":
        return PERHAPS if when.vague else NEEDED
    if (when.prep == "за" or when.relative) and need:
        return 0.7
    if _booked(when, whole, turn) or (_PICKS.search(low[: when.start][-20:]) and turn.days):
        return BOOKED
    return 0.0


_LOOK = re.compile(
    r"(?<!\w)(?:посмотр\w*|увидеть|инструктаж\w*|приход\w+|прийти|тест-драйв|обмер\w*|swing\s+by|have\s+a\s+look|viewing)(?!\w)"
)
_MUST = re.compile(r"нуж[ен]|надо\b|необходим|достав|привез|deliver|need|дедлайн|deadline")


def _for_something_else(place: Passage, when: When, about: str, whole: str, turn: _Turn) -> bool:
    """Whether the day is of a promise, a paper, a meeting, a farewell or of what is past."""
    low = place.low
    need = bool(words.NEED.search(about))
    if re.search(r"обеща\w*|должны были|promised|supposed to|не раньше|not before", whole):
        return True
    if turn.hired:
        return True
    if (
        when.prep in {"до", "till", "until"}
        and turn.words <= 9
        and len((rest := low[: when.start] + low[when.end :]).split()) <= 5
        and "deadline" not in place.context.asked
        and words.FAREWELL.fullmatch(rest)
    ):
        return True
    must = _MUST.search(about)
    if words.ACTS.search(about) and not must:
        return True
    if words.PAPER.search(about) and not re.search(r"достав|привез|deliver|товар|goods", about):
        return True
    if when.prep in {"в", "во", "on", "in", ""} and words.PAST_VERB.search(about) and not must:
        return True
    if re.search(r"вернемся|вернусь|отлож|postpone|get back|come back|обсуд", whole) and not need:
        return True
    if re.search(r"\bназад|\bago\b", low[when.end : when.end + 8]):
        return True
    if when.prep in {"until", "till"} and not (need or "deadline" in place.context.asked):
        return True
    meets = words.MEETING.search(about) or _LOOK.search(about) or (turn.invited and not need)
    return bool(meets) and not re.search(r"нуж[ен]|достав|привез|deliver|need|отгру", about)


def _booked(when: When, whole: str, turn: _Turn) -> bool:
    """«Тогда на понедельник», “book it for the 7th”, «3 мешка на завтра»."""
    if when.vague or when.relative or whole.rstrip().endswith("?"):
        return False
    if turn.meets or turn.invited or words.ACTS.search(whole):
        return False
    if when.prep in {"на", "for"}:
        return bool(words.ORDERS.search(whole) or words.COUNTED.search(whole))
    return when.prep in {"", "в", "во", "on"} and bool(words.BOOKS.search(whole))
